// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/painting/scene_painter.h"
#include "widgets/document/entity_lists.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
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

/// What a mark is drawn around: the outline of an area, or a circle.
QPainterPath outlineOf(const ScenePaint& paint, EntityRef entity) {
    QPainterPath outline;
    if (const auto* group = find<UserGroup>(paint.scenario, entity); group && group->area.size() >= 3) {
        QPolygonF area;
        for (const Position corner : group->area)
            area << paint.mapping.toSurface(corner);
        outline.addPolygon(area);
        outline.closeSubpath();
    } else if (const auto anchor = anchorOf(paint.scenario, entity)) {
        const double radius = 24.0 * paint.unit;
        outline.addEllipse(paint.mapping.toSurface(*anchor), radius, radius);
    }
    return outline;
}

/// Below a place, moved down until it covers none of those before it.
void drawWords(QPainter& painter, const ScenePaint& paint, QPointF at, const QString& text,
               std::vector<QRectF>& taken) {
    const QFontMetricsF metrics(paint.font);
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 14 * paint.unit, metrics.height() + 8 * paint.unit);
    box.moveTopLeft(at - QPointF(box.width() / 2, 0));
    const auto covers = [&box](const QRectF& other) { return other.intersects(box); };
    for (auto other = std::ranges::find_if(taken, covers); other != taken.end();
         other = std::ranges::find_if(taken, covers))
        box.moveTop(other->bottom() + 1.0);
    taken.push_back(box);
    paintPlate(painter, paint, QPointF(box.center().x(), box.top()), text);
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
    painter.setBrush(Qt::NoBrush);
    // The gravest last, on top.
    for (const Gravity gravity : {Gravity::notice, Gravity::warning, Gravity::critical}) {
        for (const auto& line : overlay.lines)
            if (line.gravity == gravity)
                drawLine(painter, paint, line);
        for (const auto& mark : overlay.marks)
            if (mark.gravity == gravity) {
                const QPainterPath outline = outlineOf(paint, mark.entity);
                painter.strokePath(outline, QPen(paint.theme.labelHalo, 6.0 * paint.unit));
                painter.strokePath(outline, penOf(paint.theme, gravity, paint.unit));
            }
    }
    if (overlay.lines.size() + overlay.marks.size() > mostTexts)
        return;
    std::vector<QRectF> taken;
    for (const auto& mark : overlay.marks)
        if (const QRectF box = outlineOf(paint, mark.entity).boundingRect();
            !mark.text.isEmpty() && !box.isEmpty())
            drawWords(painter, paint, QPointF(box.center().x(), box.bottom() + 4 * paint.unit), mark.text,
                      taken);
    for (const auto& line : overlay.lines)
        if (!line.text.isEmpty())
            drawWords(painter, paint,
                      (paint.mapping.toSurface(line.from) + paint.mapping.toSurface(line.to)) / 2.0,
                      line.text, taken);
}

} // namespace cellwright
