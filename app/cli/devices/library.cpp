// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/devices/library.h"

#include "data/catalogue/devices.h"
#include "data/exchange/file.h"
#include "data/library/library.h"

#include <filesystem>

namespace cellwright::cli {
namespace {

Expected<compute::Device> deviceIn(const std::filesystem::path& file, int threads) {
    return readFile(file).and_then(
        [&](const std::string& text) { return catalogue::deviceFromText(text, file.string(), threads); });
}

} // namespace

Expected<compute::Device> deviceNamed(const std::string& name, int threads) {
    if (const auto own = library::find(name)) {
        auto device = deviceIn(own->file, threads);
        if (device)
            device->id = own->device.id;
        return device;
    }
    auto known = catalogue::findDevice(name);
    std::error_code unknown;
    const bool path = name.find('/') != std::string::npos || name.ends_with(".json");
    if (known || (!path && !std::filesystem::exists(name, unknown)))
        return known;
    return deviceIn(name, threads);
}

} // namespace cellwright::cli
