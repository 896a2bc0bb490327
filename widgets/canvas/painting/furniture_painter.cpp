// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "widgets/canvas/painting/scene_painter.h"
#include "widgets/canvas/painting/site_look.h"

#include <QConicalGradient>
#include <QCoreApplication>
#include <QFontMetricsF>
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

} // namespace

void drawPlateBox(QPainter& painter, const ScenePaint& paint, const QRectF& box) {
    QColor plate = paint.theme.base;
    plate.setAlpha(0xe4);
    painter.setPen(QPen(paint.theme.border, paint.unit));
    painter.setBrush(plate);
    painter.drawRoundedRect(box, 5 * paint.unit, 5 * paint.unit);
}

namespace {

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

namespace {

double widestOf(const std::vector<SectorKeyEntry>& entries, const QFontMetricsF& metrics) {
    double width = metrics.horizontalAdvance(Furniture::tr("Azimuth"));
    for (const auto& entry : entries)
        width = std::max(width, metrics.horizontalAdvance(entry.text));
    return width;
}

/// Directions as a wheel with its north up.
void drawWheel(QPainter& painter, const ScenePaint& paint, QPointF centre, double radius) {
    QConicalGradient wheel(centre, 90.0);
    for (int stop = 0; stop <= 16; ++stop) // conical gradients run against the clock
        wheel.setColorAt(stop / 16.0, QColor::fromRgb(cyclicColour(1.0 - stop / 16.0)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(wheel);
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(paint.theme.canvas, 1.5 * paint.unit));
    painter.drawLine(centre, centre - QPointF(0, radius));
}

} // namespace

void paintSectorKey(QPainter& painter, const ScenePaint& paint) {
    if (paint.sectorColour == SectorColour::plain)
        return;
    const double unit = paint.unit;
    const bool wheel = paint.sectorColour == SectorColour::azimuth;
    const QFontMetricsF metrics(paint.font);
    const auto entries = sectorKey(paint.scenario.topology, paint.theme, paint.sectorColour);
    const double row = metrics.height() + 2 * unit, rows = wheel ? 2.2 : double(entries.size());
    QRectF box(0, 0, widestOf(entries, metrics) + (wheel ? 54 : 34) * unit, rows * row + 10 * unit);
    box.moveBottomLeft(paint.mapping.surface.bottomLeft() + QPointF(margin, -margin - 48) * unit);
    drawPlateBox(painter, paint, box);
    painter.setFont(paint.font);
    if (wheel) {
        drawWheel(painter, paint, QPointF(box.left() + 25 * unit, box.center().y()), 15 * unit);
        painter.setPen(paint.theme.text);
        painter.drawText(QPointF(box.left() + 46 * unit, box.center().y() + metrics.ascent() / 2 - unit),
                         Furniture::tr("Azimuth"));
        return;
    }
    double y = box.top() + 5 * unit;
    for (const auto& entry : entries) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.colour);
        painter.drawRoundedRect(QRectF(box.left() + 8 * unit, y + 3 * unit, 12 * unit, row - 6 * unit),
                                2 * unit, 2 * unit);
        painter.setPen(paint.theme.text);
        painter.drawText(QPointF(box.left() + 26 * unit, y + metrics.ascent()), entry.text);
        y += row;
    }
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
