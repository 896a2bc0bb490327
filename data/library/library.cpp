// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/library/library.h"

#include "data/catalogue/devices.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <system_error>

namespace cellwright::library {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t longestId = 80;
constexpr std::size_t mostBytes = 4u << 20; // what deviceFromText reads
constexpr std::string_view ending = ".json";

fs::path fromEnvironment(const char* name) {
    const char* const value = std::getenv(name);
    return value && *value ? fs::path(value) : fs::path();
}

Expected<void> checkId(std::string_view id) {
    const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; };
    if (id.empty() || id.size() > longestId || id.front() == '.' || !std::ranges::all_of(id, allowed))
        return failure("\"" + std::string(id.substr(0, longestId)) + "\" cannot name a device of the library",
                       {}, "use letters, digits, dots, hyphens and underscores, at most 80");
    return {};
}

fs::path fileOf(std::string_view id, const fs::path& where) {
    return where / (std::string(id) + std::string(ending));
}

Expected<Entry> read(const fs::path& file) {
    return readFile(file, mostBytes)
        .and_then([&](const std::string& text) { return catalogue::deviceFromText(text, file.string()); })
        .map([&](compute::Device device) {
            device.id = file.stem().string();
            return Entry{std::move(device), file};
        });
}

} // namespace

fs::path folder() {
    if (const auto own = fromEnvironment("CELLWRIGHT_LIBRARY"); !own.empty())
        return own;
    if (const auto data = fromEnvironment("XDG_DATA_HOME"); !data.empty())
        return data / "cellwright" / "devices";
    if (const auto data = fromEnvironment("APPDATA"); !data.empty())
        return data / "cellwright" / "devices";
    const auto home = fromEnvironment("HOME");
    return home.empty() ? home : home / ".local" / "share" / "cellwright" / "devices";
}

Listing list(const fs::path& where) {
    Listing listing;
    std::error_code none;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(where, none), end; !none && at != end; at.increment(none))
        if (at->path().extension() == ending && !at->path().filename().string().starts_with('.'))
            files.push_back(at->path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        auto entry = read(file);
        if (entry)
            listing.entries.push_back(std::move(*entry));
        else
            listing.refused.push_back(entry.error());
    }
    return listing;
}

bool holds(std::string_view id, const fs::path& where) {
    std::error_code none;
    return checkId(id) && !where.empty() && fs::exists(fileOf(id, where), none);
}

Expected<Entry> find(std::string_view id, const fs::path& where) {
    if (const auto named = checkId(id); !named)
        return tl::make_unexpected(named.error());
    if (!holds(id, where))
        return failure("the library has no device \"" + std::string(id) + "\"", where.string(),
                       "catalogue devices lists what there is");
    return read(fileOf(id, where));
}

Expected<void> checkFree(std::string_view id, bool force, const fs::path& where) {
    if (const auto named = checkId(id); !named)
        return named;
    if (catalogue::findDevice(id))
        return failure("\"" + std::string(id) + "\" is a device of the catalogue", {}, "choose another id");
    if (where.empty())
        return failure("no folder for the library is known", {}, "set CELLWRIGHT_LIBRARY");
    if (!force && holds(id, where))
        return failure("the library has a device \"" + std::string(id) + "\" already", where.string(),
                       "choose another id, or replace it with --force");
    return {};
}

Expected<fs::path> save(std::string_view id, std::string_view text, bool force, const fs::path& where) {
    if (const auto free = checkFree(id, force, where); !free)
        return tl::make_unexpected(free.error());
    if (const auto device = catalogue::deviceFromText(text, std::string(id)); !device)
        return tl::make_unexpected(device.error());
    std::error_code failed;
    fs::create_directories(where, failed);
    if (failed)
        return failure(failed.message(), where.string(),
                       "set CELLWRIGHT_LIBRARY to a folder that can be written");
    const auto file = fileOf(id, where);
    return writeFileAtomically(file, text, force).map([&] { return file; });
}

Expected<void> rename(std::string_view id, std::string_view newId, const fs::path& where) {
    return find(id, where)
        .and_then([&](const Entry&) { return checkFree(newId, false, where); })
        .and_then([&]() -> Expected<void> {
            std::error_code failed;
            fs::rename(fileOf(id, where), fileOf(newId, where), failed);
            return failed ? failure(failed.message(), where.string()) : Expected<void>();
        });
}

Expected<void> remove(std::string_view id, const fs::path& where) {
    if (const auto named = checkId(id); !named)
        return tl::make_unexpected(named.error());
    std::error_code failed;
    if (where.empty() || !fs::remove(fileOf(id, where), failed) || failed)
        return failure(failed ? failed.message() : "the library has no device \"" + std::string(id) + "\"",
                       where.string(), "catalogue devices lists what there is");
    return {};
}

} // namespace cellwright::library
