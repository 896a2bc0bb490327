// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/painting/scene_painter.h"

#include "analytics/radio/user_positions.h"
#include "widgets/canvas/geometry.h"
#include "widgets/document/entity_lists.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr qsizetype roundDots = 4000;   ///< more are drawn as squares, which is ten times quicker
constexpr std::size_t plainLinks = 800; ///< more are drawn as hairlines without a rim

QPolygonF polygonOf(const ScenePaint& paint, const std::vector<Position>& corners) {
    QPolygonF polygon;
    polygon.reserve(qsizetype(corners.size()));
    for (const Position corner : corners)
        polygon << paint.mapping.toSurface(corner);
    return polygon;
}

QPen penOf(const QColor& colour, double width, Qt::PenStyle style = Qt::SolidLine) {
    return {colour, width, style, Qt::RoundCap, Qt::RoundJoin};
}

void drawGridLines(QPainter& painter, const ScenePaint& paint, double step, const QColor& colour) {
    const QRectF& area = paint.exposed;
    const Position low = paint.mapping.toPlane(area.bottomLeft());
    const Position high = paint.mapping.toPlane(area.topRight());
    QList<QLineF> lines;
    for (double x = std::ceil(low.x.si() / step) * step; x <= high.x.si(); x += step) {
        const double at = paint.mapping.toSurface({Metres(x), low.y}).x();
        lines << QLineF(at, area.top(), at, area.bottom());
    }
    for (double y = std::ceil(low.y.si() / step) * step; y <= high.y.si(); y += step) {
        const double at = paint.mapping.toSurface({low.x, Metres(y)}).y();
        lines << QLineF(area.left(), at, area.right(), at);
    }
    painter.setPen(penOf(colour, paint.unit));
    painter.drawLines(lines);
}

Qt::PenStyle styleOf(Medium medium) {
    switch (medium) {
    case Medium::fibre:
        return Qt::SolidLine;
    case Medium::pon:
        return Qt::DashDotLine;
    case Medium::microwave:
        return Qt::DashLine;
    case Medium::satellite:
        return Qt::DashDotDotLine;
    case Medium::copper:
        break;
    }
    return Qt::DotLine;
}

void drawRack(QPainter& painter, const QRectF& box, double unit) {
    for (const double row : {0.32, 0.68}) {
        const double y = box.top() + row * box.height();
        painter.drawLine(QPointF(box.left() + 0.42 * box.width(), y),
                         QPointF(box.right() - 0.2 * box.width(), y));
        painter.drawEllipse(QPointF(box.left() + 0.24 * box.width(), y), 0.5 * unit, 0.5 * unit);
    }
    painter.drawLine(QPointF(box.left() + 0.15 * box.width(), box.center().y()),
                     QPointF(box.right() - 0.15 * box.width(), box.center().y()));
}

QPainterPath cloudOf(const QRectF& box) {
    const auto at = [&box](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    QPainterPath cloud(at(0.22, 0.85));
    cloud.cubicTo(at(-0.08, 0.85), at(-0.08, 0.42), at(0.2, 0.42));
    cloud.cubicTo(at(0.22, 0.08), at(0.68, 0.02), at(0.76, 0.36));
    cloud.cubicTo(at(1.08, 0.36), at(1.1, 0.85), at(0.8, 0.85));
    cloud.closeSubpath();
    return cloud;
}

double linkWidth(const Link& link) {
    // Half a pixel more per decade of capacity, so that the trunk stands out: 10 Mbit/s 1.5, 10 Gbit/s 3.
    return std::clamp(1.5 + 0.5 * (std::log10(std::max(link.capacity.si(), 1.0)) - 7.0), 1.2, 3.5);
}

/// A cross over what is switched off.
void drawOffMark(QPainter& painter, const ScenePaint& paint, QPointF at) {
    const double reach = 5.0 * paint.unit;
    for (const auto& [colour, width] :
         {std::pair{paint.theme.canvas, 4.5}, std::pair{paint.theme.siteOff, 2.0}}) {
        painter.setPen(penOf(colour, width * paint.unit));
        painter.drawLine(at + QPointF(-reach, -reach), at + QPointF(reach, reach));
        painter.drawLine(at + QPointF(-reach, reach), at + QPointF(reach, -reach));
    }
}

bool linkShows(const ScenePaint& paint, const QLineF& line) {
    const QRectF box = QRectF(line.p1(), line.p2()).normalized().adjusted(-4, -4, 4, 4);
    return box.intersects(paint.exposed);
}

std::optional<QLineF> lineOf(const ScenePaint& paint, const NodePositions& nodes, const Link& link) {
    const auto from = nodes.of(link.from), to = nodes.of(link.to);
    if (!from || !to)
        return std::nullopt;
    const QLineF line(paint.mapping.toSurface(*from), paint.mapping.toSurface(*to));
    return linkShows(paint, line) ? std::optional(line) : std::nullopt;
}

} // namespace

