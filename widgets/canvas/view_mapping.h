// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace cellwright {

/// How the plane (metres, north up) lies on a surface (units of a painter, y down): logical pixels of the
/// window, or points of a page. Works at any distance from the origin.
struct ViewMapping {
    Position centre;    ///< shown in the middle of the surface
    double scale = 0.1; ///< units per metre
    QRectF surface{0, 0, 1, 1};

    [[nodiscard]] QPointF toSurface(Position position) const {
        return surface.center() +
               QPointF((position.x - centre.x).si() * scale, (centre.y - position.y).si() * scale);
    }
    [[nodiscard]] Position toPlane(QPointF point) const {
        const QPointF offset = (point - surface.center()) / scale;
        return {centre.x + Metres(offset.x()), centre.y - Metres(offset.y())};
    }
    /// The visible part of the plane: x east, y north; top() is the southern edge.
    [[nodiscard]] QRectF visiblePlane() const {
        const QSizeF size = surface.size() / scale;
        return {centre.x.si() - size.width() / 2, centre.y.si() - size.height() / 2, size.width(),
                size.height()};
    }
    /// Shows all of `plane` (same convention) with `margin` units around.
    static ViewMapping fitting(const QRectF& plane, const QRectF& surface, double margin);
    bool operator==(const ViewMapping&) const = default;
};

/// A length of 1, 2 or 5 times a power of ten that is at least `length`, or at most it.
double roundLengthAbove(double length);
double roundLengthBelow(double length);
/// The distance of grid lines in metres: round, and at least 16 logical pixels on the surface.
double gridStep(double pixelsPerMetre);

/// The part of the plane that a person wants to see at first: sites, users and the hosts near them (a cloud a
/// thousand kilometres away does not shrink the network to a dot). Never empty.
QRectF extentOf(const Topology& topology);

} // namespace cellwright
