// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/quantity/error.h"

#include <string>

namespace cellwright::cli {

/// A device by whatever users call it: an id of their library, an id of the catalogue, or the name of a file
/// (a device, a kernel profile, a result of llama-bench), of which `threads` count (0: the most).
Expected<compute::Device> deviceNamed(const std::string& name, int threads = 0);

} // namespace cellwright::cli
