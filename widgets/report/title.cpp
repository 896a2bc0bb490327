// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/pdf_bytes.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QLocale>
#include <QPainter>

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// A coloured bar with the kind of document beside it.
void addBrand(Writer& writer) {
    const Style& style = writer.style();
    writer.flow().add<Drawing>(0.0, 14 * pt, [&style](QPainter& painter, const QRectF& place) {
        painter.fillRect(QRectF(place.topLeft(), QSizeF(34 * pt, 3 * pt)), style.theme.accent);
        paintText(painter, place.adjusted(0, 6 * pt, 0, 0), Report::tr("Cellwright planning report"),
                  {style.small, style.theme.mutedText});
    });
}

/// Label over value, in columns of equal width.
void addFacts(Writer& writer, const std::vector<std::pair<QString, QString>>& facts) {
    const Style& style = writer.style();
    std::vector<BlockPtr> columns;
    for (const auto& fact : facts)
        columns.push_back(std::make_unique<Drawing>(26 * pt, [&style, fact](QPainter& painter,
                                                                            const QRectF& place) {
            paintText(painter, place, fact.first, {style.small, style.theme.mutedText});
            paintText(painter, place.adjusted(0, 11 * pt, 0, 0), fact.second, {style.body, style.theme.text});
        }));
    writer.flow().add<SideBySide>(14 * pt, std::move(columns));
}

void addHash(Writer& writer, const QString& hash) {
    const Style& style = writer.style();
    writer.flow().add<Paragraph>(8 * pt, Report::tr("Inputs, SHA-256 of the project"),
                                 TextLook{style.small, style.theme.mutedText});
    writer.flow().add<Paragraph>(1 * pt, hash, TextLook{style.mono, style.theme.text, false, true});
}

} // namespace

void addTitle(Writer& writer, const Content& content) {
    const Style& style = writer.style();
    const Project& project = content.project;
    addBrand(writer);
    const QString name =
        project.name.empty() ? Report::tr("Untitled project") : QString::fromStdString(project.name);
    writer.flow().add<Paragraph>(12 * pt, cleaned(name, 300), TextLook{style.title, style.theme.text});
    if (!project.description.empty())
        writer.flow().add<Paragraph>(6 * pt, QString::fromStdString(project.description),
                                     TextLook{style.body, style.theme.mutedText});
    const QLocale locale(content.options.language);
    addFacts(writer, {{Report::tr("Date"), locale.toString(content.created.date(), u"d MMMM yyyy"_s)},
                      {Report::tr("Made with"), programName()},
                      {Report::tr("Scenarios"), QString::number(content.plans.size())}});
    addHash(writer, inputsHash(project));
}

void addContents(Writer& writer, std::size_t entries) {
    const Style& style = writer.style();
    const Flow& flow = writer.flow();
    const double line = 14 * pt;
    const auto paint = [&style, &flow, line](QPainter& painter, const QRectF& place) {
        double y = place.top() + 4 * pt;
        for (const Flow::Mark& mark : flow.marks()) {
            const QRectF row(place.left(), y, place.width() - 30 * pt, line);
            paintText(painter, row, cleaned(mark.title, 70), {style.body, style.theme.text});
            paintText(painter, QRectF(row.right(), y, 30 * pt, line), QString::number(mark.page + 1),
                      {style.body, style.theme.mutedText, true});
            painter.setPen(QPen(style.theme.border, 0.4 * pt));
            painter.drawLine(QPointF(place.left(), y + line - pt), QPointF(place.right(), y + line - pt));
            y += line;
        }
    };
    writer.flow().add<Drawing>(12 * pt, double(entries) * line + 4 * pt, paint);
}

} // namespace cellwright::report
