// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"

#include <string>
#include <string_view>
#include <vector>

namespace cellwright::catalogue {

/// Hosts and user groups say which device they have by its id. Where a device has several runtimes, the id
/// may name one behind a "#": "nvidia-rtx-4090#tensorrt-llm". Without it the device's first runtime is meant,
/// so that files which know of no runtimes keep their meaning.
struct DeviceChoice {
    std::string_view device;
    std::string_view runtime; ///< empty: the device's own choice
};
DeviceChoice splitDeviceId(std::string_view id);

/// The id of a device with a runtime: the name in lower case, everything but letters, digits and dots as "-".
std::string idWithRuntime(std::string_view device, std::string_view runtime);

/// The device with the runtime that a choice names, under the id of the choice and with the runtime in its
/// name. Fails with the runtimes that the device has.
Expected<compute::Device> chosen(const compute::Device& device, const DeviceChoice& choice);

/// The device once more for each of its runtimes but the first.
std::vector<compute::Device> otherRuntimes(const compute::Device& device);

} // namespace cellwright::catalogue
