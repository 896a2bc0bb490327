// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/world.h"

#include "analytics/assess/request.h"
#include "analytics/scenario/validate.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

/// Groups that never use the radio do not share its cells.
Topology radioTopology(const Scenario& scenario) {
    Topology topology = scenario.topology;
    for (auto& group : topology.groups) {
        const auto* deployment = findById(scenario.deployments, group.deployment);
        if (deployment && deployment->placement == Placement::device)
            group.activeShare = 0.0;
    }
    return topology;
}

} // namespace

World::World(const Scenario& scenario, const Facts& facts)
    : scenario_(scenario)
    , facts_(facts) {
    checkScenario();
    if (!problems_.empty())
        return;
    makePlans();
    findRoutes();
    if (!makeRadio())
        return;
    measureRoutes();
    countArrivals();
}

void World::checkScenario() {
    for (const auto& problem : validate(scenario_))
        problems_.push_back(
            {ViolationKind::invalid, problem.entity, problem.what, problem.remedy, 0.0, 0.0, {}});
}

void World::makePlans() {
    for (const auto& group : scenario_.topology.groups)
        plans_.push_back(makePlan(scenario_, facts_, group, problems_));
}

bool World::makeRadio() {
    const auto options = radio::radioOptions(scenario_.assumptions);
    auto field = radio::UserField::make(radioTopology(scenario_), options, priorities());
    if (!field) {
        problems_.push_back(
            {ViolationKind::invalid, {}, field.error().message(), field.error().remedy, 0.0, 0.0, {}});
        return false;
    }
    field_ = std::move(*field);
    findAccess();
    if (assumptions().coupledLoad)
        coupleLoads();
    makeLinks();
    return true;
}

void World::makeLinks() {
    NullRecorder rec;
    links_.clear();
    for (std::size_t g = 0; g < field_->groups().size(); ++g) {
        const auto& group = field_->groups()[g];
        auto& links = links_.emplace_back();
        links.reserve(group.positions.size());
        for (std::size_t user = 0; user < group.positions.size(); ++user) {
            const auto sharing = field_->sharing(group.levels.cell[user], g);
            links.push_back(radio::evaluateUser(rec, *field_, group.positions[user], group.group, sharing,
                                                group.indoors[user]));
        }
    }
}

/// Traffic of the users who would be served if no cell disturbed another.
radio::Demands World::demands() const {
    radio::Demands all(links_.size());
    for (std::size_t g = 0; g < links_.size(); ++g) {
        all[g].resize(links_[g].size());
        if (!plans_[g] || !plans_[g]->usesHost())
            continue;
        const auto messages = requestMessages(*plans_[g], assumptions());
        const double rate = plans_[g]->workload->requestRate.si();
        for (std::size_t user = 0; user < links_[g].size(); ++user)
            if (served(g, user))
                all[g][user] = {BitsPerSecond(rate * toBits(messages.downlink).si()),
                                BitsPerSecond(rate * toBits(messages.uplink).si())};
    }
    return all;
}

void World::coupleLoads() {
    const std::vector<double> silent(field_->network().cells.size(), 0.0);
    field_->setLoads(silent, silent);
    makeLinks();
    const auto loads = radio::coupleLoads(*field_, demands());
    field_->setLoads(loads.down.load, loads.up.load);
    loadCoupling_ = {true,
                     loads.converged(),
                     loads.down.unique && loads.up.unique,
                     loads.down.iterations,
                     loads.up.iterations,
                     {}};
    for (std::size_t i = 0; i < silent.size(); ++i)
        if (loads.down.demand[i] > 1.0 || loads.up.demand[i] > 1.0)
            loadCoupling_.overloaded.push_back(field_->network().cells[i].sector.id);
}

std::vector<double> World::priorities() const {
    std::vector<double> all;
    for (const auto& group : scenario_.topology.groups) {
        const auto* workload = findById(scenario_.workloads, group.workload);
        all.push_back(workload ? workload->priority : 1.0);
    }
    return all;
}

void World::findAccess() {
    if (assumptions().uplinkGrantDelay && assumptions().downlinkDelay)
        return; // given, nobody asks
    for (const auto& carrier : field_->network().carriers) {
        const auto slots = radio::slotPattern(carrier.carrier);
        const auto delays =
            slots ? nr::accessDelays(*slots, carrier.carrier.configuredGrant) : Expected<nr::AccessDelays>();
        access_.push_back(delays.value_or(nr::AccessDelays{}));
    }
}

const nr::AccessDelays& World::access(int cell) const {
    return access_[std::size_t(field_->network().cells[std::size_t(cell)].carrier)];
}

