// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <vector>

namespace cellwright {

/// Something that keeps a scenario from being assessed, or that a planner would want to know.
struct Problem {
    EntityRef entity;  ///< what it is about
    std::string field; ///< JSON key of the field, or empty
    std::string what;  ///< "Link \"Backhaul 2\" ends at site 7, which does not exist"
    std::string remedy;
    bool operator==(const Problem&) const = default;
};

/// Checks ranges of all fields, references between entities, duplicate ids, polygons with fewer than three
/// corners, links to themselves. An empty result means that the scenario can be assessed.
std::vector<Problem> validate(const Scenario& scenario);

} // namespace cellwright
