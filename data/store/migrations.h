// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/store/database.h"

#include <span>
#include <string_view>

namespace cellwright {

/// "CWRT": what PRAGMA application_id of a project file says.
inline constexpr int applicationId = 0x43575254;

/// The version of this program, "0.1.0".
std::string_view programVersion();

/// One step of the schema: makes version `version` out of the one before.
struct Migration {
    int version;
    std::string_view program; ///< the first version of the program that reads such files
    std::string_view sql;
};
/// The steps from an empty file to the version that this program writes, in order, the first one with
/// version 1.
std::span<const Migration> shippedMigrations();

/// Runs the steps after version `from`, each in a transaction of its own, so that a file has always one whole
/// version.
Expected<void> migrate(Database& database, std::span<const Migration> migrations, int from);

} // namespace cellwright
