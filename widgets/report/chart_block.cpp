// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/chart_block.h"

#include "widgets/charts/roofline/roofline_painter.h"

#include <QPainter>

#include <utility>

namespace cellwright::report {
namespace {

ChartLook lookOf(const Theme& theme) {
    ChartLook look;
    look.text = theme.text;
    look.grid = theme.chartGrid;
    look.series.assign(theme.categorical.begin(), theme.categorical.end());
    look.pointSize = 7.5;
    return look;
}

} // namespace

BlockPtr chartBlock(ChartKind kind, const std::vector<Assessment>& assessments, const Style& style,
                    double width) {
    const ChartLook look = lookOf(style.theme);
    const double height = chartHeight(kind, assessments, width, look, pt);
    return std::make_unique<Drawing>(height, [=, &assessments](QPainter& painter, const QRectF& place) {
        paintChart(painter, place, kind, assessments, look, pt);
    });
}

BlockPtr chartBlock(ChartData data, const Style& style, double width) {
    const ChartLook look = lookOf(style.theme);
    const double height = chartHeight(data, width, look, pt);
    return std::make_unique<Drawing>(height,
                                     [look, data = std::move(data)](QPainter& painter, const QRectF& place) {
                                         paintChart(painter, place, data, look, pt);
                                     });
}

BlockPtr rooflineBlock(RooflineData data, const Style& style, double width) {
    QFont font = style.small;
    font.setPixelSize(7);
    font.setHintingPreference(QFont::PreferNoHinting);
    auto roofline = std::make_shared<RooflinePainter>(std::move(data), style.theme, font);
    return std::make_unique<Drawing>(0.52 * width, [roofline](QPainter& painter, const QRectF& place) {
        painter.save();
        painter.translate(place.topLeft());
        painter.scale(pt, pt);
        roofline->layout(QRectF(QPointF(), place.size() / pt));
        roofline->paint(painter);
        painter.restore();
    });
}

void addChart(Writer& writer, ChartKind kind, const std::vector<Assessment>& assessments) {
    writer.flow().add(chartBlock(kind, assessments, writer.style(), writer.width()), 8 * pt);
}

} // namespace cellwright::report
