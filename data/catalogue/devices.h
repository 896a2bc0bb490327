// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <span>
#include <string>
#include <string_view>

namespace cellwright::catalogue {

/// The shipped devices (devices.json), in the order of the file.
std::span<const compute::Device> devices();

/// The device with this id; an unknown id is an error that names the most similar ones.
Expected<compute::Device> findDevice(std::string_view id);

/// A device from untrusted text: an entry of devices.json, a profile that `cellwright-cli profile` wrote, or
/// a result of llama-bench (both with the most threads, unless `threads` says otherwise). Refused with the
/// path of the field that is wrong.
Expected<compute::Device> deviceFromText(std::string_view text, std::string_view where, int threads = 0);
/// Text that deviceFromText reads back as an equal device.
std::string deviceToText(const compute::Device& device, int indent = 2);

/// What users may call a device: the id of an attachment of the project, or an id of the catalogue, either
/// with a runtime behind a "#" (see runtime_choice.h).
Expected<compute::Device> resolveDevice(std::string_view id,
                                        std::span<const Project::Attachment> attachments = {});

/// "gpu", "phone", … and back.
std::string_view kindName(compute::DeviceKind kind);

} // namespace cellwright::catalogue
