// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"
#include "data/store/file_check.h"
#include "data/store/project_rows.h"
#include "data/store/store_state.h"

#include <unistd.h>

#include <algorithm>

namespace cellwright {
namespace {

namespace fs = std::filesystem;
using Access = ProjectStore::Access;
using Migrations = std::span<const Migration>;

constexpr const char* sidecars[] = {"-journal", "-wal", "-shm"};

void removeQuietly(const fs::path& path) {
    std::error_code ignored;
    fs::remove(path, ignored);
    removeSidecars(path);
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool hasSidecars(const fs::path& path) {
    return std::any_of(std::begin(sidecars), std::end(sidecars),
                       [&](const char* ending) { return isThere(path.string() + ending); });
}

/// A crash can leave a log with the latest edits. Only a connection that may write can take them in, so this
/// is done with one even for a reader, unless somebody is at work in the file.
void recover(const fs::path& path) {
    FileLock lock;
    if (!hasSidecars(path) || lock.acquire(path) != FileLock::Outcome::acquired)
        return;
    if (auto database = Database::open(path, Database::Access::readWrite))
        static_cast<void>(finishLog(*database));
}

/// With a write-ahead log an edit costs one sync of the disk instead of five. The log lives only as long as
/// the file is open. Where the file system cannot have one, SQLite keeps to its rollback journal, whose
/// removal EXTRA syncs too.
Expected<void> prepareForWriting(Database& database) {
    return database.text("PRAGMA journal_mode = WAL")
        .and_then([&](const std::string&) { return database.script("PRAGMA synchronous = EXTRA"); })
        .and_then([&] { return database.script("PRAGMA wal_autocheckpoint = 100"); });
}

Expected<void> loadHistory(Database& database, std::int64_t& oldest, std::int64_t& newest,
                           std::int64_t& position) {
    std::int64_t count = 0, cursors = 0;
    const auto read = [&](const ResultRow& row) -> Expected<void> {
        count = row.integer(0);
        oldest = row.integer(1);
        newest = row.integer(2);
        cursors = row.integer(3);
        position = row.integer(4);
        return {};
    };
    const auto loaded =
        database.query("SELECT count(*), min(position), max(position), (SELECT count(*) FROM cursor), "
                       "(SELECT max(position) FROM cursor) FROM journal",
                       read);
    if (!loaded)
        return loaded;
    if (count == 0) {
        oldest = position + 1;
        newest = position;
    }
    if (cursors != 1 || newest - oldest + 1 != count || position < oldest - 1 || position > newest)
        return failure("the file is damaged: its undo history has gaps", database.name(),
                       "restore a backup copy; this file was left as it is");
    return {};
}

fs::path freeBackupName(const fs::path& path, int version) {
    const auto base = path.string() + ".v" + std::to_string(version);
    fs::path name = base + ".bak";
    for (int i = 2; isThere(name); ++i)
        name = base + "-" + std::to_string(i) + ".bak";
    return name;
}

/// Migrates a copy, checks it, keeps the original beside it and puts the copy in its place.
Expected<std::string> migrateFile(const fs::path& path, Database& original, Migrations migrations, int from) {
    const auto temporary = temporaryBeside(path);
    const auto migrated = finishLog(original)
                              .and_then([&] { return Database::open(temporary, Database::Access::create); })
                              .and_then([&](Database copy) {
                                  return original.copyTo(copy)
                                      .and_then([&] { return finishLog(copy); })
                                      .and_then([&] { return migrate(copy, migrations, from); })
                                      .and_then([&] { return checkDatabase(copy, migrations); })
                                      .and_then([&](int) { return loadProject(copy); });
                              });
    std::error_code code;
    const auto backup = freeBackupName(path, from);
    if (migrated)
        fs::copy_file(path, backup, code);
    if (!migrated || code) {
        removeQuietly(temporary);
        return failure(
            "the file of version " + std::to_string(from) +
                " cannot be brought up to date: " + (migrated ? code.message() : migrated.error().what),
            path.string(), "open a copy in a folder that you may write to; this file was left as it is");
    }
    return moveIntoPlace(temporary, path, true).map([&] {
        return "the file was brought up to date from version " + std::to_string(from) +
               "; the original is kept as " + backup.filename().string();
    });
}

/// The same for a file that may not be written: the copy lives in memory.
Expected<Database> migrateInMemory(const Database& original, Migrations migrations, int from) {
    return Database::inMemory().and_then([&](Database copy) -> Expected<Database> {
        const auto migrated = original.copyTo(copy).and_then([&] { return migrate(copy, migrations, from); });
        if (!migrated)
            return tl::make_unexpected(migrated.error());
        return copy;
    });
}

} // namespace

/// Opens one file, step by step.
class OpenedFile {
public:
    OpenedFile(ProjectStore::State& state, Access access, Migrations migrations)
        : state_(state)
        , access_(access)
        , migrations_(migrations) {}

