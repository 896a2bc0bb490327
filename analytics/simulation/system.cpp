// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/system.h"

#include "analytics/assess/queues/contention.h"
#include "analytics/assess/queues/serving.h"
#include "analytics/assess/user.h"

#include <algorithm>
#include <cmath>

namespace cellwright::simulating {
namespace {

using assessing::Plan;
using assessing::World;

/// What each leg adds to the time to the first token: of one chunk all of it, of several what is on the path
/// that decides.
std::vector<double> contributions(const std::vector<inference::Leg<NullRecorder>>& legs) {
    std::vector<double> times(legs.size(), 0.0);
    if (legs.front().times.size() == 1) {
        for (std::size_t i = 0; i < legs.size(); ++i)
            times[i] = legs[i].times.front().si();
        return times;
    }
    for (const auto& slot : inference::criticalPath(inference::chainSchedule(inference::chainOf(legs))))
        times[std::size_t(slot.step)] += legs[std::size_t(slot.step)].times[std::size_t(slot.job)].si();
    return times;
}

/// Turns the legs of a prompt into steps. A computer is held when it is first passed, for all that the
/// request has it do; later visits only take their time.
class StepMaker {
public:
    StepMaker(const World& world, const Plan& plan, const System& system, std::size_t user, bool batched)
        : world_(world)
        , plan_(plan)
        , system_(system)
        , user_(user)
        , batched_(batched)
        , visited_(plan.computers.size(), false) {}

    std::vector<Step> make(const assessing::RequestModel<NullRecorder>& model, const radio::UserLink& link,
                           const inference::Network<NullRecorder>& network, const assessing::AirParts& parts,
                           assessing::NarrowestLinks& narrowest) {
        NullRecorder rec;
        const auto legs = inference::promptLegs(rec, model.request, network);
        const auto times = contributions(legs);
        for (std::size_t i = 0; i < legs.size(); ++i)
            addLeg(legs[i], times[i], model, link, parts, narrowest);
        for (std::size_t c = 1; c < visited_.size(); ++c)
            if (!visited_[c])
                steps_.insert(steps_.begin(), {Step::Kind::help, stationOf(c), 0.0, model.busy[c].si()});
        steps_.push_back({Step::Kind::firstToken});
        return std::move(steps_);
    }

private:
    void add(Step::Kind kind, int station, double amount, double hold = 0.0) {
        if (kind == Step::Kind::delay && !steps_.empty() && steps_.back().kind == Step::Kind::delay)
            steps_.back().amount += amount;
        else if (amount > 0.0)
            steps_.push_back({kind, station, amount, hold});
    }
    void addLeg(const inference::Leg<NullRecorder>& leg, double time,
                const assessing::RequestModel<NullRecorder>& model, const radio::UserLink& link,
                const assessing::AirParts& parts, assessing::NarrowestLinks& narrowest) {
        using inference::Place;
        switch (leg.place) {
        case Place::computer:
            compute(std::size_t(leg.index), time, model);
            return;
        case Place::uplink:
            add(Step::Kind::air, 2 * link.cell, time, parts.up);
            return;
        case Place::downlink:
            add(Step::Kind::air, 2 * link.cell + 1, time, parts.down);
            return;
        case Place::there:
            cross(narrowest.stationOf({link.site, {}}, {{}, plan_.promptHost().id}), time);
            return;
        case Place::passage:
            cross(leg.index < 0 ? -1 : onward(std::size_t(leg.index), narrowest), time);
            return;
        case Place::delay:
        case Place::back:
            add(Step::Kind::delay, 0, time);
            return;
        }
    }
    void compute(std::size_t computer, double time, const assessing::RequestModel<NullRecorder>& model) {
        const bool first = !visited_[computer];
        visited_[computer] = true;
        if (!first)
            add(Step::Kind::delay, 0, time);
        else if (computer == 0)
            add(Step::Kind::device, int(user_), time, model.busy[0].si());
        else
            add(batched_ ? Step::Kind::batch : Step::Kind::host, stationOf(computer), time,
                model.busy[computer].si());
    }
    void cross(int station, double time) {
        add(station < 0 ? Step::Kind::delay : Step::Kind::link, std::max(0, station), time);
    }
    [[nodiscard]] int onward(std::size_t stage, assessing::NarrowestLinks& narrowest) const {
        const auto& stages = plan_.stages;
        if (stage + 1 >= stages.size() || stages[stage + 1].onDevice())
            return -1;
        return narrowest.stationOf({{}, stages[stage].promptSeat().host->id},
                                   {{}, stages[stage + 1].promptSeat().host->id});
    }
    [[nodiscard]] int stationOf(std::size_t computer) const {
        const auto id = plan_.computers[computer].host->id;
        return int(std::ranges::find(system_.hosts, id, &SystemHost::id) - system_.hosts.begin());
    }

    const World& world_;
    const Plan& plan_;
    const System& system_;
    std::size_t user_;
    bool batched_;
    std::vector<bool> visited_;
    std::vector<Step> steps_;
};

class Maker {
public:
    explicit Maker(const World& world)
        : world_(world)
        , narrowest_(world) {}

