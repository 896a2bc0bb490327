// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/plan.h"

#include "analytics/assess/modes/media.h"
#include "analytics/assess/modes/small_model.h"
#include "analytics/assess/modes/storage.h"
#include "analytics/assess/stages.h"
#include "analytics/inference/modes/pipeline.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

EntityRef ref(const UserGroup& group) {
    return {EntityKind::userGroup, group.id.value};
}
EntityRef ref(const Deployment& deployment) {
    return {EntityKind::deployment, deployment.id.value};
}
EntityRef ref(const Workload& workload) {
    return {EntityKind::workload, workload.id.value};
}

template <class Map>
const typename Map::mapped_type* lookUp(const Map& all, const std::string& id) {
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

/// The references of a plan, or a violation for each that leads nowhere.
bool resolve(Plan& plan, const Scenario& scenario, const Facts& facts, std::vector<Violation>& out) {
    const auto before = out.size();
    const auto& group = *plan.group;
    plan.workload = findById(scenario.workloads, group.workload);
    if (!plan.workload)
        out.push_back(
            invalid(ref(group), "\"" + group.name + "\" has no workload", "choose what these users ask"));
    plan.deployment = findById(scenario.deployments, group.deployment);
    if (!plan.deployment) {
        out.push_back(invalid(ref(group), "\"" + group.name + "\" has no deployment",
                              "choose how these users are served"));
        return false;
    }
    plan.model = plan.listed = lookUp(facts.models, plan.deployment->model);
    if (!plan.model)
        out.push_back(invalid(ref(*plan.deployment),
                              "the model \"" + plan.deployment->model + "\" is unknown",
                              "choose a model of the catalogue or import its config.json"));
    plan.device = lookUp(facts.devices, group.device);
    if (!plan.device)
        out.push_back(invalid(ref(group), "the device \"" + group.device + "\" is unknown",
                              "choose a device of the catalogue or import its profile"));
    return out.size() == before;
}

/// With a window every layer that attends sees at most that many of the latest positions. Layers that keep a
/// compressed cache (latent attention) are left as they are: see the warnings.
void applyWindow(Plan& plan) {
    const std::int64_t window = plan.deployment->kvWindow;
    if (window <= 0 || !plan.deployment->kvCaching)
        return;
    auto model = *plan.model;
    bool any = false;
    for (auto& layer : model.layers)
        if (auto* attention = layer.attention()) {
            attention->window = std::min(attention->window.value_or(window), window);
            any = true;
        }
    if (!any)
        return;
    plan.windowed = std::make_shared<const llm::Model>(std::move(model));
    plan.model = plan.windowed.get();
}

bool fitsModel(const Plan& plan, std::vector<Violation>& out) {
    const auto before = out.size();
    if (!plan.model->generates() || plan.model->isEncoderDecoder())
        out.push_back(invalid(ref(*plan.deployment),
                              plan.model->name + " does not continue a prompt: it is an encoder" +
                                  (plan.model->generates() ? " with a decoder that attends to it" : ""),
                              "choose a decoder, such as Llama, Qwen or a multimodal model built on one"));
    if (plan.seenContext() > plan.model->maxContext)
        out.push_back(invalid(ref(*plan.workload),
                              "prompt and output need " + std::to_string(plan.seenContext()) + " tokens, " +
                                  plan.model->name + " handles " + std::to_string(plan.model->maxContext),
                              "shorten them or choose a model with a longer context",
                              double(plan.seenContext()), double(plan.model->maxContext), "tokens"));
    return out.size() == before;
}

/// The device's formats, and the hosts' from their first block to their last.
llm::Precision precisionOf(const Plan& plan) {
    const auto& d = *plan.deployment;
    llm::Precision precision{d.deviceWeights, d.kvCache, d.activations, {}};
    llm::BlockRange hosts{llm::blockCount(*plan.model), 0};
    for (const auto& stage : plan.stages)
        if (!stage.onDevice())
            hosts = {std::min(hosts.first, stage.blocks.first), stage.blocks.last};
    if (hosts.first < hosts.last)
        precision.segments.push_back({hosts, d.hostWeights});
    return precision;
}

} // namespace

const Seat& Stage::promptSeat() const {
    for (const auto& each : seats)
        if (each.duty == Duty::prompts)
            return each;
    return seats.front();
}

