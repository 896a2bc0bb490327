// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/painting/scene_painter.h"

#include <QPainter>
#include <QTransform>

#include <algorithm>

namespace cellwright {
namespace {

constexpr std::size_t mostTexts = 30; ///< more are a thicket, not information

QColor colourOf(const Theme& theme, Gravity gravity) {
    switch (gravity) {
    case Gravity::critical:
        return theme.bad;
    case Gravity::warning:
        return theme.warning;
    case Gravity::notice:
        break;
    }
    return theme.mutedText;
}

/// Gravity shows in width and dash too, not in the colour alone.
QPen penOf(const Theme& theme, Gravity gravity, double unit) {
    static constexpr std::array widths{1.2, 2.0, 3.0};
    static constexpr std::array styles{Qt::DotLine, Qt::DashLine, Qt::SolidLine};
    const auto index = std::size_t(gravity);
    return {colourOf(theme, gravity), widths[index] * unit, styles[index], Qt::RoundCap};
}

void drawLine(QPainter& painter, const ScenePaint& paint, const OverlayLine& line) {
    const QPointF from = paint.mapping.toSurface(line.from), to = paint.mapping.toSurface(line.to);
    painter.setPen(QPen(paint.theme.labelHalo, 5.0 * paint.unit, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(from, to);
    painter.setPen(penOf(paint.theme, line.gravity, paint.unit));
    painter.drawLine(from, to);
}

void drawMark(QPainter& painter, const ScenePaint& paint, const OverlayMark& mark, bool text) {
    const auto anchor = anchorOf(paint.scenario, mark.entity);
    if (!anchor)
        return;
    const QPointF at = paint.mapping.toSurface(*anchor);
    painter.setPen(QPen(paint.theme.labelHalo, 6.0 * paint.unit));
    painter.setBrush(Qt::NoBrush);
    const double radius = 24.0 * paint.unit;
    painter.drawEllipse(at, radius, radius);
    painter.setPen(penOf(paint.theme, mark.gravity, paint.unit));
    painter.drawEllipse(at, radius, radius);
    if (text && !mark.text.isEmpty())
        paintPlate(painter, paint, at + QPointF(0, radius + 4 * paint.unit), mark.text);
}

} // namespace

void paintBackdrops(QPainter& painter, const ScenePaint& paint, const std::vector<Backdrop>& backdrops) {
    for (const auto& backdrop : backdrops) {
        const QPointF origin = paint.mapping.toSurface(backdrop.origin);
        const double scale = paint.mapping.scale;
        const auto step = [scale](Position p) { return QPointF(p.x.si() * scale, -p.y.si() * scale); };
        const QPointF column = step(backdrop.perColumn), row = step(backdrop.perRow);
        painter.save();
        painter.setOpacity(painter.opacity() * backdrop.opacity);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, true);
        painter.setTransform(QTransform(column.x(), column.y(), row.x(), row.y(), origin.x(), origin.y()),
                             true);
        painter.drawImage(QPointF(), backdrop.image);
        painter.restore();
    }
}

void paintOverlay(QPainter& painter, const ScenePaint& paint, const Overlay& overlay) {
    // The gravest last, on top.
    for (const Gravity gravity : {Gravity::notice, Gravity::warning, Gravity::critical})
        for (const auto& line : overlay.lines)
            if (line.gravity == gravity)
                drawLine(painter, paint, line);
    const bool texts = overlay.lines.size() + overlay.marks.size() <= mostTexts;
    for (const auto& line : overlay.lines)
        if (texts && !line.text.isEmpty())
            paintPlate(painter, paint,
                       (paint.mapping.toSurface(line.from) + paint.mapping.toSurface(line.to)) / 2.0,
                       line.text);
    for (const auto& mark : overlay.marks)
        drawMark(painter, paint, mark, texts);
}

} // namespace cellwright
