// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/text.h"

#include "widgets/report/style.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// Lays the text out in lines of `width`; returns the height.
double layOut(QTextLayout& layout, const TextLook& look, double width) {
    QTextOption option(look.right ? Qt::AlignRight : Qt::AlignLeft);
    option.setWrapMode(look.monospacedBreaks ? QTextOption::WrapAnywhere
                                             : QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.setFont(look.font);
    const double leading = lineHeight(look.font);
    double y = 0.0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0.0, y + (leading - line.height()) / 2.0});
        y += leading;
    }
    layout.endLayout();
    return y;
}

} // namespace

QString cleaned(const QString& text, qsizetype limit) {
    QString result = text.size() > limit ? text.left(limit).trimmed() + u'…' : text;
    for (QChar& c : result)
        if (c == u'\n')
            c = QChar::LineSeparator;
        else if (c.category() == QChar::Other_Control)
            c = u' ';
    return result;
}

double textHeight(const QString& text, const TextLook& look, double width) {
    QTextLayout layout(cleaned(text));
    return layOut(layout, look, width);
}

void paintText(QPainter& painter, const QRectF& rectangle, const QString& text, const TextLook& look) {
    QTextLayout layout(cleaned(text));
    layOut(layout, look, rectangle.width());
    painter.setPen(look.colour);
    layout.draw(&painter, rectangle.topLeft());
}

TextWidth textWidth(const QString& text, const QFont& font) {
    static const QRegularExpression lines(u"[\\n\\x{2028}]"_s), words(u"\\s+"_s);
    const QFontMetricsF metrics(font);
    TextWidth width;
    for (const QString& line : cleaned(text).split(lines)) {
        width.line = std::max(width.line, metrics.horizontalAdvance(line));
        for (const QString& word : line.split(words))
            width.word = std::max(width.word, metrics.horizontalAdvance(word));
    }
    return width;
}

QStringList wrappedLines(const QString& text, const TextLook& look, double width) {
    const QString clean = cleaned(text);
    QTextLayout layout(clean);
    layOut(layout, look, width);
    QStringList lines;
    for (int i = 0; i < layout.lineCount(); ++i)
        lines += clean.mid(layout.lineAt(i).textStart(), layout.lineAt(i).textLength()).trimmed();
    return lines;
}

} // namespace cellwright::report
