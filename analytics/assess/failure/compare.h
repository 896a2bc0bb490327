// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/failure.h"
#include "analytics/assess/results.h"

namespace cellwright::assessing {

/// The name of the link, site or host; empty where there is none.
std::string nameOfFailed(const Scenario& scenario, EntityRef failed);

/// User by user: who is not served any more, who is served another way.
GroupImpact compareGroup(const World& before, const World& after, std::size_t group);

/// The targets of a plan in the order in which they are shown.
struct Target {
    const char* name; ///< as in the violations
    std::optional<Seconds> limit;
    Figure figure;
};
std::vector<Target> targetsOf(const Plan& plan);
/// Targets that the group met before and does not after.
std::vector<std::string> brokenTargets(const std::optional<Plan>& plan, const GroupResult& before,
                                       const GroupResult& after);

} // namespace cellwright::assessing
