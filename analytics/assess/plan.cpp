// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/plan.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

Violation invalid(EntityRef entity, std::string what, std::string remedy, double value = 0, double limit = 0,
                  std::string unit = {}) {
    return {ViolationKind::invalid, entity, std::move(what), std::move(remedy), value, limit,
            std::move(unit)};
}

EntityRef ref(const UserGroup& group) {
    return {EntityKind::userGroup, group.id.value};
}
EntityRef ref(const Deployment& deployment) {
    return {EntityKind::deployment, deployment.id.value};
}
EntityRef ref(const Workload& workload) {
    return {EntityKind::workload, workload.id.value};
}
EntityRef ref(const Host& host) {
    return {EntityKind::host, host.id.value};
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
    plan.model = lookUp(facts.models, plan.deployment->model);
    if (!plan.model)
        out.push_back(invalid(ref(*plan.deployment),
                              "the model \"" + plan.deployment->model + "\" is unknown",
                              "choose a model of the catalogue or import its config.json"));
    plan.device = lookUp(facts.devices, group.device);
    if (!plan.device)
        out.push_back(invalid(ref(group), "the device \"" + group.device + "\" is unknown",
                              "choose a device of the catalogue or import its profile"));
    if (!plan.usesHost())
        return out.size() == before;
    plan.host = findById(scenario.topology.hosts, plan.deployment->host);
    if (!plan.host) {
        out.push_back(invalid(ref(*plan.deployment), "\"" + plan.deployment->name + "\" names no host",
                              "choose the host that runs the rest, or put all layers on the device"));
        return false;
    }
    plan.hostDevice = lookUp(facts.devices, plan.host->device);
    if (!plan.hostDevice)
        out.push_back(invalid(ref(*plan.host), "the device \"" + plan.host->device + "\" is unknown",
                              "choose a device of the catalogue or import its profile"));
    return out.size() == before;
}

bool fitsModel(const Plan& plan, std::vector<Violation>& out) {
    const auto layers = int(plan.model->layers.size());
    const auto before = out.size();
    if (!plan.model->generates() || plan.model->isEncoderDecoder())
        out.push_back(invalid(ref(*plan.deployment),
                              plan.model->name + " does not continue a prompt: it is an encoder" +
                                  (plan.model->generates() ? " with a decoder that attends to it" : ""),
                              "choose a decoder, such as Llama, Qwen or a multimodal model built on one"));
    if (plan.placement() == Placement::split && plan.deployment->cut > layers)
        out.push_back(invalid(ref(*plan.deployment),
                              "the cut " + std::to_string(plan.deployment->cut) + " lies beyond the " +
                                  std::to_string(layers) + " layers of " + plan.model->name,
                              "move the cut to " + std::to_string(layers) + " or less", plan.deployment->cut,
                              layers, "layers"));
    if (plan.fullContext() > plan.model->maxContext)
        out.push_back(invalid(ref(*plan.workload),
                              "prompt and output need " + std::to_string(plan.fullContext()) + " tokens, " +
                                  plan.model->name + " handles " + std::to_string(plan.model->maxContext),
                              "shorten them or choose a model with a longer context",
                              double(plan.fullContext()), double(plan.model->maxContext), "tokens"));
    return out.size() == before;
}

void chooseRanges(Plan& plan, const llm::Accounting& whole) {
    switch (plan.placement()) {
    case Placement::device:
        plan.onDevice = whole.whole();
        break;
    case Placement::host:
        plan.onHost = whole.whole();
        break;
    case Placement::split:
        plan.onDevice = whole.below(plan.deployment->cut);
        plan.onHost = whole.above(plan.deployment->cut);
        break;
    }
}

} // namespace

int Plan::layers(llm::BlockRange range) const {
    const int first = accounting->blockOfLayer(0);
    const int last = std::min(range.last, first + accounting->layers());
    return std::max(0, last - std::max(range.first, first));
}

std::optional<Plan> makePlan(const Scenario& scenario, const Facts& facts, const UserGroup& group,
                             std::vector<Violation>& violations) {
    Plan plan;
    plan.group = &group;
    if (!resolve(plan, scenario, facts, violations) || !fitsModel(plan, violations))
        return std::nullopt;
    const auto& deployment = *plan.deployment;
    llm::Precision precision{deployment.deviceWeights, deployment.kvCache, deployment.activations, {}};
    const int afterCut = llm::firstDecoderBlock(*plan.model) + deployment.cut + 1;
    const int firstOnHost = plan.placement() == Placement::host ? 0 : afterCut;
    if (plan.usesHost())
        precision.segments.push_back({{firstOnHost, llm::blockCount(*plan.model)}, deployment.hostWeights});
    auto accounting = llm::Accounting::of(*plan.model, precision);
    if (!accounting) {
        violations.push_back(invalid(ref(deployment), accounting.error().what, accounting.error().remedy));
        return std::nullopt;
    }
    chooseRanges(plan, *accounting);
    plan.accounting = std::move(*accounting);
    return plan;
}

bool sharesHostWeights(const Plan& plan, const Plan& other) {
    return plan.host == other.host && plan.model == other.model &&
           plan.deployment->hostWeights == other.deployment->hostWeights &&
           other.onHost.first <= plan.onHost.first && plan.onHost.last <= other.onHost.last;
}

} // namespace cellwright::assessing
