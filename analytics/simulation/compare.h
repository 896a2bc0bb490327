// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/results.h"
#include "analytics/simulation/course.h"

namespace cellwright::simulating {

/// Puts what the courses found beside the assessment of the same scenario.
void compare(const assessing::World& world, const assessing::Working& working, const System& system,
             const std::vector<CourseResult>& courses, const SimulationOptions& options,
             SimulationResult& result);

} // namespace cellwright::simulating
