// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/theme_controller.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace cellwright {

/// What the program remembers about the person, not about a project. The only place that knows the keys.
class Settings {
public:
    [[nodiscard]] static QStringList recentFiles(); ///< newest first, existing files only
    static void addRecentFile(const QString& path);

    [[nodiscard]] static ThemeChoice theme();
    static void setTheme(ThemeChoice choice);

    [[nodiscard]] static QByteArray windowGeometry();
    [[nodiscard]] static QByteArray windowState();
    static void setWindow(const QByteArray& geometry, const QByteArray& state);

    /// Where projects live that the user has not named yet; made when absent.
    [[nodiscard]] static QString draftsFolder();
};

} // namespace cellwright
