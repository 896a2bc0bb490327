// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/world.h"

#include "analytics/assess/modes/storage.h"
#include "analytics/assess/queues/serving.h"
#include "analytics/assess/request.h"
#include "analytics/assess/user.h"
#include "analytics/scenario/validate.h"

#include <algorithm>
#include <set>

namespace cellwright::assessing {
namespace {

/// Groups that never use the radio do not share its cells.
Topology radioTopology(const Scenario& scenario, const std::vector<std::optional<Plan>>& plans) {
    Topology topology = scenario.topology;
    for (std::size_t g = 0; g < topology.groups.size(); ++g) {
        auto& group = topology.groups[g];
        const auto* deployment = findById(scenario.deployments, group.deployment);
        if (plans[g] ? !plans[g]->usesNetwork() : deployment && deployment->placement == Placement::device)
            group.activeShare = 0.0;
        else if (plans[g])
            group.activeShare *= plans[g]->hostShare();
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
    prepareDrafts();
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
    auto field = radio::UserField::make(radioTopology(scenario_, plans_), options, priorities());
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
        if (!plans_[g] || !plans_[g]->usesNetwork())
            continue;
        const auto alone = requestMessages(*plans_[g], assumptions());
        const double rate = plans_[g]->askingRate().si();
        for (std::size_t user = 0; user < links_[g].size(); ++user) {
            if (!served(g, user))
                continue;
            const auto messages = plans_[g]->speculates() ? messagesOf(g, links_[g][user]) : alone;
            all[g][user] = {BitsPerSecond(rate * toBits(messages.downlink).si()),
                            BitsPerSecond(rate * toBits(messages.uplink).si())};
        }
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
    const auto find = [&](const Endpoint& from, const Host& to) {
        auto [tree, fresh] = trees.try_emplace(to.id);
        if (fresh)
            tree->second = graph.treeTo({{}, to.id});
        if (auto route = graph.routeIn(tree->second, from))
            routes_.emplace(endsOf(from, {{}, to.id}), std::move(*route));
    };
    for (const auto& plan : plans_)
        for (const auto& passage : plan ? plan->passages() : std::vector<Passage>())
            if (passage.betweenHosts()) {
                find({{}, passage.from->id}, *passage.to);
            } else {
                for (const auto& site : scenario_.topology.sites)
                    find({site.id, {}}, passage.host());
            }
    for (const auto& plan : plans_)
        joined_.push_back(plan && apart(*plan).empty());
}

std::vector<World::Flow> World::flows(std::size_t group) const {
    std::vector<Flow> all;
    const auto& plan = plans_[group];
    if (!plan || !plan->usesNetwork())
        return all;
    NullRecorder rec;
    std::map<std::pair<int, SiteId>, int> users; // by draft length and site
    for (std::size_t user = 0; user < links_[group].size(); ++user)
        if (const auto& link = links_[group][user]; served(group, user))
            ++users[{draftsOf(group, link), link.site}];
    for (const auto& [who, count] : users) {
        const auto& [drafts, site] = who;
        for (const auto& stream :
             streams(rec, *plan, messagesOf(group, drafts), double(plan->workload->outputTokens))) {
            const auto* way = stream.from && stream.to
                                  ? route({{}, stream.from->id}, {{}, stream.to->id})
                                  : route({site, {}}, {{}, (stream.from ? stream.from : stream.to)->id});
            all.push_back(
                {way, stream.to != nullptr, plan->askingRate() * double(count), stream.bytes, stream.what});
        }
    }
    return all;
}

void World::prepareDrafts() {
    NullRecorder rec;
    const transport::Traffic none(scenario_.topology);
    for (std::size_t g = 0; g < plans_.size(); ++g) {
        if (!plans_[g] || !plans_[g]->speculates())
            continue;
        const auto& plan = *plans_[g];
        auto& drafting = drafting_[g];
        drafting.model = requestModel(rec, *this, plan, false);
        drafting.model.preparation.coldBusy.clear(); // counted by addArrivals()
        drafting.verify = verifyTimes(plan, plan.deployment->draftLength.value_or(longestDraft));
        for (const auto& site : scenario_.topology.sites)
            if (const auto* way = route(site.id, plan.promptHost().id))
                drafting.quiet.emplace(
                    site.id, transport::routeMetrics(rec, scenario_.topology, assumptions(), none, *way));
    }
}

int World::draftLength(std::size_t group, const LinkPlace& link) const {
    const auto& plan = *plans_[group];
    if (plan.deployment->draftLength)
        return *plan.deployment->draftLength;
    const auto& drafting = drafting_.at(group);
    const auto quiet = drafting.quiet.find(link.site);
    if (quiet == drafting.quiet.end())
        return 0;
    NullRecorder rec;
    inference::Network<NullRecorder> network;
    network.uplinkRate = link.uplink;
    network.downlinkRate = link.downlink;
    network.there = network.back = {quiet->second.emptyDelay, quiet->second.bottleneck};
    network.uplinkGrant = uplinkGrant(rec, *this, link.cell);
    network.downlinkDelay = downlinkDelay(rec, *this, link.cell);
    network.coreDelay = assumptions().coreDelay;
    return chooseDraftLength(plan, assumptions(), drafting.model, drafting.verify, network).length;
}

int World::draftsOf(std::size_t group, const radio::UserLink& link) const {
    const LinkPlace place{link.site, link.cell, link.up.rateShared, link.down.rateShared};
    return plans_[group]->speculates() ? draftLength(group, place) : 0;
}

double World::meanDraftLength(std::size_t group) const {
    if (!plans_[group] || !plans_[group]->speculates())
        return 0.0;
    double sum = 0.0;
    for (std::size_t user = 0; user < links_[group].size(); ++user)
        if (served(group, user))
            sum += draftsOf(group, links_[group][user]);
    return sum / std::max(1, servedUsers(group));
}

inference::Messages<NullRecorder> World::messagesOf(std::size_t group, int draftLength) const {
    const auto& plan = *plans_[group];
    const auto alone = requestMessages(plan, assumptions());
    NullRecorder rec;
    return draftLength == 0 ? alone : speculativeMessages(rec, plan, assumptions(), alone, draftLength);
}

inference::Messages<NullRecorder> World::messagesOf(std::size_t group, const radio::UserLink& link) const {
    return messagesOf(group, draftsOf(group, link));
}

void World::measureRoutes() {
    traffic_ = transport::Traffic(scenario_.topology);
    for (std::size_t g = 0; g < plans_.size(); ++g)
        for (const auto& flow : flows(g)) {
            const BitsPerSecond bits(flow.rate.si() * toBits(flow.bytes).si());
            traffic_.add(*flow.route, flow.along ? bits : BitsPerSecond(),
                         flow.along ? BitsPerSecond() : bits);
        }
    std::set<std::int64_t> used{0}; // nothing stands for a route between hosts
    for (std::size_t g = 0; g < plans_.size(); ++g)
        for (const auto& link : links_[g])
            if (plans_[g] && plans_[g]->usesHost())
                used.insert(link.site.value);
    NullRecorder rec;
    for (const auto& [ends, way] : routes_)
        if (used.contains(ends[0]))
            metrics_.emplace(ends,
                             transport::routeMetrics(rec, scenario_.topology, assumptions(), traffic_, way));
}

const transport::Route* World::route(const Endpoint& from, const Endpoint& to) const {
    const auto found = routes_.find(endsOf(from, to));
    return found == routes_.end() ? nullptr : &found->second;
}

transport::RouteMetrics<NullRecorder> World::routeMetrics(const Endpoint& from, const Endpoint& to) const {
    if (const auto found = metrics_.find(endsOf(from, to)); found != metrics_.end())
        return found->second;
    NullRecorder rec;
    return transport::routeMetrics(rec, scenario_.topology, assumptions(), traffic_, *route(from, to));
}

std::vector<Passage> World::apart(const Plan& plan) const {
    std::vector<Passage> found;
    for (const auto& passage : plan.passages())
        if (passage.betweenHosts() && !route({{}, passage.from->id}, {{}, passage.to->id}))
            found.push_back(passage);
    return found;
}

bool World::serves(std::size_t group, const radio::UserLink& link) const {
    const auto& plan = plans_[group];
    if (!plan || !plan->usesNetwork())
        return plan.has_value();
    if (plan->source)
        return link.covered && route(link.site, plan->source->id);
    return link.covered && joined_[group] && route(link.site, plan->promptHost().id) &&
           route(link.site, plan->firstHost().id) && route(link.site, plan->lastHost().id);
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

/// Those that find the model loaded, and those that the host loads it for.
void World::addArrivals(const Plan& plan, std::size_t computer, Hertz rate, Seconds service) {
    auto& arrivals = arrivals_[plan.computers[computer].host->id];
    const double cold = plan.deployment->coldShare;
    const double periodic =
        plan.workload->arrivals == Arrivals::periodic ? rate / plan.workload->requestRate : 0.0;
    if (cold < 1.0)
        arrivals.push_back({rate * (1.0 - cold), service, periodic});
    if (cold > 0.0)
        arrivals.push_back({rate * cold, service + coldLoad(*this, plan, computer), 0.0});
}

void World::countArrivals() {
    NullRecorder none;
    for (std::size_t g = 0; g < plans_.size(); ++g) {
        const auto& plan = plans_[g];
        if (!plan || !plan->usesHost() || !joined_[g])
            continue;
        std::map<int, int> users; // by draft length
        for (std::size_t user = 0; user < links_[g].size(); ++user)
            if (served(g, user))
                ++users[draftsOf(g, links_[g][user])];
        const auto alone = serviceTimes(*this, *plan);
        for (const auto& [drafts, count] : users) {
            const auto times =
                drafts == 0 ? alone
                            : withDrafts(none, *plan, assumptions(), drafting_.at(g).model, drafts).busy;
            for (std::size_t i = 1; i < times.size(); ++i)
                addArrivals(*plan, i, plan->askingRate() * double(count), times[i]);
        }
    }
    findBatches();
    NullRecorder rec;
    for (const auto& host : scenario_.topology.hosts)
        if (const auto found = arrivals_.find(host.id); found != arrivals_.end())
            utilisation_.emplace(host.id, inference::utilisation(rec, found->second, host.count));
}

/// Where hosts batch by iterations a request takes its share of a full batch.
void World::findBatches() {
    for (auto& [id, arrivals] : arrivals_) {
        auto batch = hostBatch(*this, id);
        if (!batch)
            continue;
        const auto plans = plansOn(id);
        // Plans that bring several kinds of requests keep the processor times of being served whole.
        for (std::size_t i = 0; arrivals.size() == plans.size() && i < plans.size(); ++i)
            if (const auto kind = std::ranges::find(batch->groups, plans[i]->group->id);
                kind != batch->groups.end())
                arrivals[i].service =
                    Seconds(batch->queue.fullShare(std::size_t(kind - batch->groups.begin())));
        batches_.emplace(id, std::move(*batch));
    }
}

const HostBatch* World::batch(HostId host) const {
    const auto found = batches_.find(host);
    return found == batches_.end() ? nullptr : &found->second;
}

std::vector<const Plan*> World::plansOn(HostId host) const {
    std::vector<const Plan*> found;
    for (const auto& plan : plans_)
        if (plan && plan->uses(host))
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
    double share = 1.0;
    for (std::size_t i = 1; i < plan.computers.size(); ++i)
        share = std::min(share, 1.0 / std::max(utilisation(plan.computers[i].host->id), 1e-9));
    return share;
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
