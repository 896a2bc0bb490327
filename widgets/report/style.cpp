// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/style.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <cmath>

namespace cellwright::report {
namespace {

QFont font(const QFont& base, double points, bool bold = false) {
    QFont result = base;
    result.setPixelSize(int(std::lround(points * pt)));
    result.setBold(bold);
    result.setHintingPreference(QFont::PreferNoHinting);
    return result;
}

} // namespace

Style::Style() {
    const QFont base = QGuiApplication::font();
    title = font(base, 23, true);
    heading1 = font(base, 15, true);
    heading2 = font(base, 10.5, true);
    heading3 = font(base, 8.5, true);
    body = font(base, 8.5);
    bodyBold = font(base, 8.5, true);
    table = font(base, 7.5);
    tableBold = font(base, 7.5, true);
    small = font(base, 6.8);
    figure = font(base, 12, true);
    mono = font(QFontDatabase::systemFont(QFontDatabase::FixedFont), 6.8);
}

double lineHeight(const QFont& font) {
    return 1.36 * font.pixelSize();
}

} // namespace cellwright::report
