// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/stages.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

/// Lays out one plan.
class Layout {
public:
    Layout(Plan& plan, const Scenario& scenario, const Facts& facts, std::vector<Violation>& out)
        : plan_(plan)
        , deployment_(*plan.deployment)
        , scenario_(scenario)
        , facts_(facts)
        , out_(out)
        , layers_(int(plan.model->layers.size())) {}

    bool run() {
        const auto before = out_.size();
        if (deployment_.placement == Placement::split)
            checkCut();
        if (deployment_.placement != Placement::device)
            checkStages();
        if (out_.size() != before)
            return false;
        addStages();
        addHelpers();
        if (out_.size() != before)
            return false;
        listComputers();
        return true;
    }

private:
    [[nodiscard]] EntityRef ref() const { return {EntityKind::deployment, deployment_.id.value}; }
    [[nodiscard]] std::string ofModel() const {
        return std::to_string(layers_) + " layers of " + plan_.model->name;
    }
    [[nodiscard]] int blocks() const { return llm::blockCount(*plan_.model); }
    [[nodiscard]] int blockOf(int layer) const { return llm::firstDecoderBlock(*plan_.model) + 1 + layer; }
    [[nodiscard]] int tail() const {
        return deployment_.placement == Placement::split ? deployment_.tailLayers : 0;
    }

    void checkCut() {
        if (deployment_.cut > layers_)
            out_.push_back(
                invalid(ref(), "the cut " + std::to_string(deployment_.cut) + " lies beyond the " + ofModel(),
                        "move the cut to " + std::to_string(layers_) + " or less", deployment_.cut, layers_,
                        "layers"));
        else if (deployment_.cut + tail() > layers_)
            out_.push_back(invalid(ref(),
                                   std::to_string(deployment_.cut) + " first and " + std::to_string(tail()) +
                                       " last layers on the device are more than the " + ofModel(),
                                   "keep at most " + std::to_string(layers_ - deployment_.cut) +
                                       " last layers on the device",
                                   deployment_.cut + tail(), layers_, "layers"));
    }
    void checkStages() {
        for (const auto& added : deployment_.addedHosts)
            if (added.role == HostRole::stage && added.fromLayer > layers_)
                out_.push_back(invalid(ref(),
                                       "a further host begins at layer " + std::to_string(added.fromLayer) +
                                           ", beyond the " + ofModel(),
                                       "let it begin at " + std::to_string(layers_) + " or before",
                                       added.fromLayer, layers_, "layers"));
    }

    void addStages() {
        if (deployment_.placement == Placement::device)
            return add({0, blocks()}, onDevice(), deployment_.deviceWeights);
        int from = 0;
        if (deployment_.placement == Placement::split) {
            from = blockOf(deployment_.cut);
            add({0, from}, onDevice(), deployment_.deviceWeights);
        }
        const int end = tail() > 0 ? blockOf(layers_ - tail()) : blocks();
        HostId host = deployment_.host;
        for (const auto& added : deployment_.addedHosts) {
            if (added.role != HostRole::stage)
                continue;
            const int next = std::clamp(blockOf(added.fromLayer), from, end);
            add({from, next}, seatOf(host), deployment_.hostWeights);
            from = next;
            host = added.host;
        }
        add({from, end}, seatOf(host), deployment_.hostWeights);
        add({end, blocks()}, onDevice(), deployment_.deviceWeights);
    }

    /// Where there is nothing to do there is no stage; what goes on in one place is one stage.
    void add(llm::BlockRange blocks, const Seat& seat, Scheme weights) {
        if (blocks.first >= blocks.last)
            return;
        if (!plan_.stages.empty() && plan_.stages.back().seat().host == seat.host)
            plan_.stages.back().blocks.last = blocks.last;
        else
            plan_.stages.push_back({blocks, weights, {seat}});
    }

