// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/devices/library.h"

#include "app/cli/shared.h"
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
    auto known = catalogue::resolveDevice(name);
    if (known)
        return known;
    if (library::holds(name))
        return library::find(name).and_then([&](const library::Entry& own) {
            return deviceIn(own.file, threads).map([&](compute::Device device) {
                device.id = own.device.id;
                return device;
            });
        });
    std::error_code unknown;
    const bool path = name.find('/') != std::string::npos || name.ends_with(".json");
    if (!path && !std::filesystem::exists(name, unknown))
        return known;
    return deviceIn(name, threads);
}

void addLibraryChange(CLI::App& command, LibraryChange& change) {
    auto* add = command.add_option("--add", change.add,
                                   "Keep a device in your library: a file with a device, a profile or a "
                                   "result of llama-bench");
    add->type_name("FILE");
    command.add_option("--id", change.id, "Under this id (default: the name of the file)")
        ->needs(add)
        ->type_name("ID");
    command.add_flag("--force", change.force, "Replace a device of your library")->needs(add);
    command.add_option("--remove", change.remove, "Remove a device from your library")->type_name("ID");
}

Expected<void> apply(const LibraryChange& change) {
    if (!change.add.empty()) {
        const auto id = change.id.empty() ? std::filesystem::path(change.add).stem().string() : change.id;
        const auto saved = readFile(change.add).and_then([&](const std::string& text) {
            return library::save(id, text, change.force);
        });
        if (!saved)
            return tl::make_unexpected(saved.error());
        warn("kept as " + id + " in " + saved->string());
    }
    if (!change.remove.empty())
        if (const auto removed = library::remove(change.remove); !removed)
            return removed;
    return {};
}

} // namespace cellwright::cli
