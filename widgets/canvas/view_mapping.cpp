// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/view_mapping.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwright {
namespace {

constexpr double smallestExtent = 500.0; ///< metres; a single site is not shown in a metre-wide view
constexpr double emptyExtent = 2000.0;
constexpr double nearFactor = 3.0; ///< hosts further out than this many extents do not count

/// Grows around points; QRectF::united() ignores rectangles without area, which points are.
struct Bounds {
    double left = std::numeric_limits<double>::infinity(), right = -left;
    double low = left, high = -left;

    void add(Position position) {
        left = std::min(left, position.x.si());
        right = std::max(right, position.x.si());
        low = std::min(low, position.y.si());
        high = std::max(high, position.y.si());
    }
    [[nodiscard]] bool empty() const { return left > right; }
    [[nodiscard]] QRectF rect() const { return {left, low, right - left, high - low}; }
};

QRectF atLeast(const QRectF& rect, double side) {
    const double width = std::max(rect.width(), side), height = std::max(rect.height(), side);
    return {rect.center().x() - width / 2, rect.center().y() - height / 2, width, height};
}

bool isNear(const QRectF& extent, Position position) {
    const double reach = nearFactor * std::max(extent.width(), extent.height());
    return extent.adjusted(-reach, -reach, reach, reach).contains(position.x.si(), position.y.si());
}

} // namespace

ViewMapping ViewMapping::fitting(const QRectF& plane, const QRectF& surface, double margin) {
    const QSizeF room(std::max(1.0, surface.width() - 2 * margin),
                      std::max(1.0, surface.height() - 2 * margin));
    const double scale = std::min(room.width() / plane.width(), room.height() / plane.height());
    return {{Metres(plane.center().x()), Metres(plane.center().y())}, scale, surface};
}

double roundLengthAbove(double length) {
    const double power = std::pow(10.0, std::floor(std::log10(length)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= length * (1 - 1e-9))
            return factor * power;
    return 10.0 * power;
}

double roundLengthBelow(double length) {
    const double power = std::pow(10.0, std::floor(std::log10(length)));
    for (const double factor : {5.0, 2.0})
        if (factor * power <= length * (1 + 1e-9))
            return factor * power;
    return power;
}

double gridStep(double pixelsPerMetre) {
    return roundLengthAbove(16.0 / pixelsPerMetre);
}

QRectF extentOf(const Topology& topology) {
    Bounds bounds;
    for (const auto& site : topology.sites)
        bounds.add(site.position);
    for (const auto& group : topology.groups) {
        std::ranges::for_each(group.area, [&](Position corner) { bounds.add(corner); });
        std::ranges::for_each(group.points, [&](Position point) { bounds.add(point); });
    }
    const bool networkless = bounds.empty();
    const QRectF network = networkless ? QRectF() : atLeast(bounds.rect(), smallestExtent);
    for (const auto& host : topology.hosts)
        if (networkless || isNear(network, host.position))
            bounds.add(host.position);
    if (bounds.empty())
        return {-emptyExtent / 2, -emptyExtent / 2, emptyExtent, emptyExtent};
    return atLeast(bounds.rect(), smallestExtent);
}

} // namespace cellwright
