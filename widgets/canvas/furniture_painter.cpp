// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "widgets/canvas/scene_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLinearGradient>
#include <QLocale>
#include <QPainter>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct Furniture {
    Q_DECLARE_TR_FUNCTIONS(Furniture)
};

constexpr double margin = 12.0, padding = 8.0;

void drawPlateBox(QPainter& painter, const ScenePaint& paint, const QRectF& box) {
    QColor plate = paint.theme.base;
    plate.setAlpha(0xe4);
    painter.setPen(QPen(paint.theme.border, paint.unit));
    painter.setBrush(plate);
    painter.drawRoundedRect(box, 5 * paint.unit, 5 * paint.unit);
}

/// The map's colour over the canvas: what the eye sees where the map is transparent. Mixed here because not
/// every paint engine knows transparent gradients.
QColor blended(QRgb colour, const QColor& ground, double opacity) {
    const auto mix = [opacity](int top, int below) {
        return int(top * opacity + below * (1.0 - opacity) + 0.5);
    };
    return {mix(qRed(colour), ground.red()), mix(qGreen(colour), ground.green()),
            mix(qBlue(colour), ground.blue())};
}

QLinearGradient gradientOf(const QRectF& bar, const QColor& ground, double opacity) {
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int stop = 0; stop <= 16; ++stop)
        gradient.setColorAt(stop / 16.0, blended(sequentialColour(stop / 16.0), ground, opacity));
    return gradient;
}

void drawTick(QPainter& painter, const ScenePaint& paint, QPointF top, const QString& text,
              Qt::Alignment alignment) {
    const QFontMetricsF metrics(paint.font);
    const double width = metrics.horizontalAdvance(text);
    double left = top.x() - width / 2;
    if (alignment & Qt::AlignLeft)
        left = top.x();
    else if (alignment & Qt::AlignRight)
        left = top.x() - width;
    painter.drawText(QPointF(left, top.y() + metrics.ascent()), text);
}

} // namespace

void paintScaleBar(QPainter& painter, const ScenePaint& paint) {
    const double unit = paint.unit;
    const double metres = roundLengthBelow(150.0 / paint.pixelsPerMetre());
    const double length = metres * paint.mapping.scale;
    const QString text = QString::fromStdString(toDisplay(Metres(metres)));
    const QFontMetricsF metrics(paint.font);
    const double width = std::max(length, metrics.horizontalAdvance(text)) + 2 * padding * unit;
    QRectF box(0, 0, width, metrics.height() + 19 * unit);
    box.moveBottomLeft(paint.mapping.surface.bottomLeft() + QPointF(margin, -margin) * unit);
    drawPlateBox(painter, paint, box);
    painter.setFont(paint.font);
    painter.setPen(paint.theme.text);
    drawTick(painter, paint, QPointF(box.center().x(), box.top() + 3 * unit), text, Qt::AlignHCenter);
    const double y = box.bottom() - 8 * unit;
    const double left = box.center().x() - length / 2, right = left + length;
    painter.setPen(QPen(paint.theme.text, 1.6 * unit, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    const std::array points{QPointF(left, y - 5 * unit), QPointF(left, y), QPointF(right, y),
                            QPointF(right, y - 5 * unit)};
    painter.drawPolyline(points.data(), int(points.size()));
}

void paintLegend(QPainter& painter, const ScenePaint& paint, double minimum, double maximum, double opacity) {
    const double unit = paint.unit;
    const QFontMetricsF metrics(paint.font);
    QRectF box(0, 0, 196 * unit, 2 * metrics.height() + 25 * unit);
    box.moveBottomRight(paint.mapping.surface.bottomRight() - QPointF(margin, margin) * unit);
    drawPlateBox(painter, paint, box);
    const QRectF inner = box.adjusted(padding * unit, 5 * unit, -padding * unit, 0);
    painter.setFont(paint.font);
    painter.setPen(paint.theme.text);
    drawTick(painter, paint, inner.topLeft(), Furniture::tr("Downlink SINR (dB)"), Qt::AlignLeft);
    const QRectF bar(inner.left(), inner.top() + metrics.height() + 3 * unit, inner.width(), 9 * unit);
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradientOf(bar, paint.theme.canvas, opacity));
    painter.drawRect(bar);
    painter.setPen(paint.theme.mutedText);
    const QLocale locale;
    for (const auto& [share, alignment] :
         {std::pair{0.0, Qt::AlignLeft}, {0.5, Qt::AlignHCenter}, {1.0, Qt::AlignRight}})
        drawTick(painter, paint, QPointF(bar.left() + share * bar.width(), bar.bottom() + 2 * unit),
                 locale.toString(minimum + share * (maximum - minimum), 'g', 3), alignment);
}

void paintPlate(QPainter& painter, const ScenePaint& paint, QPointF at, const QString& text) {
    const QFontMetricsF metrics(paint.font);
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 12 * paint.unit, metrics.height() + 6 * paint.unit);
    box.moveTopLeft(at - QPointF(box.width() / 2, 0));
    drawPlateBox(painter, paint, box);
    painter.setFont(paint.font);
    painter.setPen(paint.theme.text);
    painter.drawText(box.topLeft() + QPointF(6 * paint.unit, 3 * paint.unit + metrics.ascent()), text);
}

} // namespace cellwright
