// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

namespace cellwright::test {

/// What a run of the program left.
struct Run {
    int status = -1; ///< exit status; -1 when it crashed or did not end
    QByteArray out, err;
    /// The document on standard output; discarded where it is none.
    [[nodiscard]] nlohmann::json json() const;
    /// For the message of a failed comparison.
    [[nodiscard]] const char* message() const { return err.constData(); }
};

/// The path of the program under test.
QString programPath();

/// Runs `cellwright-cli` with arguments as a shell would split them (double quotes keep blanks).
Run cli(const QString& commandLine, const QString& folder = {});

/// A folder of a test's own in which it runs the program.
class Workplace {
public:
    [[nodiscard]] Run run(const char* commandLine) const {
        return cli(QString::fromUtf8(commandLine), folder_.path());
    }
    /// A run that only makes what a test starts from.
    void prepare(const char* commandLine) const;
    void write(const char* name, const QByteArray& bytes) const;
    [[nodiscard]] QByteArray read(const char* name) const;
    [[nodiscard]] bool has(const char* name) const;
    /// All files, sorted.
    [[nodiscard]] QStringList files() const;
    [[nodiscard]] QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }

private:
    QTemporaryDir folder_;
};

} // namespace cellwright::test

/// Fails with the program's own words.
#define CELLWRIGHT_STATUS(run, expected)                                                                     \
    do {                                                                                                     \
        const auto& ran = (run);                                                                             \
        QVERIFY2(ran.status == (expected), ran.message());                                                   \
    } while (false)
