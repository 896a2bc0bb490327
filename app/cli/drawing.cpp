// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/drawing.h"

#include <QApplication>
#include <QLocale>

namespace cellwright::cli {

Drawing::Drawing() {
    // The offscreen platform has fonts and needs no display; "minimal" would leave out all text.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QLocale::setDefault(QLocale::c());
    static int argc = 1;
    static char name[] = "cellwright-cli";
    static char* argv[] = {name, nullptr};
    application_ = std::make_unique<QApplication>(argc, argv);
}

Drawing::~Drawing() = default;

} // namespace cellwright::cli