void World::findRoutes() {
    const transport::Graph graph(scenario_.topology, assumptions());
    std::map<HostId, transport::Graph::Tree> trees;
    for (const auto& plan : plans_) {
        if (!plan || !plan->usesHost() || trees.contains(plan->host->id))
            continue;
        const auto host = plan->host->id;
        const auto& tree = trees[host] = graph.treeTo({{}, host});
        for (const auto& site : scenario_.topology.sites)
            if (auto route = graph.routeIn(tree, {site.id, {}}))
                routes_.emplace(Ends(site.id, host), std::move(*route));
    }
}

void World::addTraffic(std::size_t group, transport::Traffic& traffic) const {
    const auto& plan = plans_[group];
    if (!plan || !plan->usesHost())
        return;
    const auto messages = requestMessages(*plan, assumptions());
    std::map<SiteId, int> users;
    for (std::size_t user = 0; user < links_[group].size(); ++user)
        if (served(group, user))
            ++users[links_[group][user].site];
    for (const auto& [site, count] : users) {
        const double rate = plan->workload->requestRate.si() * count;
        traffic.add(*route(site, plan->host->id), BitsPerSecond(rate * toBits(messages.uplink).si()),
                    BitsPerSecond(rate * toBits(messages.downlink).si()));
    }
}

void World::measureRoutes() {
    traffic_ = transport::Traffic(scenario_.topology);
    for (std::size_t g = 0; g < plans_.size(); ++g)
        addTraffic(g, traffic_);
    NullRecorder rec;
    for (std::size_t g = 0; g < plans_.size(); ++g)
        if (plans_[g] && plans_[g]->usesHost())
            for (const auto& link : links_[g]) {
                const Ends ends(link.site, plans_[g]->host->id);
                const auto* way = route(ends.first, ends.second);
                if (way && !metrics_.contains(ends))
                    metrics_.emplace(ends, transport::routeMetrics(rec, scenario_.topology, assumptions(),
                                                                   traffic_, *way));
            }
}

transport::Traffic World::trafficOf(std::size_t group) const {
    transport::Traffic traffic(scenario_.topology);
    addTraffic(group, traffic);
    return traffic;
}

const transport::Route* World::route(SiteId site, HostId host) const {
    const auto found = routes_.find({site, host});
    return found == routes_.end() ? nullptr : &found->second;
}

const transport::RouteMetrics<NullRecorder>& World::routeMetrics(SiteId site, HostId host) const {
    return metrics_.at({site, host});
}

bool World::serves(std::size_t group, const radio::UserLink& link) const {
    const auto& plan = plans_[group];
    return plan && (!plan->usesHost() || (link.covered && route(link.site, plan->host->id)));
}

bool World::served(std::size_t group, std::size_t user) const {
    return serves(group, links_[group][user]);
}

int World::servedUsers(std::size_t group) const {
    int count = 0;
    for (std::size_t user = 0; user < links_[group].size(); ++user)
        count += served(group, user);
    return count;
}

void World::countArrivals() {
    for (std::size_t g = 0; g < plans_.size(); ++g)
        if (plans_[g] && plans_[g]->usesHost())
            arrivals_[plans_[g]->host->id].push_back(
                {plans_[g]->workload->requestRate * double(servedUsers(g)),
                 hostServiceTime(*plans_[g], assumptions())});
    NullRecorder rec;
    for (const auto& host : scenario_.topology.hosts)
        if (const auto found = arrivals_.find(host.id); found != arrivals_.end())
            utilisation_.emplace(host.id, inference::utilisation(rec, found->second, host.count));
}

std::vector<const Plan*> World::plansOn(HostId host) const {
    std::vector<const Plan*> found;
    for (const auto& plan : plans_)
        if (plan && plan->usesHost() && plan->host->id == host)
            found.push_back(&*plan);
    return found;
}

const std::vector<inference::Arrival>& World::arrivals(HostId host) const {
    static const std::vector<inference::Arrival> none;
    const auto found = arrivals_.find(host);
    return found == arrivals_.end() ? none : found->second;
}

double World::utilisation(HostId host) const {
    const auto found = utilisation_.find(host);
    return found == utilisation_.end() ? 0.0 : found->second;
}

double World::servedShare(const Plan& plan) const {
    return plan.usesHost() ? std::min(1.0, 1.0 / std::max(utilisation(plan.host->id), 1e-9)) : 1.0;
}

double World::siteLoad(const Site& site) const {
    double sum = 0.0, count = 0.0;
    for (const auto& cell : field_->network().cells)
        if (cell.site == site.id) {
            sum += cell.sector.load;
            count += 1.0;
        }
    return count > 0.0 ? sum / count : 0.0;
}

} // namespace cellwright::assessing
