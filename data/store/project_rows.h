// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"
#include "data/store/database.h"

namespace cellwright {

/// Reads the whole project. Fails with the row that is wrong: a body that is not such an entity, rows out of
/// order, missing or beyond the limits of JsonLimits.
Expected<Project> loadProject(Database& database);

/// Writes a project into a file that holds an empty one. To be called within a transaction.
Expected<void> writeProject(Database& database, const Project& project);

/// Brings the rows up to date with an edit that was already applied to the project. Within a transaction.
Expected<void> writeEdit(Database& database, const Edit& edit, const Project& after);

} // namespace cellwright
