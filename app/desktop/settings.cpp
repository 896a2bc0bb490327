// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

constexpr int recentLimit = 8;

} // namespace

QStringList Settings::recentFiles() {
    QStringList existing;
    for (const auto& path : QSettings().value(u"files/recent"_s).toStringList())
        if (QFileInfo::exists(path))
            existing << path;
    return existing;
}

void Settings::addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    QSettings().setValue(u"files/recent"_s, files.mid(0, recentLimit));
}

ThemeChoice Settings::theme() {
    const int stored = QSettings().value(u"window/theme"_s, int(ThemeChoice::system)).toInt();
    return stored >= 0 && stored <= int(ThemeChoice::dark) ? ThemeChoice(stored) : ThemeChoice::system;
}

void Settings::setTheme(ThemeChoice choice) {
    QSettings().setValue(u"window/theme"_s, int(choice));
}

QByteArray Settings::windowGeometry() {
    return QSettings().value(u"window/geometry"_s).toByteArray();
}
QByteArray Settings::windowState() {
    return QSettings().value(u"window/state"_s).toByteArray();
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& state) {
    QSettings settings;
    settings.setValue(u"window/geometry"_s, geometry);
    settings.setValue(u"window/state"_s, state);
}

QString Settings::draftsFolder() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/drafts"_s;
    QDir().mkpath(folder);
    return folder;
}

} // namespace cellwright
