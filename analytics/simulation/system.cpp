// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/system.h"

#include "analytics/assess/serving.h"
#include "analytics/assess/user.h"
#include "analytics/transport/medium.h"
#include "analytics/transport/weather.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace cellwright::simulating {
namespace {

using assessing::Plan;
using assessing::World;
using inference::Phase;

double phaseOf(const inference::Phases<NullRecorder>& phases, Phase phase) {
    return phases[std::size_t(phase)].si();
}

/// Numbers the narrowest links of the routes as the prompts meet them.
class Narrowest {
public:
    explicit Narrowest(const World& world)
        : world_(world) {}
    /// Of the route from a site to a host that has hops.
    int stationOf(SiteId site, HostId host) {
        const auto [known, fresh] = routes_.try_emplace({site, host}, -1);
        if (fresh)
            known->second = find(*world_.route(site, host));
        return known->second;
    }
    [[nodiscard]] std::size_t count() const { return stations_.size(); }

private:
    int find(const transport::Route& route) {
        NullRecorder rec;
        const transport::Route::Hop* narrowest = nullptr;
        double least = 0.0;
        for (const auto& hop : route.hops) {
            const auto* link = findById(world_.scenario().topology.links, hop.link);
            const double free =
                transport::freeCapacity(rec, world_.scenario().topology, world_.assumptions(), *link).si();
            if (!narrowest || free < least) {
                narrowest = &hop;
                least = free;
            }
        }
        const int tree = world_.traffic().treeOf(narrowest->link);
        const Station key =
            tree >= 0 ? Station(true, tree, true) : Station(false, narrowest->link.value, narrowest->forward);
        return stations_.try_emplace(key, int(stations_.size())).first->second;
    }
    using Station = std::tuple<bool, std::int64_t, bool>; ///< a tree or a link, and the direction
    const World& world_;
    std::map<std::pair<SiteId, HostId>, int> routes_;
    std::map<Station, int> stations_;
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
        NullRecorder rec;
        const auto model = assessing::requestModel(rec, world_, plan, false);
        SystemGroup group;
        group.place = g;
        group.arrivals = plan.workload->arrivals;
        group.rate = plan.workload->requestRate.si();
        group.outputTokens = plan.workload->outputTokens;
        group.firstUser = system_.users;
        if (plan.usesHost() && assessing::batches(world_, plan.firstHost().id))
            joinBatches(plan, std::size_t(placeOf(plan.firstHost())), group);
        for (std::size_t user = 0; user < world_.links(g).size(); ++user) {
            if (!world_.served(g, user))
                continue;
            const auto result = assessing::evaluateUser(rec, world_, g, user, model);
            if (!result)
                return tl::make_unexpected(result.error());
            group.paths.push_back(plan.usesHost() ? hostPath(g, plan, model, *result, group.batched)
                                                  : devicePath(model, *result));
            ++system_.users;
        }
        system_.groups.push_back(std::move(group));
        return {};
    }

    [[nodiscard]] int placeOf(const Host& host) const {
        const auto found = std::ranges::find(system_.hosts, host.id, &SystemHost::id);
        return int(found - system_.hosts.begin());
    }

    void joinBatches(const Plan& plan, std::size_t place, SystemGroup& group) {
        auto& host = system_.hosts[place];
        const auto batch = assessing::batching(world_, plan);
        host.batches = true;
        host.limits.sequences = std::max(host.costs.empty() ? 1 : host.limits.sequences, batch.sequences);
        host.limits.promptTokens =
            std::max(host.costs.empty() ? 1 : host.limits.promptTokens, batch.promptChunk);
        host.limits.cache = std::int64_t(batch.pool.si());
        group.batched = true;
        group.stepwise = plan.usesDevice();
        group.request = {.prompt = plan.workload->promptTokens,
                         .output = plan.workload->outputTokens,
                         .model = int(host.costs.size()),
                         .cache = std::max<std::int64_t>(1, std::int64_t(batch.cache.si())),
                         .stepwise = group.stepwise};
        host.costs.push_back({batch.cost.fixed.si(), batch.cost.perPromptToken.si(),
                              batch.cost.perSequence.si(), batch.cost.perCachedToken.si()});
        group.prefill = batch.promptAlone(plan.workload->promptTokens).si();
    }

    void add(Step step) {
        if (step.amount > 0.0 || step.kind == Step::Kind::batch || step.kind == Step::Kind::firstToken)
            system_.steps.push_back(step);
    }

