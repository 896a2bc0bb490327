// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/task.h"
#include "analytics/kernels/profiler.h"

#include <functional>
#include <string>
#include <vector>

namespace cellwright::compute::measured {

/// What a computer can measure: the answers of the providers that will be asked.
struct Abilities {
    std::function<bool(Scheme)> multiplies;
    /// Bytes of a matrix in memory; 0 where it cannot be.
    std::function<std::size_t(Scheme, int rows, int cols)> matrixBytes;
    std::function<bool(const kernels::OperationCase&)> runs;
};

/// What must be measured so that tasks can be put together from their own operations: every matrix of theirs
/// in its format and with as many tokens as pass it together, whole layers and attention at the depths in
/// question, and what else a layer consists of. Formats that cannot be measured are replaced by the nearest
/// that can, and matrices that are too large by as many of their rows as fit. Experts count with the tokens
/// that one of them gets in the mean.
kernels::ProfileOptions wantedFor(const std::vector<Task>& tasks, const Abilities& abilities);

} // namespace cellwright::compute::measured
