// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/calibrate.h"
#include "app/cli/command.h"
#include "app/cli/shared.h"

#include <string>
#include <vector>

namespace cellwright::cli {

/// The rates that --calibrate gives: "MODEL,WEIGHTS,decode=12.3[,prefill=210][,prompt=512][,generate=128]
/// [,depth=0][,batch=1]" in tokens per second, or the name of a file that llama-bench wrote.
Expected<std::vector<compute::CalibrationPoint>> calibrationPoints(const std::string& text);

/// The device calibrated by all of them. Throws WrongUsage where a device cannot be.
Expected<compute::Calibration> calibrated(const compute::Device& device,
                                          const std::vector<std::string>& texts);

/// What changed, for --json.
Json calibrationJson(const compute::Calibration& calibration);

} // namespace cellwright::cli
