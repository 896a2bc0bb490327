// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/small_model.h"

#include "analytics/assess/modes/media.h"
#include "analytics/assess/stages.h"

#include <algorithm>
#include <cstdlib>

namespace cellwright::assessing {
namespace {

class Problems {
public:
    Problems(const Plan& plan, std::vector<Violation>& out)
        : entity_{EntityKind::deployment, plan.deployment->id.value}
        , out_(out) {}
    bool add(std::string what, std::string remedy, double value = 0, double limit = 0,
             std::string unit = {}) {
        out_.push_back({ViolationKind::invalid, entity_, std::move(what), std::move(remedy), value, limit,
                        std::move(unit)});
        return false;
    }

private:
    EntityRef entity_;
    std::vector<Violation>& out_;
};

bool sameVocabulary(const Plan& plan, const llm::Model& small, Problems& problems) {
    const auto ours = small.vocabulary, theirs = plan.model->vocabulary;
    return std::abs(ours - theirs) <= vocabularyPadding ||
           problems.add(small.name + " has " + std::to_string(ours) + " tokens, " + plan.model->name + " " +
                            std::to_string(theirs) + ": the large model cannot check the small one's drafts",
                        "choose a small model with the tokenizer of " + plan.model->name +
                            ", as of the same family, or a cascade",
                        double(ours), double(theirs), "tokens");
}

bool canVerify(const Plan& plan, Problems& problems) {
    const auto& d = *plan.deployment;
    const bool alone = d.addedHosts.empty();
    if (d.placement != Placement::host || !alone)
        return problems.add("\"" + d.name + "\": the model that verifies drafts is not whole on one host",
                            alone ? "place it on a host, or choose a cascade"
                                  : "remove the further hosts, or choose a cascade");
    return d.kvCaching ||
           problems.add("\"" + d.name + "\": drafts are verified against a KV cache, which is switched off",
                        "keep the KV cache, or choose a cascade");
}

bool fits(const Plan& plan, const llm::Model& small, Problems& problems) {
    if (!small.generates() || small.isEncoderDecoder())
        return problems.add(small.name + " does not continue a prompt",
                            "choose a decoder as the small model");
    return plan.fullContext() <= small.maxContext ||
           problems.add("prompt and output need " + std::to_string(plan.fullContext()) + " tokens, " +
                            small.name + " handles " + std::to_string(small.maxContext),
                        "shorten them or choose a small model with a longer context",
                        double(plan.fullContext()), double(small.maxContext), "tokens");
}

/// The deployment of the small model by itself: what the device does with a model is said by the large one's.
Deployment deploymentOfSmall(const Deployment& both) {
    Deployment own;
    own.id = both.id;
    own.name = both.name;
    own.model = both.smallModel;
    own.placement = Placement::device;
    own.host = both.host;
    own.deviceWeights = both.smallWeights;
    own.kvCache = both.kvCache;
    own.activations = both.activations;
    own.promptChunk = both.promptChunk;
    own.kvCaching = both.kvCaching;
    own.kvWindow = both.kvWindow;
    own.deviceStorage = both.deviceStorage;
    return own;
}

/// The small model's plan: its layers laid out on the device alone.
class SmallPlan {
public:
    SmallPlan(const Plan& plan, const Scenario& scenario, const Facts& facts, std::vector<Violation>& out)
        : scenario_(scenario)
        , facts_(facts)
        , out_(out) {
        own_.group = plan.group;
        own_.workload = plan.asked;
        own_.ownDeployment = std::make_shared<const Deployment>(deploymentOfSmall(*plan.deployment));
        own_.deployment = own_.ownDeployment.get();
        own_.device = plan.device;
        drafts_ = plan.speculates();
    }
    std::shared_ptr<const Plan> of(const llm::Model& model, Problems& problems) {
        own_.model = own_.listed = &model;
        if (!readMedia(model) || !layOut(own_, scenario_, facts_, out_))
            return nullptr;
        const auto& d = *own_.deployment;
        auto accounting =
            llm::Accounting::of(*own_.model, llm::Precision{d.deviceWeights, d.kvCache, d.activations, {}});
        if (!accounting) {
            problems.add(accounting.error().what, accounting.error().remedy);
            return nullptr;
        }
        own_.accounting = std::move(*accounting);
        return std::make_shared<const Plan>(std::move(own_));
    }

private:
    /// A drafter may read the text alone; who answers must see all.
    bool readMedia(const llm::Model& model) {
        if (own_.workload->media != MediaKind::none && model.towers.empty() && drafts_) {
            auto text = std::make_shared<Workload>(*own_.workload);
            text->media = MediaKind::none;
            text->mediaBytes = Bytes();
            own_.ownWorkload = std::move(text);
            own_.workload = own_.ownWorkload.get();
        }
        return addMedia(own_, out_);
    }

    const Scenario& scenario_;
    const Facts& facts_;
    std::vector<Violation>& out_;
    bool drafts_ = false;
    Plan own_;
};

} // namespace

bool addSmallModel(Plan& plan, const Scenario& scenario, const Facts& facts,
                   std::vector<Violation>& violations) {
    if (!plan.cooperates())
        return true;
    Problems problems(plan, violations);
    const auto& both = *plan.deployment;
    const auto found = facts.models.find(both.smallModel);
    if (found == facts.models.end())
        return problems.add("the small model \"" + both.smallModel + "\" is unknown",
                            "choose a model of the catalogue or import its config.json");
    const auto& small = found->second;
    if (!plan.usesHost())
        return problems.add("\"" + both.name + "\": both models are on the device, so that none helps",
                            "place the large model on a host");
    if (!fits(plan, small, problems))
        return false;
    if (plan.speculates() && (!canVerify(plan, problems) || !sameVocabulary(plan, small, problems)))
        return false;
    plan.small = SmallPlan(plan, scenario, facts, violations).of(small, problems);
    return plan.small != nullptr;
}

std::string vocabularyDoubt(const Plan& plan) {
    if (!plan.speculates() || !plan.small || plan.small->model->family == plan.model->family)
        return {};
    return plan.small->model->name + " and " + plan.model->name +
           " are of different families: speculation works only if they share a tokenizer";
}

} // namespace cellwright::assessing
