// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_painting.h"

#include "widgets/charts/stacked_bar_chart.h"

#include <QFont>
#include <QFontMetricsF>
#include <QGraphicsScene>
#include <QGuiApplication>
#include <QPainter>

#include <cmath>

namespace cellwright {
namespace {

/// The font of a page: its size in the chart's own coordinates, which are points.
QFont pageFont(const ChartLook& look) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(int(std::lround(look.pointSize)));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

void paintWords(QPainter& painter, const QRectF& rectangle, const QString& words, const ChartLook& look) {
    painter.setFont(pageFont(look));
    painter.setPen(look.text);
    painter.drawText(rectangle, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words);
}

/// Below the chart, what it leaves out.
qreal notesHeight(const ChartData& data, qreal width, const ChartLook& look) {
    if (data.bars.empty() || data.notes.isEmpty())
        return 0.0;
    return QFontMetricsF(pageFont(look))
        .boundingRect(QRectF(0, 0, width, 1e6), Qt::TextWordWrap, data.notes.join(u'\n'))
        .height();
}

} // namespace

void paintChart(QPainter& painter, const QRectF& rectangle, const ChartData& data, const ChartLook& look,
                qreal unitsPerPoint) {
    const QSizeF size = rectangle.size() / unitsPerPoint;
    painter.save();
    painter.translate(rectangle.topLeft());
    painter.scale(unitsPerPoint, unitsPerPoint);
    if (data.bars.empty()) {
        paintWords(painter, QRectF(QPointF(), size), data.emptyText, look);
    } else {
        const qreal notes = notesHeight(data, size.width(), look);
        const QSizeF chartSize(size.width(), size.height() - notes);
        const QRectF below(0, chartSize.height(), size.width(), notes);
        paintWords(painter, below, data.notes.join(u'\n'), look);
        QGraphicsScene scene;
        auto* chart = new StackedBarChart(data, look, pageFont(look));
        scene.addItem(chart);
        chart->resize(chartSize);
        const QRectF place(QPointF(), chartSize);
        scene.render(&painter, place, place);
    }
    painter.restore();
}

qreal chartHeight(const ChartData& data, qreal width, const ChartLook& look, qreal unitsPerPoint) {
    if (data.bars.empty())
        return 4.0 * look.pointSize * unitsPerPoint;
    const qreal points = width / unitsPerPoint;
    const qreal notes = notesHeight(data, points, look);
    const StackedBarChart chart(data, look, pageFont(look));
    return (chart.neededHeight(points) + notes) * unitsPerPoint;
}

void paintChart(QPainter& painter, const QRectF& rectangle, ChartKind kind,
                const std::vector<Assessment>& assessments, const ChartLook& look, qreal unitsPerPoint) {
    paintChart(painter, rectangle, chartData(kind, assessments), look, unitsPerPoint);
}

qreal chartHeight(ChartKind kind, const std::vector<Assessment>& assessments, qreal width,
                  const ChartLook& look, qreal unitsPerPoint) {
    return chartHeight(chartData(kind, assessments), width, look, unitsPerPoint);
}

} // namespace cellwright
