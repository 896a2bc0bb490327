// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/assess.h"

#include "analytics/assess/exposure.h"
#include "analytics/assess/memory.h"
#include "analytics/assess/mobility.h"
#include "analytics/assess/queues/requests.h"
#include "analytics/assess/queues/serving.h"
#include "analytics/assess/results.h"
#include "analytics/assess/violations.h"
#include "analytics/assess/warnings.h"
#include "analytics/scenario/schema.h"
#include "analytics/transport/weather.h"

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace assessing {
namespace {

template <class Q>
Statistic<Q> statistic(const GroupUsers& users, Figure figure) {
    if (users.results.empty())
        return {};
    const auto at = [&](double share) { return Q(users.rankedOutcome(figure, share).value); };
    return {Q(users.mean(figure)), at(0.5), at(0.95)};
}

/// Mean phases over the users, those that never happen left out.
std::vector<Part<Seconds>> meanPhases(const GroupUsers& users, bool first) {
    std::vector<Part<Seconds>> parts;
    for (std::size_t i = 0; i < inference::phaseCount; ++i) {
        Seconds sum;
        for (const auto& user : users.results)
            sum += (first ? user.timing.first : user.timing.later)[i];
        const auto phase = inference::Phase(i);
        if (sum.si() > 0.0)
            parts.push_back({inference::phaseKey(phase), inference::phaseName(phase),
                             sum / double(users.results.size())});
    }
    return parts;
}

class Worker {
public:
    explicit Worker(const World& world)
        : world_(world) {}

    Working run() {
        auto& a = w_.assessment;
        a.id = world_.scenario().id;
        a.scenario = world_.scenario().name;
        a.violations = world_.problems();
        if (!world_.usable())
            return std::move(w_);
        for (std::size_t g = 0; g < world_.plans().size(); ++g)
            addGroup(g);
        addRequests();
        for (const auto& host : world_.scenario().topology.hosts)
            addHost(host);
        for (int cell = 0; cell < int(world_.field().network().cells.size()); ++cell)
            addCell(cell);
        for (const auto& link : world_.scenario().topology.links)
            addLink(link);
        addTotals();
        a.loadCoupling = world_.loadCoupling();
        a.sinrMapping = world_.assumptions().sinrMapping;
        auto more = findViolations(world_, a);
        std::move(more.begin(), more.end(), std::back_inserter(a.violations));
        a.warnings = findWarnings(world_);
        a.feasible = a.violations.empty();
        return std::move(w_);
    }

private:
    void addGroup(std::size_t g) {
        const auto& group = world_.scenario().topology.groups[g];
        GroupResult result;
        result.id = group.id;
        result.name = group.name;
        result.users = int(world_.links(g).size());
        auto& users = w_.users.emplace_back();
        auto& load = w_.loads.emplace_back();
        if (const auto& plan = world_.plans()[g]) {
            load.plan = &*plan;
            evaluateUsers(g, *plan, users, load, result);
            describePlan(g, *plan, result);
            summarise(users, result);
            result.cooperation = cooperationOf(*plan, users);
            result.media =
                modeOf(enumKey(plan->workload->media), meansOf(users, &UserResult<NullRecorder>::media));
            result.storage = modeOf(enumKey(plan->deployment->deviceStorage),
                                    meansOf(users, &UserResult<NullRecorder>::storage));
            result.mobility = mobilityResult(world_, g, users);
            result.covered = world_.servedUsers(g);
        }
        w_.assessment.groups.push_back(std::move(result));
    }

    static void describeStages(const Plan& plan, const RequestModel<NullRecorder>& model,
                               GroupResult& result) {
        NullRecorder rec;
        for (std::size_t i = 0; i < plan.stages.size(); ++i) {
            const auto& stage = plan.stages[i];
            const auto& times = model.request.stages[i];
            StageResult one;
            if (const auto* host = stage.seat().host)
                one.host = host->id;
            one.place = stage.onDevice() ? "device" : stage.seat().host->name;
            one.firstLayer = std::max(0, stage.blocks.first - plan.accounting->blockOfLayer(0));
            one.layers = plan.layers(stage.blocks);
            for (const auto time : times.prefill)
                one.prefill += time;
            one.decode = times.decode;
            one.memory = stageMemory(rec, plan, stage);
            result.stages.push_back(std::move(one));
        }
    }

    void addRequests() {
        const auto requests = requestTimes(world_, w_.users);
        for (std::size_t g = 0; g < requests.size(); ++g)
            if (world_.plans()[g])
                w_.assessment.groups[g].requests = requestsResult(*world_.plans()[g], requests[g]);
    }

    void evaluateUsers(std::size_t g, const Plan& plan, GroupUsers& users, GroupLoad& load,
                       GroupResult& described) {
        NullRecorder rec;
        const auto model = requestModel(rec, world_, plan);
        load.group = g;
        load.uplink = model.request.messages.uplink;
        load.downlink = model.request.messages.downlink;
        describeStages(plan, model, described);
        for (std::size_t user = 0; user < world_.links(g).size(); ++user) {
            if (!world_.served(g, user))
                continue;
            auto result = evaluateUser(rec, world_, g, user, model);
            if (!result) {
                note(plan, result.error());
                return;
            }
            users.index.push_back(user);
            users.results.push_back(std::move(*result));
        }
    }

    void note(const Plan& plan, const Error& error) {
        w_.assessment.violations.push_back({ViolationKind::invalid,
                                            {EntityKind::userGroup, plan.group->id.value},
                                            error.message(),
                                            error.remedy,
                                            0.0,
                                            0.0,
                                            {}});
    }

    void describePlan(std::size_t g, const Plan& plan, GroupResult& result) {
        NullRecorder rec;
        result.deployment = plan.deployment->name;
        result.model = plan.model->name;
        result.workload = plan.workload->name;
        result.deviceMemory = deviceMemory(rec, plan);
        result.deviceCapacity = plan.device->memoryCapacity.value;
        result.deviceMemoryParts = deviceMemoryParts(plan);
        for (const auto& stage : plan.stages) {
            const auto halfWidth = [](const Seat& seat, const compute::Task& task) {
                return compute::uncertainty(*seat.device, task).halfWidth;
            };
            result.prefillUncertainty = std::max(result.prefillUncertainty,
                                                 halfWidth(stage.promptSeat(), promptTask(plan, stage, 0)));
            result.decodeUncertainty =
                std::max(result.decodeUncertainty, halfWidth(stage.seat(), decodeTask(plan, stage)));
        }
        if (auto privacy = privacyResult(plan, world_.assumptions(), world_.meanDraftLength(g)))
            result.privacy = std::move(*privacy);
        else
            note(plan, privacy.error());
    }

    static std::vector<Part<double>> meansOf(const GroupUsers& users,
                                             ModeFigures<NullRecorder> UserResult<NullRecorder>::*figures) {
        std::vector<Part<double>> means;
        for (const auto& user : users.results)
            for (std::size_t i = 0; i < (user.*figures).size(); ++i) {
                const auto& [key, name, value] = (user.*figures)[i];
                if (i == means.size())
                    means.push_back({key, name, 0.0});
                means[i].value += value / double(users.results.size());
            }
        return means;
    }
    static std::optional<ModeResult> modeOf(std::string_view kind, std::vector<Part<double>> figures) {
        if (figures.empty())
            return std::nullopt;
        return ModeResult{std::string(kind), std::move(figures)};
    }

    /// Means over the users of what the two models do together.
    static std::optional<CooperationResult> cooperationOf(const Plan& plan, const GroupUsers& users) {
        if (!plan.small)
            return std::nullopt;
        CooperationResult result{plan.deployment->cooperation, plan.small->model->name, {}};
        result.figures = meansOf(users, &UserResult<NullRecorder>::cooperation);
        return result;
    }

    static void summarise(const GroupUsers& users, GroupResult& result) {
        result.ttft = statistic<Seconds>(users, Figure::ttft);
        result.tpot = statistic<Seconds>(users, Figure::tpot);
        result.endToEnd = statistic<Seconds>(users, Figure::endToEnd);
        result.ttftParts = meanPhases(users, true);
        result.tpotParts = meanPhases(users, false);
        result.rsrp = statistic<DecibelMilliwatts>(users, Figure::rsrp);
        result.rssi = statistic<DecibelMilliwatts>(users, Figure::rssi);
        result.rsrq = statistic<Decibels>(users, Figure::rsrq);
        result.sinrDownlink = statistic<Decibels>(users, Figure::sinrDownlink);
        result.sinrUplink = statistic<Decibels>(users, Figure::sinrUplink);
        result.rateDownlink = statistic<BitsPerSecond>(users, Figure::rateDownlink);
        result.rateUplink = statistic<BitsPerSecond>(users, Figure::rateUplink);
        result.energy.device = Joules(users.mean(Figure::energyDevice));
        result.energy.radio = Joules(users.mean(Figure::energyRadio));
        result.energy.baseStation = Joules(users.mean(Figure::energyBaseStation));
        result.energy.transport = Joules(users.mean(Figure::energyTransport));
        result.energy.compute = Joules(users.mean(Figure::energyCompute));
        result.batteryShare = users.mean(Figure::batteryShare);
        result.carbonGrams = users.mean(Figure::carbonGrams);
        result.cost = users.mean(Figure::cost);
    }

    void addHost(const Host& host) {
        NullRecorder rec;
        HostResult result;
        result.id = host.id;
        result.name = host.name;
        const auto device = world_.facts().devices.find(host.device);
        const bool known = device != world_.facts().devices.end();
        result.device = known ? device->second.name : host.device;
        result.capacity = known ? device->second.memoryCapacity.value : Bytes();
        const auto plans = world_.plansOn(host.id);
        if (!plans.empty()) {
            result.memory = hostMemory<NullRecorder>(rec, host.id, plans);
            result.memoryParts = hostMemoryParts(host.id, plans);
        }
        for (const auto& arrival : world_.arrivals(host.id))
            result.requestRate += arrival.rate;
        result.utilisation = world_.utilisation(host.id);
        result.wait = hostWait(rec, world_, host);
        result.power = hostPower(world_, w_, host);
        w_.assessment.hosts.push_back(std::move(result));
    }

    void addCell(int index) {
        NullRecorder rec;
        const auto& cell = world_.field().network().cells[std::size_t(index)];
        CellResult result;
        result.id = cell.sector.id;
        result.site = cell.site;
        const auto* site = findById(world_.scenario().topology.sites, cell.site);
        result.name = (site ? site->name + " " : std::string()) + cell.sector.name;
        result.activeUsers = world_.field().cellUsers()[std::size_t(index)].active;
        result.utilisationDownlink = cellUtilisation(rec, world_, w_.loads, index, radio::Direction::down);
        result.utilisationUplink = cellUtilisation(rec, world_, w_.loads, index, radio::Direction::up);
        double sinr = 0.0;
        for (std::size_t g = 0; g < world_.plans().size(); ++g)
            for (const auto& link : world_.links(g))
                if (link.cell == index && link.covered) {
                    ++result.users;
                    sinr += link.down.sinr.db();
                }
        result.meanSinr = Decibels(result.users > 0 ? sinr / result.users : 0.0);
        const auto& carrier = world_.field().network().carriers[std::size_t(cell.carrier)];
        result.elementPower = cell.sector.power - toDecibels(12.0 * carrier.down.blocks);
        result.pci = cell.sector.pci;
        result.loadDownlink = cell.sector.load;
        result.loadUplink = cell.uplinkLoad;
        result.uplinkGrant = uplinkGrant(rec, world_, index);
        result.downlinkDelay = downlinkDelay(rec, world_, index);
        w_.assessment.cells.push_back(std::move(result));
    }

    void addLink(const Link& link) {
        NullRecorder rec;
        const auto& topology = world_.scenario().topology;
        const auto& assumed = world_.assumptions();
        LinkResult result;
        result.id = link.id;
        result.name = link.name;
        result.inService = link.enabled;
        result.offered = world_.traffic().on(link.id).busier();
        result.fade = transport::rainFade(rec, topology, assumed, link) +
                      transport::gasFade(rec, topology, assumed, link);
        result.capacity = transport::linkCapacity(rec, topology, assumed, link);
        result.utilisation = transport::utilisation(rec, topology, assumed, world_.traffic(), link);
        result.wait = transport::queueingDelay(rec, topology, assumed, world_.traffic(), link);
        result.delay = transport::loadedDelay(rec, topology, assumed, world_.traffic(), link);
        w_.assessment.links.push_back(std::move(result));
    }

    void addTotals() {
        auto& t = w_.assessment.totals;
        for (std::size_t g = 0; g < w_.assessment.groups.size(); ++g) {
            const auto& group = w_.assessment.groups[g];
            t.users += group.users;
            t.covered += group.covered;
            if (!w_.loads[g].plan)
                continue;
            const Hertz rate = w_.loads[g].plan->workload->requestRate * double(group.covered);
            t.requestRate += rate;
            const Hertz served = rate * world_.servedShare(*w_.loads[g].plan);
            t.power += served * group.energy.total();
            t.carbonGramsPerHour += served.si() * 3600.0 * group.carbonGrams;
            t.costPerHour += served.si() * 3600.0 * group.cost;
        }
    }

    const World& world_;
    Working w_;
};

} // namespace

Working work(const World& world) {
    return Worker(world).run();
}

Watts hostPower(const World& world, const Working& working, const Host& host) {
    Watts power;
    for (std::size_t g = 0; g < world.plans().size(); ++g) {
        const auto& plan = world.plans()[g];
        if (plan && plan->uses(host.id))
            power += plan->workload->requestRate * double(working.users[g].results.size()) *
                     world.servedShare(*plan) * working.users[g].meanEnergy(plan->numberOf(host.id));
    }
    return power;
}

} // namespace assessing

Assessment assess(const Scenario& scenario, const Facts& facts) {
    const assessing::World world(scenario, facts);
    return assessing::work(world).assessment;
}

} // namespace cellwright