    Expected<void> open() {
        return checkHeader(state_.path)
            .and_then([&] {
                decideAccess();
                return connect();
            })
            .and_then([&] { return checkDatabase(state_.database, migrations_); })
            .and_then([&](int version) { return bringUpToDate(version); })
            .and_then([&] { return load(); });
    }

private:
    void decideAccess() {
        state_.readOnly = true;
        if (access_ == Access::readOnly)
            return recover(state_.path);
        const auto outcome = state_.lock.acquire(state_.path);
        if (outcome == FileLock::Outcome::heldByOther)
            state_.notices.emplace_back("opened read-only: another window is editing this file");
        else if (outcome == FileLock::Outcome::notPossible || ::access(state_.path.c_str(), W_OK) != 0)
            state_.notices.emplace_back("opened read-only: the file or its folder may not be written");
        else
            state_.readOnly = false;
    }

    Expected<void> connect() {
        auto database = Database::open(state_.path, state_.readOnly ? Database::Access::readOnly
                                                                    : Database::Access::readWrite);
        if (!database)
            return tl::make_unexpected(database.error());
        state_.database = std::move(*database);
        return {};
    }

    Expected<void> bringUpToDate(int from) {
        if (from == int(migrations_.size()))
            return {};
        if (state_.readOnly)
            return migrateInMemory(state_.database, migrations_, from).map([&](Database&& copy) {
                state_.database = std::move(copy);
            });
        return migrateFile(state_.path, state_.database, migrations_, from)
            .and_then([&](const std::string& notice) {
                state_.notices.push_back(notice);
                return connect();
            });
    }

    Expected<void> load() {
        auto project = loadProject(state_.database);
        if (!project)
            return tl::make_unexpected(project.error());
        state_.project = std::move(*project);
        const auto loaded = loadHistory(state_.database, state_.oldest, state_.newest, state_.position);
        if (!loaded || state_.readOnly)
            return loaded;
        const auto prepared = prepareForWriting(state_.database);
        state_.ready = prepared.has_value();
        return prepared;
    }

    ProjectStore::State& state_;
    Access access_;
    Migrations migrations_;
};

void removeSidecars(const fs::path& path) {
    std::error_code ignored;
    for (const char* ending : sidecars)
        fs::remove(path.string() + ending, ignored);
}

Expected<void> finishLog(Database& database) {
    return database.text("PRAGMA journal_mode = DELETE").map([](const std::string&) {});
}

ProjectStore::State::~State() {
    // A file that was refused stays as it is. Fails while somebody reads the file; then the log stays until
    // the next one opens or closes it.
    if (ready)
        static_cast<void>(
            database.script("PRAGMA busy_timeout = 0").and_then([&] { return finishLog(database); }));
}

Expected<ProjectStore> StoreOpener::open(const fs::path& path, Access access, Migrations migrations) {
    auto state = std::make_unique<ProjectStore::State>();
    std::error_code code;
    const auto real = fs::canonical(path, code);
    state->path = code ? path : real;
    if (auto opened = OpenedFile(*state, access, migrations).open(); !opened) {
        if (opened.error().where.empty())
            opened.error().where = path.string();
        return tl::make_unexpected(opened.error());
    }
    return ProjectStore(std::move(state));
}

Expected<ProjectStore> StoreOpener::create(const fs::path& path, const Project& project, bool force,
                                           Migrations migrations) {
    FileLock lock;
    if (lock.acquire(path) == FileLock::Outcome::heldByOther)
        return failure("another window is editing this file", path.string(),
                       "choose another name, or close it there");
    if (!force && isThere(path))
        return failure("the file exists", path.string(), "choose another name, or ask for it to be replaced");
    const auto temporary = temporaryBeside(path);
    auto written = Database::open(temporary, Database::Access::create).and_then([&](Database database) {
        Transaction transaction(database);
        return migrate(database, migrations, 0)
            .and_then([&] { return transaction.begin(); })
            .and_then([&] {
                return database.run("INSERT INTO meta (key, value) VALUES ('created_by', ?1)",
                                    programVersion());
            })
            .and_then([&] { return writeProject(database, project); })
            .and_then([&] { return transaction.commit(); })
            // What is about to replace a file is read back first, so that an unreadable project leaves
            // nothing.
            .and_then([&] { return loadProject(database); })
            .and_then([&](const Project& back) -> Expected<void> {
                if (!(back == project))
                    return failure("the project holds a text that is not UTF-8", {}, "use Unicode texts");
                return {};
            });
    });
    if (!written) {
        removeQuietly(temporary);
        return failure(written.error().what, path.string(), written.error().remedy);
    }
    if (force)
        removeSidecars(path);
    if (auto moved = moveIntoPlace(temporary, path, force); !moved)
        return tl::make_unexpected(moved.error());
    lock.release();
    return open(path, Access::readWrite, migrations);
}

} // namespace cellwright
