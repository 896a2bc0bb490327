// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/project_files.h"

#include "app/desktop/settings.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

namespace cellwright::project_files {

using namespace Qt::StringLiterals;

Expected<ProjectStore> open(const QString& path) {
    const std::filesystem::path file = path.toStdU16String();
    if (QFileInfo(path).suffix().compare(u"json"_s, Qt::CaseInsensitive) != 0)
        return ProjectStore::open(file);
    return readProject(file).and_then([](const Project& project) { return draft(project); });
}

Expected<ProjectStore> draft(const Project& project) {
    const QString stamp = QDateTime::currentDateTime().toString(u"yyyyMMdd-hhmmss-zzz"_s);
    const QString path = QDir(Settings::draftsFolder()).filePath(stamp + u".cellwright"_s);
    return ProjectStore::create(std::filesystem::path(path.toStdU16String()), project);
}

bool isDraft(const QString& path) {
    return QFileInfo(path).absolutePath() == QFileInfo(Settings::draftsFolder()).absoluteFilePath();
}

void discard(const QString& path) {
    if (!isDraft(path))
        return;
    QFile::remove(path);
    for (const auto& beside : {u".lock"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(path + beside);
}

QString displayName(const QString& path) {
    const QFileInfo file(path);
    if (!isDraft(path))
        return file.completeBaseName();
    return QCoreApplication::translate("project_files", "Draft of %1")
        .arg(QLocale().toString(file.lastModified(), QLocale::ShortFormat));
}

Project emptyProject() {
    Project project;
    project.name = QCoreApplication::translate("project_files", "New project").toStdString();
    Scenario scenario;
    scenario.id = {1};
    scenario.name = QCoreApplication::translate("project_files", "Scenario 1").toStdString();
    scenario.topology.carriers.push_back({.id = {1}, .name = "n78, 3.5 GHz"});
    project.scenarios.push_back(std::move(scenario));
    return project;
}

QString openFilter() {
    return QCoreApplication::translate("project_files", "Projects (*.cellwright *.json);;All files (*)");
}

QString saveFilter() {
    return QCoreApplication::translate("project_files", "Cellwright project (*.cellwright)");
}

} // namespace cellwright::project_files
