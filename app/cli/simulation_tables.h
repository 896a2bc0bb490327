// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/simulation/result.h"

#include <iosfwd>

namespace cellwright::cli {

/// One simulation as tables for people.
void printSimulation(std::ostream& out, const SimulationResult& result);

} // namespace cellwright::cli
