// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/store/project_store.h"

#include <QString>

namespace cellwright::project_files {

/// Opens a project file, or makes a draft from a project in JSON.
Expected<ProjectStore> open(const QString& path);
/// A new file in the drafts folder that holds this project: everything is durable before the user has named
/// it.
Expected<ProjectStore> draft(const Project& project);
/// Whether a file is a draft that the user has not named.
bool isDraft(const QString& path);
/// Removes a draft for good; does nothing to a file that is not one.
void discard(const QString& path);
/// What a file is called on the start page: its name, or "Draft of" and when it was last changed.
QString displayName(const QString& path);
/// An empty scenario to start drawing in.
Project emptyProject();

/// "Projects (*.cellwright *.json)" for file dialogs.
QString openFilter();
QString saveFilter();

} // namespace cellwright::project_files
