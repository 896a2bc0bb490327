// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/simulation/simulation.h"

#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// Reads a trace of requests: a table with the column `time_s` (seconds from the start, or with a unit;
/// rising) and, if wanted, `group` (the name or the id of one of the topology's user groups; an empty cell:
/// any group). Other columns are ignored. Fails with file, line and column on anything else.
Expected<std::vector<TraceArrival>> readArrivals(std::string_view text, const std::string& where,
                                                 const Topology& topology);

} // namespace cellwright
