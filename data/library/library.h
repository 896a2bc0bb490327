// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/quantity/error.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::library {

/// $CELLWRIGHT_LIBRARY, else cellwright/devices under $XDG_DATA_HOME, else under ~/.local/share (on Windows
/// %APPDATA%). It need not exist; empty where none of these is known.
std::filesystem::path folder();

/// A device of the library; its id is the name of its file.
struct Entry {
    compute::Device device;
    std::filesystem::path file;
};

/// What a folder holds: devices by id, and why other files in it were not read.
struct Listing {
    std::vector<Entry> entries;
    std::vector<Error> refused;
};
Listing list(const std::filesystem::path& where = folder());

/// A device by its id. Fails where there is none, or its file holds nonsense.
Expected<Entry> find(std::string_view id, const std::filesystem::path& where = folder());

/// Whether there is a file for an id, whatever it holds.
bool holds(std::string_view id, const std::filesystem::path& where = folder());

/// Whether a device could be saved under an id: letters, digits, dots, hyphens and underscores, none of the
/// catalogue's, and not taken unless `force` replaces it.
Expected<void> checkFree(std::string_view id, bool force = false,
                         const std::filesystem::path& where = folder());

/// Keeps a text that catalogue::deviceFromText reads (a device, a kernel profile, a result of llama-bench)
/// under an id that checkFree() accepts.
Expected<std::filesystem::path> save(std::string_view id, std::string_view text, bool force = false,
                                     const std::filesystem::path& where = folder());

/// Gives a device another id, which must be free.
Expected<void> rename(std::string_view id, std::string_view newId,
                      const std::filesystem::path& where = folder());
Expected<void> remove(std::string_view id, const std::filesystem::path& where = folder());

} // namespace cellwright::library
