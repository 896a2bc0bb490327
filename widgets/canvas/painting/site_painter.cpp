// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Sites as planners draw them: a wedge per sector, as wide as its beam, higher bands within lower ones; the
// dot says whether the site stands, is planned or is one of several choices.
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/painting/scene_painter.h"
#include "widgets/canvas/painting/site_look.h"

#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr std::size_t dotsBeyond = 1500; ///< sites in a wide view: above it, dots without sectors
constexpr double lockFrom = 0.7;         ///< smaller symbols have no room for a padlock

QPen penOf(const QColor& colour, double width, Qt::PenStyle style = Qt::SolidLine) {
    return {colour, width, style, Qt::RoundCap, Qt::RoundJoin};
}

QColor withAlpha(QColor colour, int alpha) {
    colour.setAlpha(alpha);
    return colour;
}

QPainterPath wedgeOf(QPointF centre, double radius, const WedgeLook& wedge) {
    const QRectF circle(centre - QPointF(radius, radius), centre + QPointF(radius, radius));
    QPainterPath path;
    if (wedge.width >= 359.5) {
        path.addEllipse(circle);
        return path;
    }
    path.moveTo(centre);
    path.arcTo(circle, 90.0 - wedge.azimuth - wedge.width / 2, wedge.width);
    path.closeSubpath();
    return path;
}

/// How opaque the fill of a wedge is, of 255.
int fillAlpha(SiteStatus status, bool plain) {
    const int full = plain ? 0x4c : 0x8c;
    switch (status) {
    case SiteStatus::existing:
        return full;
    case SiteStatus::proposed:
        return full / 2;
    case SiteStatus::candidate:
        break;
    }
    return full / 8;
}

void drawWedges(QPainter& painter, const SiteLook& look, QPointF at, double size, double unit) {
    const Qt::PenStyle line = look.status == SiteStatus::candidate ? Qt::DashLine : Qt::SolidLine;
    for (const auto& wedge : look.wedges) {
        painter.setPen(penOf(withAlpha(wedge.edge, 0xd0), 1.2 * unit, wedge.on ? line : Qt::DotLine));
        painter.setBrush(wedge.on ? QBrush(withAlpha(wedge.fill, fillAlpha(look.status, look.plain)))
                                  : QBrush(Qt::NoBrush));
        painter.drawPath(wedgeOf(at, symbol::sectorRadius * size * wedge.reach, wedge));
    }
}

void drawDot(QPainter& painter, const SiteLook& look, QPointF at, double size, double unit) {
    const double dot = std::max(symbol::siteRadius * size, 3.0 * unit);
    const double rim = std::max(1.6 * size, 1.0 * unit);
    const bool solid = look.on && look.status == SiteStatus::existing;
    const QColor colour = look.dot;
    painter.setPen(penOf(solid ? look.ground : colour, rim));
    painter.setBrush(solid ? colour : look.ground);
    painter.drawEllipse(at, dot, dot);
    if (!look.on) {
        painter.drawLine(at + QPointF(-dot, dot) * 1.3, at + QPointF(dot, -dot) * 1.3);
    } else if (look.status == SiteStatus::proposed) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(at, 0.45 * dot, 0.45 * dot);
    }
}

/// At the upper right of the dot.
void drawPadlock(QPainter& painter, const SiteLook& look, QPointF at, double size) {
    const QPointF corner = at + QPointF(6.0, -12.0) * size;
    const QRectF body(corner + QPointF(0, 3.4) * size, QSizeF(7.0, 5.2) * size);
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, width] : {std::pair{look.ground, 3.6}, std::pair{look.dot, 1.3}}) {
        painter.setPen(penOf(colour, width * size));
        painter.drawArc(QRectF(corner + QPointF(1.4, 0.4) * size, QSizeF(4.2, 6.4) * size), 0, 180 * 16);
        painter.drawRect(body);
    }
    painter.fillRect(body, look.dot);
}

void drawSite(QPainter& painter, const SiteLook& look, QPointF at, double size, double unit) {
    drawWedges(painter, look, at, size, unit);
    drawDot(painter, look, at, size, unit);
    if (look.locked && size >= lockFrom * unit)
        drawPadlock(painter, look, at, size);
}

} // namespace

void paintSiteSymbol(QPainter& painter, const ScenePaint& paint, const Site& site) {
    const QPointF at = paint.mapping.toSurface(site.position);
    const double shrink = symbolShrink(paint.pixelsPerMetre());
    const SiteLook look = lookOf(site, paint.scenario.topology, paint.theme, paint.sectorColour);
    if (!paint.stamps) {
        drawSite(painter, look, at, shrink * paint.unit, paint.unit);
        return;
    }
    const double side = 2 * (symbol::sectorRadius + 3);
    const QString key = u"site %1 %2"_s.arg(shrink).arg(look.key());
    paint.stamps->draw(painter, key, at, {side, side},
                       [&](QPainter& stamp) { drawSite(stamp, look, {}, shrink * paint.unit, paint.unit); });
}

void paintSites(QPainter& painter, const ScenePaint& paint) {
    std::vector<const Site*> shown;
    for (const auto& site : paint.scenario.topology.sites)
        if (paint.shows(paint.mapping.toSurface(site.position), 30 * paint.unit))
            shown.push_back(&site);
    if (shown.size() <= dotsBeyond) {
        for (const Site* site : shown)
            paintSiteSymbol(painter, paint, *site);
        return;
    }
    QPolygonF on, off;
    for (const Site* site : shown)
        (site->enabled ? on : off) << paint.mapping.toSurface(site->position);
    drawDots(painter, on, paint.theme.site, 3.0 * paint.unit);
    drawDots(painter, off, paint.theme.siteOff, 3.0 * paint.unit);
}

} // namespace cellwright
