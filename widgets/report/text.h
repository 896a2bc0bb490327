// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace cellwright::report {

/// Text that wraps: at words, and within a word that is wider than its place. Measuring and painting lay the
/// text out in the same way, so nothing is clipped. Longer texts than `longestText` are cut with an ellipsis.
struct TextLook {
    QFont font;
    QColor colour;
    bool right = false;
    bool monospacedBreaks = false; ///< break anywhere, for hashes
};

inline constexpr qsizetype longestText = 4000;

/// The text with line breaks for the layout, control characters taken out, at most `limit` long.
QString cleaned(const QString& text, qsizetype limit = longestText);

double textHeight(const QString& text, const TextLook& look, double width);
/// Paints from the top of the rectangle.
void paintText(QPainter& painter, const QRectF& rectangle, const QString& text, const TextLook& look);
/// The widest line and the widest word, unwrapped.
struct TextWidth {
    double line = 0.0;
    double word = 0.0;
};
TextWidth textWidth(const QString& text, const QFont& font);

/// The texts of the lines after wrapping, for splitting a paragraph.
QStringList wrappedLines(const QString& text, const TextLook& look, double width);

} // namespace cellwright::report
