// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/plan.h"

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

bool fitsModel(const Plan& plan, std::vector<Violation>& out) {
    const auto before = out.size();
    if (!plan.model->generates() || plan.model->isEncoderDecoder())
        out.push_back(invalid(ref(*plan.deployment),
                              plan.model->name + " does not continue a prompt: it is an encoder" +
                                  (plan.model->generates() ? " with a decoder that attends to it" : ""),
                              "choose a decoder, such as Llama, Qwen or a multimodal model built on one"));
    if (plan.fullContext() > plan.model->maxContext)
        out.push_back(invalid(ref(*plan.workload),
                              "prompt and output need " + std::to_string(plan.fullContext()) + " tokens, " +
                                  plan.model->name + " handles " + std::to_string(plan.model->maxContext),
                              "shorten them or choose a model with a longer context",
                              double(plan.fullContext()), double(plan.model->maxContext), "tokens"));
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

std::vector<Passage> Plan::passages() const {
    std::vector<Passage> all;
    if (!usesHost())
        return all;
    all.push_back({nullptr, &firstHost(), true, isSplit()});
    const Host* last = nullptr;
    for (const auto& stage : stages) {
        const auto* host = stage.seat().host;
        if (host && last)
            all.push_back({last, host});
        last = host ? host : last;
    }
    if (!usesDevice() && stages.size() > 1)
        all.push_back({last, &firstHost(), false, true});
    all.push_back({last, nullptr, true, isSplit()});
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

int Plan::layers(llm::BlockRange range) const {
    const int first = accounting->blockOfLayer(0);
    const int last = std::min(range.last, first + accounting->layers());
    return std::max(0, last - std::max(range.first, first));
}

std::optional<Plan> makePlan(const Scenario& scenario, const Facts& facts, const UserGroup& group,
                             std::vector<Violation>& violations) {
    Plan plan;
    plan.group = &group;
    if (!resolve(plan, scenario, facts, violations) || !fitsModel(plan, violations) ||
        !layOut(plan, scenario, facts, violations))
        return std::nullopt;
    auto accounting = llm::Accounting::of(*plan.model, precisionOf(plan));
    if (!accounting) {
        violations.push_back(
            invalid(ref(*plan.deployment), accounting.error().what, accounting.error().remedy));
        return std::nullopt;
    }
    plan.accounting = std::move(*accounting);
    return plan;
}

} // namespace cellwright::assessing
