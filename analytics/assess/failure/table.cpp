// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure/compare.h"
#include "analytics/transport/detour.h"
#include "analytics/transport/weak_points.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

namespace cellwright {
namespace {

using assessing::Figure;

/// Served users of one group whose data go the same way: from their site to a host, or from host to host.
struct Cluster {
    std::size_t group = 0;
    int place = -1;
    std::vector<std::size_t> results; ///< in the group's results
    double oneWay = 0.0;              ///< times that the way is part of the way to the hosts,
    double first = 0.0;               ///< that it is gone before the first token
    double perToken = 0.0;            ///< and for each later one
};

/// How much later something arrives, in seconds.
struct Late {
    double oneWay = 0.0, first = 0.0, perToken = 0.0;
};

/// The network as it stands, ready to be broken in one place after the other.
class Table {
public:
    Table(const Scenario& scenario, const Facts& facts)
        : scenario_(scenario)
        , facts_(facts)
        , world_(scenario, facts)
        , graph_(scenario.topology, scenario.assumptions)
        , weak_(transport::weakPoints(graph_))
        , bridges_(weak_.bridges.begin(), weak_.bridges.end())
        , cuts_(weak_.cutPlaces.begin(), weak_.cutPlaces.end()) {}

    [[nodiscard]] bool usable() const { return world_.usable(); }
    [[nodiscard]] const assessing::World& world() const { return world_; }

    void prepare() {
        working_ = assessing::work(world_);
        for (std::size_t g = 0; g < world_.plans().size(); ++g)
            if (world_.plans()[g] && world_.plans()[g]->usesHost())
                addGroup(g);
    }

    FailureRow link(const Link& link) {
        auto row = start({EntityKind::link, link.id.value}, link.name);
        row.onlyWay = bridges_.contains(link.id);
        for (auto& [host, detours] : detours_)
            take(host, detours.withoutLink(link.id));
        return finish(std::move(row));
    }

    FailureRow host(const Host& host) {
        auto row = start({EntityKind::host, host.id.value}, host.name);
        const int place = graph_.place({{}, host.id});
        row.onlyWay = cuts_.contains(place);
        for (auto& [other, detours] : detours_)
            take(other, detours.withoutPlace(place));
        return finish(std::move(row));
    }

    FailureRow site(const Site& site) {
        auto row = start({EntityKind::site, site.id.value}, site.name);
        const int place = graph_.place({site.id, {}});
        row.onlyWay = cuts_.contains(place);
        if (hasUsers(place))
            return whole(std::move(row));
        for (auto& [host, detours] : detours_)
            take(host, detours.withoutPlace(place));
        return finish(std::move(row));
    }

private:
    void addGroup(std::size_t g) {
        const auto& plan = *world_.plans()[g];
        const auto& users = working_.users[g];
        std::vector<std::size_t> everyone(users.results.size());
        std::iota(everyone.begin(), everyone.end(), std::size_t(0));
        std::map<int, std::vector<std::size_t>> bySite;
        for (const auto i : everyone)
            bySite[graph_.place({users.results[i].link.site, {}})].push_back(i);
        for (const auto& passage : plan.passages()) {
            const bool first = passage.first;
            Cluster cluster{
                g, -1, {}, first && passage.to ? 1.0 : 0.0, first ? 1.0 : 0.0, passage.later ? 1.0 : 0.0};
            const auto target = passage.host().id;
            if (passage.betweenHosts()) {
                cluster.results = everyone;
                add(target, graph_.place({{}, passage.from->id}), std::move(cluster));
                continue;
            }
            for (const auto& [place, results] : bySite) {
                cluster.results = results;
                withUsers_.insert(place);
                add(target, place, cluster);
            }
        }
    }
    void add(HostId target, int place, Cluster cluster) {
        detours_.try_emplace(target, graph_, Endpoint{{}, target});
        cluster.place = place;
        clusters_[{target, place}].push_back(std::move(cluster));
    }
    [[nodiscard]] bool hasUsers(int place) const { return withUsers_.contains(place); }

    FailureRow start(EntityRef failed, const std::string& name) {
        later_.clear();
        FailureRow row;
        row.failed = failed;
        row.name = name;
        return row;
    }

    /// Remembers how much later the messages of the users behind a failure arrive.
    void take(HostId host, const std::vector<transport::Detour>& detours) {
        for (const auto& detour : detours) {
            const auto found = clusters_.find({host, detour.place});
            if (found == clusters_.end())
                continue;
            for (const auto& cluster : found->second)
                take(cluster, detour);
        }
    }
    void take(const Cluster& cluster, const transport::Detour& detour) {
        const double change = detour.after.reached() ? detour.after.delay - detour.before.delay : INFINITY;
        const auto add = [change](double& sum, double times) { sum += times > 0.0 ? times * change : 0.0; };
        for (const auto result : cluster.results) {
            auto& late = later_[cluster.group][result];
            add(late.oneWay, cluster.oneWay);
            add(late.first, cluster.first);
            add(late.perToken, cluster.perToken);
        }
    }

