// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/calibrate.h"
#include "analytics/compute/device.h"
#include "analytics/quantity/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace cellwright::catalogue {

/// The results of llama-bench, whatever way it printed them (-o json, jsonl, csv or md), of old versions and
/// new: one point for each rate. Combined tests (pp512+tg128) are left out, and those with unlike keys and
/// values in the cache.
struct LlamaBench {
    std::string processor, graphics, backend;
    std::string build; ///< "build 6123 (79c1160), 2026-03-01"
    std::vector<compute::BenchPoint> points;
};

/// Whether a text is one of those, or claims to be.
bool looksLikeLlamaBench(std::string_view text);
/// Reads untrusted text; refuses nonsense with the line or entry and the field that is wrong.
Expected<LlamaBench> llamaBenchFromText(std::string_view text, std::string_view where);

/// The computer that llama-bench ran on, with the runtime llama.cpp: the datasheet of the catalogue's device
/// whose name the results carry, else bandwidth and peak that the rates imply; the class's constants,
/// calibrated by the rates with so many threads (0: the most), which are kept as points. Fails where no rate
/// is with so many.
Expected<compute::Device> deviceFromLlamaBench(std::string_view text, std::string_view where,
                                               int threads = 0);

/// What a measured rate says to calibrate(): with the work of the catalogue's model of that many parameters,
/// else of a plain decoder of that size.
compute::CalibrationPoint calibrationPoint(const compute::BenchPoint& point);

} // namespace cellwright::catalogue
