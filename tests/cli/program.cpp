// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>

namespace cellwright::test {

nlohmann::json Run::json() const {
    return nlohmann::json::parse(out.toStdString(), nullptr, false);
}

QString programPath() {
    const QString given = qEnvironmentVariable("CELLWRIGHT_CLI");
    if (!given.isEmpty())
        return given;
    return QDir(QCoreApplication::applicationDirPath())
        .filePath(QStringLiteral("../../app/cli/cellwright-cli"));
}

Run cli(const QString& commandLine, const QString& folder) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(programPath(), QProcess::splitCommand(commandLine));
    constexpr int milliseconds = 120'000;
    if (!process.waitForFinished(milliseconds) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(),
                "did not end by itself: " + process.errorString().toUtf8()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void Workplace::prepare(const char* commandLine) const {
    if (const auto result = run(commandLine); result.status != 0)
        qCritical("%s: %s", commandLine, result.message());
}

void Workplace::write(const char* name, const QByteArray& bytes) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qCritical("cannot write %s", name);
}

QByteArray Workplace::read(const char* name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool Workplace::has(const char* name) const {
    return QFile::exists(path(name));
}

QStringList Workplace::files() const {
    return QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace cellwright::test
