// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>
#include <QStringList>

namespace cellwright {

/// One of our own line icons, drawn in the text colour of the application's palette at any size, so that it
/// follows the theme by itself. An unknown name yields a null icon.
QIcon themedIcon(const QString& name);
/// The names that themedIcon() knows.
QStringList iconNames();

} // namespace cellwright