void drawDots(QPainter& painter, const QPolygonF& dots, const QColor& colour, double size) {
    if (dots.size() <= roundDots) {
        painter.setPen(penOf(colour, size));
        painter.drawPoints(dots);
        return;
    }
    QList<QRectF> squares;
    squares.reserve(dots.size());
    for (const QPointF dot : dots)
        squares << QRectF(std::round(dot.x() - size / 2), std::round(dot.y() - size / 2), size, size);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRects(squares);
    painter.setRenderHint(QPainter::Antialiasing, true);
}

const std::vector<Position>& UserPlaces::of(const UserGroup& group) {
    Entry& entry = entries_[group.id.value];
    const int count = std::min(group.count, drawnUsers);
    if (entry.area != group.area || entry.points != group.points || entry.count != count) {
        UserGroup drawn = group;
        drawn.count = count;
        entry = {group.area, group.points, count, radio::userPositions(drawn)};
    }
    return entry.places;
}

QFont labelFont(const QFont& base, double unit) {
    QFont font = base;
    font.setPixelSize(std::max(1, int(std::lround(12.0 * unit))));
    return font;
}

void paintGrid(QPainter& painter, const ScenePaint& paint) {
    const double step = gridStep(paint.pixelsPerMetre());
    painter.setRenderHint(QPainter::Antialiasing, false);
    drawGridLines(painter, paint, step, paint.theme.gridMinor);
    drawGridLines(painter, paint, 5 * step, paint.theme.gridMajor);
    const QPointF origin = paint.mapping.toSurface({});
    painter.setPen(penOf(paint.theme.axis, paint.unit));
    if (origin.x() >= paint.exposed.left() && origin.x() <= paint.exposed.right())
        painter.drawLine(QPointF(origin.x(), paint.exposed.top()),
                         QPointF(origin.x(), paint.exposed.bottom()));
    if (origin.y() >= paint.exposed.top() && origin.y() <= paint.exposed.bottom())
        painter.drawLine(QPointF(paint.exposed.left(), origin.y()),
                         QPointF(paint.exposed.right(), origin.y()));
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void paintMap(QPainter& painter, const ScenePaint& paint, const QRectF& plane, const QImage& image,
              double opacity) {
    if (image.isNull())
        return;
    const QPointF topLeft = paint.mapping.toSurface({Metres(plane.left()), Metres(plane.bottom())});
    const QPointF bottomRight = paint.mapping.toSurface({Metres(plane.right()), Metres(plane.top())});
    const double before = painter.opacity();
    painter.setOpacity(before * opacity);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, true);
    painter.drawImage(QRectF(topLeft, bottomRight), image);
    painter.setOpacity(before);
}

void paintAreas(QPainter& painter, const ScenePaint& paint) {
    painter.setBrush(paint.theme.areaFill);
    for (const auto& group : paint.scenario.topology.groups) {
        const QPolygonF polygon = polygonOf(paint, group.area);
        if (polygon.size() < 3 || !polygon.boundingRect().adjusted(-3, -3, 3, 3).intersects(paint.exposed))
            continue;
        if (paint.overMap) {
            painter.setPen(penOf(paint.theme.labelHalo, 4.0 * paint.unit));
            painter.drawPolygon(polygon);
        }
        painter.setPen(penOf(paint.theme.areaOutline, 1.6 * paint.unit, Qt::DashLine));
        painter.drawPolygon(polygon);
    }
}

void paintUsers(QPainter& painter, const ScenePaint& paint) {
    QPolygonF dots;
    for (const auto& group : paint.scenario.topology.groups)
        for (const Position place : paint.places.of(group))
            if (const QPointF dot = paint.mapping.toSurface(place); paint.shows(dot, 4 * paint.unit))
                dots << dot;
    const double size = std::max(0.6, symbolShrink(paint.pixelsPerMetre())) * paint.unit;
    drawDots(painter, dots, paint.theme.labelHalo, 5.2 * size);
    drawDots(painter, dots, paint.theme.users, 3.4 * size);
}

