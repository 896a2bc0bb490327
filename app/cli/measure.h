// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profiler.h"
#include "app/cli/command.h"

namespace CLI {
class App;
}

namespace cellwright::cli {

/// Measures with a progress bar on standard error when that is a terminal. Ctrl+C ends the program after the
/// measurement has been put away. Options that the profiler refuses are wrong usage.
kernels::Profile measure(const kernels::ProfileOptions& options);

/// The program's --seed, 1 unless given.
std::uint64_t seedOf(const CLI::App& program);

} // namespace cellwright::cli
