// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/file_check.h"

#include "data/exchange/file.h"

#include <array>
#include <fstream>

namespace cellwright {
namespace {

constexpr std::string_view magic("SQLite format 3\0", 16);
constexpr std::size_t writeVersionAt = 18,
                      readVersionAt = 19; // file format, section 1.3 of SQLite's description
constexpr const char* giveProject = "give a .cellwright file";

/// Every definition in the database, one per line.
Expected<std::string> schemaOf(Database& database) {
    std::string all;
    const auto add = [&](const ResultRow& row) -> Expected<void> {
        for (int column = 0; column < 4; ++column)
            all.append(row.text(column)).append("\n");
        return {};
    };
    return database
        .query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name LIMIT 1000", add)
        .map([&] { return all; });
}

Expected<std::string> schemaOfVersion(std::span<const Migration> migrations, int version) {
    auto fresh = Database::inMemory();
    if (!fresh)
        return tl::make_unexpected(fresh.error());
    const auto steps = migrations.first(std::size_t(version));
    if (const auto made = migrate(*fresh, steps, 0); !made)
        return tl::make_unexpected(made.error());
    return schemaOf(*fresh);
}

/// The program version that a newer file names, when its table of facts is defined as ours, so that it is
/// safe to ask, and the answer is sensible to repeat.
std::string neededProgram(Database& database, std::span<const Migration> migrations) {
    constexpr std::string_view definition =
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'meta'";
    auto ours = Database::inMemory();
    if (!ours || !migrate(*ours, migrations, 0) || database.text(definition) != ours->text(definition))
        return {};
    const auto program = database.text("SELECT substr(value, 1, 20) FROM meta WHERE key = 'opens_with'");
    const bool sensible =
        program && !program->empty() && program->find_first_not_of("0123456789.") == std::string::npos;
    return sensible ? *program : std::string();
}

tl::unexpected<Error> newer(Database& database, std::int64_t version, std::span<const Migration> migrations) {
    const auto program = neededProgram(database, migrations);
    return failure("the file has version " + std::to_string(version) + ", this program (" +
                       std::string(programVersion()) + ") reads versions up to " +
                       std::to_string(migrations.size()),
                   database.name(),
                   program.empty() ? "open it with a newer Cellwright"
                                   : "open it with Cellwright " + program + " or newer");
}

Expected<void> checkSound(Database& database) {
    const auto damaged = [&](const std::string& detail) {
        return failure("the file is damaged (" + detail + ")", database.name(),
                       "restore a backup copy; this file was left as it is");
    };
    const auto pages = database.text("PRAGMA integrity_check(1)");
    if (!pages)
        return tl::make_unexpected(pages.error());
    if (*pages != "ok")
        return damaged(pages->substr(0, 200));
    const auto dangling = database.text("PRAGMA foreign_key_check");
    if (!dangling)
        return tl::make_unexpected(dangling.error());
    if (!dangling->empty())
        return damaged("a row of \"" + *dangling + "\" refers to a row that does not exist");
    return {};
}

} // namespace

Expected<void> checkHeader(const std::filesystem::path& path) {
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (!std::filesystem::exists(status))
        return failure("the file does not exist", path.string(), giveProject);
    if (!std::filesystem::is_regular_file(status))
        return failure("this is not a regular file", path.string(), giveProject);
    if (const auto size = std::filesystem::file_size(path, code); size > maxFileBytes)
        return failure("the file has " + std::to_string(size) + " bytes", path.string(),
                       "at most " + std::to_string(maxFileBytes) + " are read");
    std::array<char, 100> header{};
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return failure("the file may not be read", path.string(), "check its rights");
    in.read(header.data(), header.size());
    if (in.gcount() == 0)
        return failure("the file is empty", path.string(), giveProject);
    if (std::string_view(header.data(), magic.size()) != magic)
        return failure("this is not a Cellwright project", path.string(), giveProject);
    if (in.gcount() < std::streamsize(header.size()))
        return failure("the file is cut off within its header", path.string(), "restore a backup copy");
    const auto known = [&](std::size_t at) { return header[at] == 1 || header[at] == 2; };
    if (!known(writeVersionAt) || !known(readVersionAt))
        return failure("the file has a format that this program's SQLite does not know", path.string(),
                       giveProject);
    return {};
}

Expected<int> checkDatabase(Database& database, std::span<const Migration> migrations) {
    const auto application = database.integer("PRAGMA application_id");
    if (!application)
        return tl::make_unexpected(application.error());
    if (*application != applicationId)
        return failure("this SQLite database is not a Cellwright project", database.name(), giveProject);
    const auto version = database.integer("PRAGMA user_version");
    if (!version)
        return tl::make_unexpected(version.error());
    if (*version > std::int64_t(migrations.size()))
        return newer(database, *version, migrations);
    if (*version < 1)
        return failure("the file has version " + std::to_string(*version) + ", which never existed",
                       database.name(), giveProject);
    const auto expected = schemaOfVersion(migrations, int(*version));
    const auto found = schemaOf(database);
    if (!expected || !found)
        return tl::make_unexpected((expected ? found : expected).error());
    if (*expected != *found)
        return failure("the tables are not those of a project of version " + std::to_string(*version),
                       database.name(), "restore a backup copy; this file was left as it is");
    if (const auto sound = checkSound(database); !sound)
        return tl::make_unexpected(sound.error());
    return int(*version);
}

} // namespace cellwright
