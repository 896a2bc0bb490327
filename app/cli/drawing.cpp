// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/drawing.h"

#include <QApplication>
#include <QLocale>

namespace cellwright::cli {

namespace {

QtMessageHandler otherMessages = nullptr;

/// Without a login session Qt complains about a folder that drawing does not use.
void withoutSession(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (!message.startsWith(QLatin1StringView("QStandardPaths: XDG_RUNTIME_DIR")))
        otherMessages(type, context, message);
}

} // namespace

Drawing::Drawing() {
    otherMessages = qInstallMessageHandler(withoutSession);
    // The offscreen platform has fonts and needs no display; "minimal" would leave out all text.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QLocale::setDefault(QLocale::c());
    static int argc = 1;
    static char name[] = "cellwright-cli";
    static char* argv[] = {name, nullptr};
    application_ = std::make_unique<QApplication>(argc, argv);
}

Drawing::~Drawing() {
    application_.reset();
    qInstallMessageHandler(otherMessages);
}

} // namespace cellwright::cli
