// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/predict.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cellwright::cli {

/// Measures on this computer what the tasks consist of, at most 20 s, with the kernels of the runtime that a
/// name means (empty: ours; llama.cpp: its ggml where this program was built with it, else ours) and so many
/// threads (0: one on each core). The device has that runtime as its default. A name that no runtime here
/// has is wrong usage.
Expected<compute::Device> measuredDevice(const std::vector<compute::Task>& tasks, const std::string& runtime,
                                         int threads, std::uint64_t seed);

} // namespace cellwright::cli
