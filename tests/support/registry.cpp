// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"

#include <QString>
#include <QTest>

#include <vector>

namespace cellwright::test {
namespace {

std::vector<std::function<std::unique_ptr<QObject>()>>& makers() {
    static std::vector<std::function<std::unique_ptr<QObject>()>> all;
    return all;
}

int unexpectedWarnings = 0;
QtMessageHandler previous = nullptr;

void countWarnings(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    // The offscreen platform says this once per window; it is about the platform, not about us.
    const bool platform =
        text.contains(QLatin1String("propagateSizeHints")) || text.contains(QLatin1String("XDG_RUNTIME_DIR"));
    if (!platform && (type == QtWarningMsg || type == QtCriticalMsg))
        ++unexpectedWarnings;
    if (previous && !platform)
        previous(type, context, text);
}

} // namespace

Registration::Registration(std::function<std::unique_ptr<QObject>()> make) {
    makers().push_back(std::move(make));
}

int runAll(int argc, char** argv) {
    previous = qInstallMessageHandler(countWarnings);
    int failures = makers().empty() ? 1 : 0;
    for (const auto& make : makers()) {
        const auto test = make();
        failures += QTest::qExec(test.get(), argc, argv);
    }
    if (unexpectedWarnings > 0) {
        fprintf(stderr, "%d unexpected Qt warnings\n", unexpectedWarnings);
        ++failures;
    }
    return failures > 0 ? 1 : 0;
}

} // namespace cellwright::test
