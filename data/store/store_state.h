// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/store/database.h"
#include "data/store/file_lock.h"
#include "data/store/migrations.h"
#include "data/store/project_store.h"

namespace cellwright {

/// What an open store holds. The journal has the positions from `oldest` to `newest`; those up to `position`
/// are in force.
struct ProjectStore::State {
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State();

    std::filesystem::path path;
    FileLock lock;
    Database database;
    Project project;
    std::vector<std::string> notices;
    bool readOnly = false;
    bool ready = false; ///< checked, loaded and prepared for edits
    std::int64_t oldest = 1, newest = 0, position = 0;
};

/// Removes what SQLite may have left beside a file that is about to be replaced: none of it may reach the new
/// one.
void removeSidecars(const std::filesystem::path& path);
/// Puts everything into the one file, so that it can be handed around, and removes the log beside it.
Expected<void> finishLog(Database& database);

/// Makes stores, with any list of migrations, so that tests can have a next version.
struct StoreOpener {
    static Expected<ProjectStore> create(const std::filesystem::path& path, const Project& project,
                                         bool force, std::span<const Migration> migrations);
    static Expected<ProjectStore> open(const std::filesystem::path& path, ProjectStore::Access access,
                                       std::span<const Migration> migrations);
};

} // namespace cellwright