    Expected<System> make() {
        system_.cells = world_.field().network().cells.size();
        for (const auto& host : world_.scenario().topology.hosts)
            system_.hosts.push_back({host.id, host.count});
        for (std::size_t g = 0; g < world_.plans().size(); ++g)
            if (world_.plans()[g] && world_.servedUsers(g) > 0)
                if (auto added = addGroup(g, *world_.plans()[g]); !added)
                    return tl::make_unexpected(added.error());
        system_.links = narrowest_.count();
        return std::move(system_);
    }

private:
    Expected<void> addGroup(std::size_t g, const Plan& plan) {
        SystemGroup group;
        group.place = g;
        group.arrivals = plan.workload->arrivals;
        group.rate = plan.askingRate().si(); // the others never leave their device
        group.outputTokens = plan.workload->outputTokens;
        group.firstUser = system_.users;
        if (assessing::joinsBatches(world_, plan))
            joinBatches(plan, group);
        const auto model = unqueued(plan);
        for (std::size_t user = 0; user < world_.links(g).size(); ++user) {
            if (!world_.served(g, user))
                continue;
            auto path = makePath(g, plan, model, user, group.batched);
            if (!path)
                return tl::make_unexpected(path.error());
            group.paths.push_back(*path);
            ++system_.users;
        }
        system_.groups.push_back(std::move(group));
        return {};
    }

    /// The request without waits for hosts; without queues in the network where those grow without end.
    [[nodiscard]] assessing::RequestModel<NullRecorder> unqueued(const Plan& plan) const {
        NullRecorder rec;
        auto model = assessing::requestModel(rec, world_, plan, true);
        for (auto& stage : model.request.stages) {
            stage.wait = {};
            if (!std::isfinite(stage.onward.delay.si()))
                return assessing::requestModel(rec, world_, plan, false);
        }
        return model;
    }

    void joinBatches(const Plan& plan, SystemGroup& group) {
        auto& host = *std::ranges::find(system_.hosts, plan.firstHost().id, &SystemHost::id);
        const auto batch = assessing::batching(world_, plan);
        host.batches = true;
        host.limits.sequences = std::max(host.costs.empty() ? 1 : host.limits.sequences, batch.sequences);
        host.limits.promptTokens =
            std::max(host.costs.empty() ? 1 : host.limits.promptTokens, batch.promptChunk);
        host.limits.cache = std::int64_t(batch.pool.si());
        group.batched = true;
        group.stepwise = plan.usesDevice();
        group.request = {.prompt = batch.promptTokens,
                         .output = plan.workload->outputTokens,
                         .model = int(host.costs.size()),
                         .cache = std::max<std::int64_t>(1, std::int64_t(batch.cache.si())),
                         .stepwise = group.stepwise};
        int weights = 0;
        for (const auto* other : world_.plansOn(host.id)) {
            if (assessing::joinsBatches(world_, *other) && assessing::sameLayers(*other, plan))
                break;
            ++weights;
        }
        host.costs.push_back({batch.cost.fixed.si(), batch.cost.perPromptToken.si(),
                              batch.cost.perSequence.si(), batch.cost.perCachedToken.si(), weights});
        group.prefill = batch.promptAlone().si();
    }

    Expected<Path> makePath(std::size_t g, const Plan& plan,
                            const assessing::RequestModel<NullRecorder>& model, std::size_t user,
                            bool batched) {
        NullRecorder rec;
        const auto result = assessing::evaluateUser(rec, world_, g, user, model);
        if (!result)
            return tl::make_unexpected(result.error());
        const auto& link = result->link;
        inference::Network<NullRecorder> network;
        assessing::AirParts parts;
        if (plan.usesHost()) {
            network = assessing::networkOf(rec, world_, plan, link, true);
            if (!std::isfinite(network.there.delay.si()) || !std::isfinite(network.back.delay.si()))
                network = assessing::networkOf(rec, world_, plan, link, false);
            parts = assessing::airParts(world_, g, link);
        }
        StepMaker maker(world_, plan, system_, system_.users, batched);
        auto steps = maker.make(model, link, network, parts, narrowest_);
        Path path{system_.steps.size(), 0, {}};
        path.later = laterOf(plan, model, *result, parts, steps);
        system_.steps.insert(system_.steps.end(), steps.begin(), steps.end());
        path.last = system_.steps.size();
        return path;
    }

    [[nodiscard]] Later laterOf(const Plan& plan, const assessing::RequestModel<NullRecorder>& model,
                                const assessing::UserResult<NullRecorder>& user,
                                const assessing::AirParts& parts, const std::vector<Step>& steps) const {
        Later later;
        later.perToken = user.timing.tpot.si();
        if (!plan.usesHost())
            return later;
        const auto times = assessing::messageTimes(world_, plan, model.request.messages, user.link);
        later.up = times.stepUp;
        later.down = times.tokenDown;
        later.upPart = parts.up;
        later.downPart = parts.down;
        later.cell = user.link.cell;
        later.streams = !plan.usesDevice();
        later.host = user.timing.later[std::size_t(inference::Phase::hostDecode)].si();
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            if (step->kind == Step::Kind::host || step->kind == Step::Kind::batch)
                break;
            if (step->kind == Step::Kind::delay)
                later.back += step->amount;
        }
        return later;
    }

    const World& world_;
    assessing::NarrowestLinks narrowest_;
    System system_;
};

} // namespace

double System::requestRate() const {
    double sum = 0.0;
    for (const auto& group : groups)
        sum += group.rate * double(group.paths.size());
    return sum;
}

Expected<System> makeSystem(const World& world) {
    return Maker(world).make();
}

} // namespace cellwright::simulating
