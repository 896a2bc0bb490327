// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The legend of the map: a scale with three numbers, or one line per range.
#include "widgets/canvas/painting/scene_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>

namespace cellwright {
namespace {

struct Legend {
    Q_DECLARE_TR_FUNCTIONS(Legend)
};

constexpr double margin = 12.0, padding = 8.0;

/// The map's colour over the canvas: what the eye sees where the map is transparent. Mixed here because not
/// every paint engine knows transparent gradients.
QColor blended(QRgb colour, const QColor& ground, double opacity) {
    const auto mix = [opacity](int top, int below) {
        return int(top * opacity + below * (1.0 - opacity) + 0.5);
    };
    return {mix(qRed(colour), ground.red()), mix(qGreen(colour), ground.green()),
            mix(qBlue(colour), ground.blue())};
}

/// A box at the lower right with the name of the layer in it; what is below the name.
QRectF drawFrame(QPainter& painter, const ScenePaint& paint, const MapSettings& map, QSizeF content) {
    const QFontMetricsF metrics(paint.font);
    const QString title = layerName(map.layer());
    const double unit = paint.unit;
    QRectF box(0, 0, std::max(content.width(), metrics.horizontalAdvance(title)) + 2 * padding * unit,
               content.height() + metrics.height() + 13 * unit);
    box.moveBottomRight(paint.mapping.surface.bottomRight() - QPointF(margin, margin) * unit);
    drawPlateBox(painter, paint, box);
    painter.setFont(paint.font);
    painter.setPen(paint.theme.text);
    painter.drawText(box.topLeft() + QPointF(padding * unit, 5 * unit + metrics.ascent()), title);
    return box.adjusted(padding * unit, metrics.height() + 8 * unit, -padding * unit, 0);
}

void drawScale(QPainter& painter, const ScenePaint& paint, const MapSettings& map) {
    const double unit = paint.unit;
    const QFontMetricsF metrics(paint.font);
    const QRectF inner = drawFrame(painter, paint, map, {190 * unit, metrics.height() + 13 * unit});
    const QRectF bar(inner.left(), inner.top(), inner.width(), 9 * unit);
    const MapStyle& style = map.style();
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int stop = 0; stop <= 16; ++stop) {
        const double share = stop / 16.0;
        gradient.setColorAt(share, blended(paletteColour(style.palette, style.reversed ? 1.0 - share : share),
                                           paint.theme.canvas, map.opacity));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRect(bar);
    painter.setPen(paint.theme.mutedText);
    for (const double share : {0.0, 0.5, 1.0}) {
        const QString text = layerText(map.layer(), style.valueAt(share));
        const double left = bar.left() + share * (bar.width() - metrics.horizontalAdvance(text));
        painter.drawText(QPointF(left, bar.bottom() + 2 * unit + metrics.ascent()), text);
    }
}

QString rangeText(const MapSettings& map, std::size_t range) {
    const auto& bounds = map.style().bounds;
    // Counts lie between their bounds: "2", not "1.5 to 2.5".
    if (map.layer() == maps::Layer::overlap && range > 0 && range < bounds.size() &&
        bounds[range] - bounds[range - 1] == 1.0)
        return layerText(map.layer(), bounds[range] - 0.5);
    if (range == 0)
        return Legend::tr("below %1").arg(layerText(map.layer(), bounds.front()));
    if (range == bounds.size())
        return Legend::tr("%1 and more").arg(layerText(map.layer(), bounds.back()));
    return Legend::tr("%1 to %2")
        .arg(layerText(map.layer(), bounds[range - 1]), layerText(map.layer(), bounds[range]));
}

void drawRanges(QPainter& painter, const ScenePaint& paint, const MapSettings& map) {
    const double unit = paint.unit;
    const QFontMetricsF metrics(paint.font);
    const std::size_t count = map.style().bounds.size() + 1;
    double width = 0.0;
    for (std::size_t range = 0; range < count; ++range)
        width = std::max(width, metrics.horizontalAdvance(rangeText(map, range)));
    const double row = metrics.height() + unit;
    const QRectF inner = drawFrame(painter, paint, map, {width + 26 * unit, double(count) * row + 2 * unit});
    double y = inner.top();
    for (std::size_t range = count; range-- > 0; y += row) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(blended(map.style().colourOfRange(range), paint.theme.canvas, map.opacity));
        painter.drawRect(QRectF(inner.left(), y + 2 * unit, 18 * unit, row - 4 * unit));
        painter.setPen(paint.theme.text);
        painter.drawText(QPointF(inner.left() + 24 * unit, y + metrics.ascent()), rangeText(map, range));
    }
}

} // namespace

void paintLegend(QPainter& painter, const ScenePaint& paint, const MapSettings& map) {
    if (maps::infoOf(map.layer()).categories)
        drawFrame(painter, paint, map, {});
    else if (map.style().stepped())
        drawRanges(painter, paint, map);
    else
        drawScale(painter, paint, map);
}

} // namespace cellwright
