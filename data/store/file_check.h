// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/store/migrations.h"

#include <filesystem>
#include <span>

namespace cellwright {

/// Project files are refused beyond this size, so that opening one takes bounded memory.
inline constexpr std::uintmax_t maxFileBytes = 1u << 30;

/// Looks at the first bytes only: a regular file of a permitted size that says it is an SQLite database with
/// a rollback journal.
Expected<void> checkHeader(const std::filesystem::path& path);

/// Checks that the database is a project whose tables are exactly those of its version and whose pages, rows
/// and references are sound. Returns the version. Nothing of the file is trusted before it is checked,
/// nothing written.
Expected<int> checkDatabase(Database& database, std::span<const Migration> migrations);

} // namespace cellwright
