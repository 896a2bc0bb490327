// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure/compare.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

Endpoint endOf(const Host* host, SiteId site) {
    return host ? Endpoint{{}, host->id} : Endpoint{site, {}};
}

/// From the site to the first host and through all others.
Seconds delayOf(const World& world, const Plan& plan, std::size_t group, std::size_t user) {
    const auto site = world.links(group)[user].site;
    Seconds sum;
    for (const auto& passage : plan.passages())
        if (passage.to && passage.first)
            sum += world.routeMetrics(endOf(passage.from, site), endOf(passage.to, site)).delay;
    return sum;
}

bool sameWay(const World& before, const World& after, const Plan& plan, std::size_t group, std::size_t user) {
    const auto was = before.links(group)[user].site, is = after.links(group)[user].site;
    const auto route = [](const World& world, const Passage& passage, SiteId site) {
        const auto* from = passage.to ? passage.from : nullptr;
        return *world.route(endOf(from, site), endOf(&passage.host(), site));
    };
    return was == is && std::ranges::all_of(plan.passages(), [&](const Passage& passage) {
               return route(before, passage, was) == route(after, passage, is);
           });
}

} // namespace

std::string nameOfFailed(const Scenario& scenario, EntityRef failed) {
    const auto& t = scenario.topology;
    if (failed.kind == EntityKind::link)
        if (const auto* link = findById(t.links, LinkId{failed.id}))
            return link->name;
    if (failed.kind == EntityKind::site)
        if (const auto* site = findById(t.sites, SiteId{failed.id}))
            return site->name;
    if (failed.kind == EntityKind::host)
        if (const auto* host = findById(t.hosts, HostId{failed.id}))
            return host->name;
    return {};
}

GroupImpact compareGroup(const World& before, const World& after, std::size_t group) {
    GroupImpact impact;
    const auto& entry = before.scenario().topology.groups[group];
    impact.id = entry.id;
    impact.name = entry.name;
    const auto& plan = before.plans()[group];
    if (!plan || !after.plans()[group])
        return impact;
    Seconds sum;
    for (std::size_t user = 0; user < before.links(group).size(); ++user) {
        if (!before.served(group, user))
            continue;
        ++impact.servedBefore;
        if (!after.served(group, user)) {
            ++impact.lost;
            continue;
        }
        if (!plan->usesHost() || sameWay(before, after, *plan, group, user))
            continue;
        ++impact.rerouted;
        const auto change = delayOf(after, *plan, group, user) - delayOf(before, *plan, group, user);
        sum += change;
        impact.worstDelayChange = std::max(impact.worstDelayChange, change);
    }
    if (impact.rerouted > 0)
        impact.meanDelayChange = sum / double(impact.rerouted);
    return impact;
}

std::vector<Target> targetsOf(const Plan& plan) {
    const auto& w = *plan.workload;
    return {{"time to first token", w.ttftTarget, Figure::ttft},
            {"time per output token", w.tpotTarget, Figure::tpot},
            {"end-to-end time", w.endToEndTarget, Figure::endToEnd}};
}

std::vector<std::string> brokenTargets(const std::optional<Plan>& plan, const GroupResult& before,
                                       const GroupResult& after) {
    std::vector<std::string> broken;
    if (!plan || before.covered == 0 || after.covered == 0)
        return broken;
    const auto p95 = [](const GroupResult& group, Figure figure) {
        return figure == Figure::ttft   ? group.ttft.p95
               : figure == Figure::tpot ? group.tpot.p95
                                        : group.endToEnd.p95;
    };
    for (const auto& target : targetsOf(*plan))
        if (target.limit && p95(before, target.figure) <= *target.limit &&
            p95(after, target.figure) > *target.limit)
            broken.emplace_back(target.name);
    return broken;
}

} // namespace cellwright::assessing
