// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"
#include "analytics/simulation/simulation.h"

namespace cellwright::simulating {

/// Says what the simulation leaves out or takes as a mean: for each group, and for all.
void addNotes(const assessing::World& world, const SimulationOptions& options, SimulationResult& result);

} // namespace cellwright::simulating