std::vector<const Seat*> Stage::tensorRing() const {
    std::vector<const Seat*> ring;
    for (const auto& each : seats)
        if (each.duty == Duty::layers || each.duty == Duty::tensor)
            ring.push_back(&each);
    return ring;
}

const Host& Plan::promptHost() const {
    return *firstHostStage().promptSeat().host;
}

const Host& Plan::firstHost() const {
    return *firstHostStage().seat().host;
}

const Host& Plan::lastHost() const {
    return *stages[stages.size() - (comesBack() ? 2 : 1)].seat().host;
}

std::size_t Plan::numberOf(HostId host) const {
    for (std::size_t i = 1; i < computers.size(); ++i)
        if (computers[i].host->id == host)
            return i;
    return 0;
}

namespace {

/// Ways between the hosts of one stage.
void addHelpers(const Stage& stage, std::vector<Passage>& all) {
    const auto* main = stage.seat().host;
    for (const auto& seat : stage.seats) {
        if (seat.duty == Duty::prompts)
            all.push_back({seat.host, main, true, false});
        if (seat.duty == Duty::experts) {
            all.push_back({main, seat.host});
            all.push_back({seat.host, main});
        }
    }
    const auto ring = stage.tensorRing();
    for (std::size_t i = 0; ring.size() > 1 && i < ring.size(); ++i)
        all.push_back({ring[i]->host, ring[(i + 1) % ring.size()]->host});
}

} // namespace

std::vector<Passage> Plan::passages() const {
    std::vector<Passage> all;
    if (source)
        return {{nullptr, source, true, false}, {source, nullptr, true, false}};
    if (!usesHost())
        return all;
    const bool handsOver = &promptHost() != &firstHost();
    all.push_back({nullptr, &promptHost(), true, isSplit() && !handsOver});
    if (handsOver && isSplit())
        all.push_back({nullptr, &firstHost(), false, true});
    const Stage* last = nullptr;
    for (const auto& stage : stages) {
        if (stage.onDevice())
            continue;
        addHelpers(stage, all);
        if (last) {
            const bool parted = last->promptSeat().host != last->seat().host;
            all.push_back({last->seat().host, stage.seat().host, !parted, true});
            if (parted)
                all.push_back({last->promptSeat().host, stage.seat().host, true, false});
        }
        last = &stage;
    }
    if (!usesDevice() && stages.size() > 1)
        all.push_back({last->seat().host, &firstHost(), false, true});
    all.push_back({last->seat().host, nullptr, true, isSplit()});
    return all;
}

int Plan::prefix() const {
    return usesHost() && !comesBack() && deployment->kvCaching
               ? std::min(workload->prefixTokens, workload->promptTokens - 1)
               : 0;
}

std::vector<int> Plan::chunks() const {
    const int size = deployment->kvCaching ? deployment->promptChunk : 0;
    const int tokens = workload->promptTokens - prefix();
    return inference::microBatchesOf(tokens, size > 0 ? std::min(size, tokens) : tokens);
}

bool Plan::keepsWholeCache() const {
    return std::ranges::any_of(listed->layers, [](const llm::Layer& layer) { return !layer.attention(); });
}

int Plan::layers(llm::BlockRange range) const {
    const int first = accounting->blockOfLayer(0);
    const int last = std::min(range.last, first + accounting->layers());
    return std::max(0, last - std::max(range.first, first));
}

std::optional<Plan> makePlan(const Scenario& scenario, const Facts& facts, const UserGroup& group,
                             std::vector<Violation>& violations) {
    Plan plan;
    plan.group = &group;
    if (!resolve(plan, scenario, facts, violations) || !addMedia(plan, violations))
        return std::nullopt;
    applyWindow(plan);
    if (!fitsModel(plan, violations) || !layOut(plan, scenario, facts, violations))
        return std::nullopt;
    moveTowers(plan);
    auto accounting = llm::Accounting::of(*plan.model, precisionOf(plan));
    if (!accounting) {
        violations.push_back(
            invalid(ref(*plan.deployment), accounting.error().what, accounting.error().remedy));
        return std::nullopt;
    }
    plan.accounting = std::move(*accounting);
    if (!checkStorage(plan, scenario, violations) || !addSmallModel(plan, scenario, facts, violations))
        return std::nullopt;
    return plan;
}

} // namespace cellwright::assessing
