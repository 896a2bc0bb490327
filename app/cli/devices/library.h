// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/quantity/error.h"

#include <CLI/CLI.hpp>

#include <string>

namespace cellwright::cli {

/// A device by whatever users call it: an id of their library, an id of the catalogue, or the name of a file
/// (a device, a kernel profile, a result of llama-bench), of which `threads` count (0: the most).
Expected<compute::Device> deviceNamed(const std::string& name, int threads = 0);

/// What `catalogue devices` is asked to do to the library.
struct LibraryChange {
    std::string add, id, remove;
    bool force = false;
};
void addLibraryChange(CLI::App& command, LibraryChange& change);
/// Does it and says what was done; nothing where nothing is asked for.
Expected<void> apply(const LibraryChange& change);

} // namespace cellwright::cli
