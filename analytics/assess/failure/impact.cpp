// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure.h"
#include "analytics/assess/failure/compare.h"
#include "analytics/scenario/schema.h"

#include <algorithm>

namespace cellwright {
namespace {

void takeDown(Scenario& scenario, const Site& site) {
    findById(scenario.topology.sites, site.id)->enabled = false;
    for (auto& link : scenario.topology.links)
        if (link.from.site == site.id || link.to.site == site.id)
            link.enabled = false;
}

/// What a violation is about, without its numbers: to know it again.
std::string keyOf(const Violation& violation) {
    return std::string(violationKey(violation.kind)) + std::to_string(int(violation.entity.kind)) + " " +
           std::to_string(violation.entity.id) + " " + violation.unit;
}

std::vector<Violation> fresh(const Assessment& before, const Assessment& after) {
    std::vector<std::string> known;
    for (const auto& violation : before.violations)
        known.push_back(keyOf(violation));
    std::vector<Violation> found;
    for (const auto& violation : after.violations)
        if (std::ranges::find(known, keyOf(violation)) == known.end())
            found.push_back(violation);
    return found;
}

} // namespace

Expected<Scenario> withFailure(const Scenario& scenario, EntityRef failed) {
    Scenario down = scenario;
    if (auto* link = findById(down.topology.links, LinkId{failed.id});
        link && failed.kind == EntityKind::link)
        link->enabled = false;
    else if (auto* host = findById(down.topology.hosts, HostId{failed.id});
             host && failed.kind == EntityKind::host)
        host->enabled = false;
    else if (const auto* site = findById(scenario.topology.sites, SiteId{failed.id});
             site && failed.kind == EntityKind::site)
        takeDown(down, *site);
    else
        return failure("there is no " + std::string(enumKey(failed.kind)) + " " + std::to_string(failed.id) +
                           " that could fail",
                       "scenario \"" + scenario.name + "\"", "name a link, a site or a host of it");
    return down;
}

Expected<FailureImpact> failureImpact(const Scenario& scenario, const Facts& facts, EntityRef failed) {
    const auto down = withFailure(scenario, failed);
    if (!down)
        return tl::make_unexpected(down.error());
    const assessing::World before(scenario, facts), after(*down, facts);
    const auto was = assessing::work(before);
    auto is = assessing::work(after);
    FailureImpact impact;
    impact.failed = failed;
    impact.name = assessing::nameOfFailed(scenario, failed);
    if (!before.usable() || !after.usable())
        return failure(is.assessment.violations.empty() ? std::string("the scenario cannot be assessed")
                                                        : is.assessment.violations.front().what,
                       "scenario \"" + scenario.name + "\"", "mend the scenario first; see `evaluate`");
    for (std::size_t g = 0; g < before.plans().size(); ++g) {
        auto group = assessing::compareGroup(before, after, g);
        group.brokenTargets =
            assessing::brokenTargets(before.plans()[g], was.assessment.groups[g], is.assessment.groups[g]);
        impact.lost += group.lost;
        impact.rerouted += group.rerouted;
        impact.worstDelayChange = std::max(impact.worstDelayChange, group.worstDelayChange);
        if (group.any())
            impact.groups.push_back(std::move(group));
    }
    impact.violations = fresh(was.assessment, is.assessment);
    impact.after = std::move(is.assessment);
    return impact;
}

} // namespace cellwright
