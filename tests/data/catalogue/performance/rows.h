// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/runtime_class.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cellwright::catalogue::test {

/// A row of measured_llm_performance.csv with the work it took.
struct PerformanceRow {
    std::string device, chip, className, model;
    double batch = 1.0;
    compute::ClassPoint decode;                 ///< one step
    std::optional<compute::ClassPoint> prefill; ///< of the prompt, where it was measured
};

struct PerformanceRows {
    std::vector<PerformanceRow> rows;
    std::map<std::string, int> leftOut; ///< reason to number
    int all = 0;
};

/// Names of devices and models are those of devices.csv and models.csv in this folder, which also hold the
/// chips' bandwidths (as in the collection, else of datasheets) and peaks (datasheets, FP16 without
/// sparsity).
PerformanceRows readPerformance(const std::filesystem::path& shared, const std::filesystem::path& names);

} // namespace cellwright::catalogue::test
