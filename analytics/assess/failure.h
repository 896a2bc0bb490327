// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What happens when one link, site or host fails: who loses service, whose targets break, who is served
/// another way and what that costs in delay.
namespace cellwright {

/// The scenario while something is down. A link carries nothing; a host neither serves nor forwards; a site
/// has neither radio nor transport, so all its links are down too. Fails for anything that cannot fail (or
/// does not exist).
Expected<Scenario> withFailure(const Scenario& scenario, EntityRef failed);

/// One group in a failure.
struct GroupImpact {
    UserGroupId id;
    std::string name;
    int servedBefore = 0;
    int lost = 0;                           ///< users that were served and are not any more
    int rerouted = 0;                       ///< users that are served by another site or over another route
    Seconds meanDelayChange;                ///< of the rerouted users' one-way delay between site and host
    Seconds worstDelayChange;               ///< the largest
    std::vector<std::string> brokenTargets; ///< "time to first token": met before, and not any more
    [[nodiscard]] bool any() const { return lost > 0 || rerouted > 0 || !brokenTargets.empty(); }
};

/// What one failure does, by assessing the scenario without what failed.
struct FailureImpact {
    EntityRef failed;
    std::string name;
    int lost = 0, rerouted = 0;
    Seconds worstDelayChange;
    std::vector<GroupImpact> groups;   ///< those that notice
    std::vector<Violation> violations; ///< that were not there before
    Assessment after;
};
Expected<FailureImpact> failureImpact(const Scenario& scenario, const Facts& facts, EntityRef failed);

/// One line of the table of all single failures.
struct FailureRow {
    EntityRef failed;
    std::string name;
    /// The network falls apart without it (a bridge or a cut place), whoever uses it.
    bool onlyWay = false;
    int lost = 0, rerouted = 0;
    Hertz requestsLost; ///< per second
    Seconds worstDelayChange;
    std::vector<std::string> brokenTargets; ///< "Wards: time to first token"
};

/// All single failures of the links in service, the sites and the running hosts, in the order of the
/// topology.
///
/// Fast on large networks: routes are repaired only behind what failed (transport/detour.h), and the times of
/// rerouted users change by the difference of the ways on empty links, once each way per message. What
/// failureImpact() adds and this leaves out: queues that grow on the detours and cells that get more users.
/// Sites with users are evaluated with their neighbours' radio in full; that is the slow part.
/// `onRow` is told of each row and may end the work by returning false. Fails where the scenario is not
/// valid.
Expected<std::vector<FailureRow>> allFailures(const Scenario& scenario, const Facts& facts,
                                              const std::function<bool(const FailureRow&)>& onRow = {});

/// The JSON of both, keys as in the assessment: failed {kind, id, name}, users_lost, users_rerouted, …
std::string toJsonText(const FailureImpact& impact, int indent = -1);
std::string toJsonText(const std::vector<FailureRow>& rows, int indent = -1);

} // namespace cellwright