    /// Those who help the deployment's host with its layers.
    void addHelpers() {
        const auto stage = std::ranges::find_if(plan_.stages, [&](const Stage& each) {
            return !each.onDevice() && each.seat().host && each.seat().host->id == deployment_.host;
        });
        if (stage == plan_.stages.end())
            return;
        for (const auto& added : deployment_.addedHosts)
            if (added.role != HostRole::stage)
                addHelper(*stage, added);
        const auto ring = stage->tensorRing().size();
        for (auto& seat : stage->seats)
            if (ring > 1 && (seat.duty == Duty::layers || seat.duty == Duty::tensor))
                seat.share = 1.0 / double(ring);
        checkHelpers(*stage);
    }
    void addHelper(Stage& stage, const AddedHost& added) {
        auto seat = seatOf(added.host);
        seat.duty = added.role == HostRole::tensor    ? Duty::tensor
                    : added.role == HostRole::experts ? Duty::experts
                                                      : Duty::prompts;
        seat.share = added.role == HostRole::experts ? added.share : 1.0;
        if (!seat.host)
            return;
        if (std::ranges::find(stage.seats, seat.host, &Seat::host) != stage.seats.end())
            reject("\"" + seat.host->name + "\" helps itself or helps twice with the same layers",
                   "choose another host for each further role");
        stage.seats.push_back(seat);
    }
    void reject(std::string what, std::string remedy) {
        out_.push_back(invalid(ref(), std::move(what), std::move(remedy)));
    }
    void checkHelpers(const Stage& stage) {
        const auto count = [&](Duty duty) { return std::ranges::count(stage.seats, duty, &Seat::duty); };
        double experts = 0.0;
        for (const auto& seat : stage.seats)
            experts += seat.duty == Duty::experts ? seat.share : 0.0;
        if (count(Duty::prompts) > 1)
            reject("several hosts are to process the prompts", "choose one of them");
        if (count(Duty::prompts) > 0 && !deployment_.kvCaching)
            reject("without a KV cache there is nothing to hand over to the host that answers",
                   "turn KV caching on, or let one host do both");
        if (count(Duty::tensor) > 0 && count(Duty::experts) > 0)
            reject("layers that hosts share cannot have experts elsewhere, too",
                   "choose either tensor parallelism or hosts for experts");
        if (experts > 1.0 + 1e-9)
            reject("hosts are to keep " + std::to_string(int(experts * 100.0 + 0.5)) + " % of the experts",
                   "let their shares add up to 100 % at most");
        if (experts > 0.0 && !hasExperts(stage.blocks))
            reject(plan_.model->name + " has no experts in these layers",
                   "choose a mixture of experts, or another role for the host");
    }
    [[nodiscard]] bool hasExperts(llm::BlockRange range) const {
        for (int layer = 0; layer < layers_; ++layer)
            if (blockOf(layer) >= range.first && blockOf(layer) < range.last &&
                plan_.model->layers[std::size_t(layer)].experts)
                return true;
        return false;
    }

    [[nodiscard]] Seat onDevice() const { return {nullptr, plan_.device, Duty::layers, 1.0}; }
    Seat seatOf(HostId id) {
        Seat seat;
        seat.host = findById(scenario_.topology.hosts, id);
        if (!seat.host) {
            out_.push_back(invalid(ref(), "\"" + deployment_.name + "\" names no host",
                                   "choose the host that runs the rest, or put all layers on the device"));
            return seat;
        }
        const auto device = facts_.devices.find(seat.host->device);
        if (device != facts_.devices.end())
            seat.device = &device->second;
        else
            out_.push_back(invalid({EntityKind::host, id.value},
                                   "the device \"" + seat.host->device + "\" is unknown",
                                   "choose a device of the catalogue or import its profile"));
        return seat;
    }

    void listComputers() {
        plan_.computers = {onDevice()};
        for (const auto& stage : plan_.stages)
            for (const auto& seat : stage.seats)
                if (seat.host && !plan_.uses(seat.host->id))
                    plan_.computers.push_back({seat.host, seat.device, Duty::layers, 1.0});
    }

    Plan& plan_;
    const Deployment& deployment_;
    const Scenario& scenario_;
    const Facts& facts_;
    std::vector<Violation>& out_;
    int layers_;
};

} // namespace

Violation invalid(EntityRef entity, std::string what, std::string remedy, double value, double limit,
                  std::string unit) {
    return {ViolationKind::invalid, entity, std::move(what), std::move(remedy), value, limit,
            std::move(unit)};
}

bool layOut(Plan& plan, const Scenario& scenario, const Facts& facts, std::vector<Violation>& violations) {
    return Layout(plan, scenario, facts, violations).run();
}

} // namespace cellwright::assessing