    FailureRow finish(FailureRow row) {
        for (const auto& [group, later] : later_) {
            for (const auto& [result, late] : later)
                count(group, late, row);
            for (const auto& target : assessing::targetsOf(*world_.plans()[group]))
                if (target.limit && breaks(group, later, target.figure, target.limit->si()))
                    row.brokenTargets.push_back(working_.assessment.groups[group].name + ": " + target.name);
        }
        return row;
    }
    void count(std::size_t group, const Late& late, FailureRow& row) {
        if (std::isfinite(late.first + late.perToken)) {
            ++row.rerouted;
            row.worstDelayChange = std::max(row.worstDelayChange, Seconds(late.oneWay));
        } else {
            ++row.lost;
            row.requestsLost += world_.plans()[group]->workload->requestRate;
        }
    }

    /// How much a figure grows.
    [[nodiscard]] double growth(std::size_t group, Figure figure, const Late& late) const {
        const auto& plan = *world_.plans()[group];
        return figure == Figure::ttft ? late.first
               : figure == Figure::tpot
                   ? late.perToken
                   : late.first + late.perToken * double(plan.workload->outputTokens - 1);
    }

    [[nodiscard]] bool breaks(std::size_t group, const std::map<std::size_t, Late>& later, Figure figure,
                              double limit) const {
        auto values = working_.users[group].values(figure);
        if (percentile(values) > limit)
            return false;
        for (const auto& [result, late] : later)
            values[result] = std::isfinite(late.first + late.perToken)
                                 ? values[result] + growth(group, figure, late)
                                 : -1.0;
        std::erase(values, -1.0); // those without service have no times
        return !values.empty() && percentile(values) > limit;
    }
    static double percentile(std::vector<double> values) {
        const auto at = std::ptrdiff_t(assessing::nearestRank(0.95, values.size())) - 1;
        std::ranges::nth_element(values, values.begin() + at);
        return values[std::size_t(at)];
    }

    /// A site with users: their neighbours' radio decides, so the scenario is assessed without it.
    FailureRow whole(FailureRow row) {
        const auto down = withFailure(scenario_, row.failed);
        const assessing::World after(*down, facts_);
        if (!after.usable())
            return row;
        const auto assessed = assessing::work(after).assessment;
        for (std::size_t g = 0; g < world_.plans().size(); ++g) {
            const auto impact = assessing::compareGroup(world_, after, g);
            row.lost += impact.lost;
            row.rerouted += impact.rerouted;
            row.worstDelayChange = std::max(row.worstDelayChange, impact.worstDelayChange);
            if (const auto& plan = world_.plans()[g])
                row.requestsLost += plan->workload->requestRate * double(impact.lost);
            for (const auto& target : assessing::brokenTargets(
                     world_.plans()[g], working_.assessment.groups[g], assessed.groups[g]))
                row.brokenTargets.push_back(impact.name + ": " + target);
        }
        return row;
    }

    const Scenario& scenario_;
    const Facts& facts_;
    assessing::World world_;
    assessing::Working working_;
    transport::Graph graph_;
    transport::WeakPoints weak_;
    std::unordered_set<LinkId> bridges_;
    std::unordered_set<int> cuts_, withUsers_;
    std::map<HostId, transport::Detours> detours_;
    std::map<std::pair<HostId, int>, std::vector<Cluster>> clusters_;
    std::map<std::size_t, std::map<std::size_t, Late>> later_; ///< by group and result
};

} // namespace

Expected<std::vector<FailureRow>> allFailures(const Scenario& scenario, const Facts& facts,
                                              const std::function<bool(const FailureRow&)>& onRow) {
    Table table(scenario, facts);
    if (!table.usable())
        return failure(table.world().problems().empty() ? std::string("the scenario cannot be assessed")
                                                        : table.world().problems().front().what,
                       "scenario \"" + scenario.name + "\"", "mend the scenario first; see `evaluate`");
    table.prepare();
    std::vector<FailureRow> rows;
    bool going = true;
    const auto add = [&](FailureRow row) {
        rows.push_back(std::move(row));
        going = !onRow || onRow(rows.back());
    };
    for (const auto& link : scenario.topology.links)
        if (going && link.enabled)
            add(table.link(link));
    for (const auto& site : scenario.topology.sites)
        if (going)
            add(table.site(site));
    for (const auto& host : scenario.topology.hosts)
        if (going && host.enabled)
            add(table.host(host));
    return rows;
}

} // namespace cellwright