    Path devicePath(const assessing::RequestModel<NullRecorder>& model,
                    const assessing::UserResult<NullRecorder>& user) {
        Path path{system_.steps.size(), 0, {}};
        add({Step::Kind::device, int(system_.users), user.timing.ttft.si(), model.busy.front().si()});
        add({Step::Kind::firstToken});
        path.last = system_.steps.size();
        path.later.perToken = user.timing.tpot.si();
        return path;
    }

    /// The parts of the cell's blocks that a user fills among the active ones, up and down.
    [[nodiscard]] std::pair<double, double> partsOf(std::size_t g, const radio::UserLink& link) const {
        NullRecorder rec;
        const auto& network = world_.field().network();
        const auto& cell = network.cells[std::size_t(link.cell)];
        const auto scheduler = network.carriers[std::size_t(cell.carrier)].carrier.scheduler;
        const double part = 1.0 / radio::sharedParts(rec, scheduler, world_.field().sharing(link.cell, g));
        return {std::min(part, link.up.shareBusy), std::min(part, link.down.shareBusy)};
    }

    /// The hosts one after another, each busy for its part of `prefill`; what passes between them follows.
    void addHosts(const Plan& plan, const assessing::RequestModel<NullRecorder>& model, double prefill,
                  bool batched) {
        Seconds all;
        for (std::size_t i = 0; i < plan.stages.size(); ++i)
            if (!plan.stages[i].onDevice())
                for (const auto chunk : model.request.stages[i].prefill)
                    all += chunk;
        for (std::size_t i = 0; i < plan.stages.size(); ++i) {
            if (plan.stages[i].onDevice())
                continue;
            Seconds own;
            for (const auto chunk : model.request.stages[i].prefill)
                own += chunk;
            const auto computer = plan.numberOf(plan.stages[i].promptSeat());
            add({batched ? Step::Kind::batch : Step::Kind::host, placeOf(*plan.computers[computer].host),
                 prefill * (own / all), model.busy[computer].si()});
            batched = false;
        }
    }

    Path hostPath(std::size_t g, const Plan& plan, const assessing::RequestModel<NullRecorder>& model,
                  const assessing::UserResult<NullRecorder>& user, bool batched) {
        const auto& first = user.timing.first;
        const auto [up, down] = partsOf(g, user.link);
        const double upTime = (toBits(model.request.messages.prompt) / user.link.up.rateShared).si();
        const double downTime = (toBits(model.request.messages.answer) / user.link.down.rateShared).si();
        const auto& metrics = world_.routeMetrics({user.link.site, {}}, {{}, plan.promptHost().id});
        const double linkTime =
            metrics.hops > 0 ? (toBits(model.request.messages.prompt) / metrics.bottleneck).si() : 0.0;
        const double prefill = phaseOf(first, Phase::hostPrefill);
        const double oneWay = std::max(0.0, (phaseOf(first, Phase::transport) - linkTime) / 2.0);
        const double before = oneWay + phaseOf(first, Phase::queue);
        const double grant = std::max(0.0, phaseOf(first, Phase::radioUplink) - upTime);
        const double back = std::max(0.0, user.timing.ttft.si() - phaseOf(first, Phase::devicePrefill) -
                                              grant - upTime - linkTime - before - prefill - downTime);
        Path path{system_.steps.size(), 0, {}};
        add({Step::Kind::device, int(system_.users), phaseOf(first, Phase::devicePrefill),
             model.busy.front().si()});
        add({Step::Kind::delay, 0, grant});
        add({Step::Kind::air, 2 * user.link.cell, upTime, up});
        if (linkTime > 0.0)
            add({Step::Kind::link, narrowest_.stationOf(user.link.site, plan.promptHost().id), linkTime});
        add({Step::Kind::delay, 0, before});
        addHosts(plan, model, prefill, batched);
        add({Step::Kind::delay, 0, back});
        add({Step::Kind::air, 2 * user.link.cell + 1, downTime, down});
        add({Step::Kind::firstToken});
        path.last = system_.steps.size();
        path.later = {.perToken = user.timing.tpot.si(),
                      .up = (toBits(model.request.messages.step) / user.link.up.rateShared).si(),
                      .down = (toBits(model.request.messages.token) / user.link.down.rateShared).si(),
                      .upPart = up,
                      .downPart = down,
                      .cell = user.link.cell,
                      .streams = !plan.usesDevice(),
                      .back = back,
                      .host = phaseOf(user.timing.later, Phase::hostDecode)};
        return path;
    }

    const World& world_;
    Narrowest narrowest_;
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