/// Links as hairlines, one call per medium.
void drawManyLinks(QPainter& painter, const ScenePaint& paint, const NodePositions& nodes) {
    std::array<QList<QLineF>, std::tuple_size_v<decltype(Theme::link)>> lines;
    QList<QLineF> off;
    for (const auto& link : paint.scenario.topology.links)
        if (const auto line = lineOf(paint, nodes, link))
            (link.enabled ? lines[std::size_t(link.medium)] : off) << *line;
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t medium = 0; medium < lines.size(); ++medium) {
        painter.setPen(QPen(paint.theme.link[medium], 0.0));
        painter.drawLines(lines[medium]);
    }
    painter.setPen(QPen(paint.theme.siteOff, 0.0, Qt::DotLine));
    painter.drawLines(off);
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void paintLinks(QPainter& painter, const ScenePaint& paint) {
    const NodePositions nodes(paint.scenario.topology);
    if (paint.scenario.topology.links.size() > plainLinks) {
        drawManyLinks(painter, paint, nodes);
        return;
    }
    for (const auto& link : paint.scenario.topology.links) {
        const auto line = lineOf(paint, nodes, link);
        if (!line)
            continue;
        const double width = linkWidth(link) * paint.unit;
        painter.setPen(penOf(paint.theme.labelHalo, width + 3 * paint.unit));
        painter.drawLine(*line);
        painter.setPen(link.enabled
                           ? penOf(paint.theme.link[std::size_t(link.medium)], width, styleOf(link.medium))
                           : penOf(paint.theme.siteOff, 1.2 * paint.unit, Qt::DotLine));
        painter.drawLine(*line);
        if (!link.enabled)
            drawOffMark(painter, paint, line->center());
    }
}

void paintHostSymbol(QPainter& painter, const ScenePaint& paint, const Host& host) {
    const double size = std::max(0.75, symbolShrink(paint.pixelsPerMetre())) * paint.unit;
    const double side = symbol::hostSide * size * (host.tier == HostTier::site ? 0.8 : 1.0);
    QRectF box(0, 0, side, side);
    box.moveCenter(paint.mapping.toSurface(host.position));
    painter.setPen(penOf(paint.theme.hostOutline, 2.0 * paint.unit));
    painter.setBrush(host.enabled ? paint.theme.host : paint.theme.siteOff);
    if (host.tier == HostTier::cloud) {
        painter.drawPath(cloudOf(box.adjusted(-0.25 * side, -0.1 * side, 0.25 * side, 0.1 * side)));
    } else {
        painter.drawRoundedRect(box, 0.18 * side, 0.18 * side);
        painter.setPen(penOf(paint.theme.hostOutline, 1.4 * paint.unit));
        painter.setBrush(Qt::NoBrush);
        drawRack(painter, box, paint.unit);
    }
    if (!host.enabled)
        drawOffMark(painter, paint, box.bottomRight());
}

void paintHosts(QPainter& painter, const ScenePaint& paint) {
    for (const auto& host : paint.scenario.topology.hosts)
        if (paint.shows(paint.mapping.toSurface(host.position), 30 * paint.unit))
            paintHostSymbol(painter, paint, host);
}

namespace {

void drawSelected(QPainter& painter, const ScenePaint& paint, const UserGroup& group) {
    const QPolygonF polygon = polygonOf(paint, group.area);
    painter.drawPolygon(polygon);
    for (const Position point : group.points)
        painter.drawEllipse(paint.mapping.toSurface(point), 5 * paint.unit, 5 * paint.unit);
    painter.setPen(penOf(paint.theme.canvas, paint.unit));
    painter.setBrush(paint.theme.selection);
    for (const QPointF corner : polygon)
        painter.drawEllipse(corner, symbol::handleRadius * paint.unit, symbol::handleRadius * paint.unit);
}

void drawSelected(QPainter& painter, const ScenePaint& paint, const Site& site) {
    const double radius = (symbol::sectorRadius + 5) * symbolShrink(paint.pixelsPerMetre()) * paint.unit;
    painter.drawEllipse(paint.mapping.toSurface(site.position), radius, radius);
}

void drawSelected(QPainter& painter, const ScenePaint& paint, const Host& host) {
    const double radius = (symbol::hostSide * (host.tier == HostTier::cloud ? 0.75 : 0.5) + 6) * paint.unit;
    painter.drawEllipse(paint.mapping.toSurface(host.position), radius, radius);
}

} // namespace

void paintSelection(QPainter& painter, const ScenePaint& paint, const EntityRefs& refs) {
    const NodePositions nodes(paint.scenario.topology);
    for (const EntityRef ref : refs) {
        painter.setPen(penOf(paint.theme.selection, 2.0 * paint.unit));
        painter.setBrush(paint.theme.selectionFill);
        if (const auto* site = find<Site>(paint.scenario, ref))
            drawSelected(painter, paint, *site);
        else if (const auto* host = find<Host>(paint.scenario, ref))
            drawSelected(painter, paint, *host);
        else if (const auto* group = find<UserGroup>(paint.scenario, ref))
            drawSelected(painter, paint, *group);
        else if (const auto* link = find<Link>(paint.scenario, ref)) {
            painter.setPen(penOf(paint.theme.selection, 7.0 * paint.unit));
            if (const auto line = lineOf(paint, nodes, *link))
                painter.drawLine(*line);
        }
    }
}

} // namespace cellwright
