// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/user_positions.h"

#include <algorithm>
#include <cmath>

namespace cellwright::radio {
namespace {

// 1/g and 1/g² for the plastic number g, the real root of g³ = g + 1.
constexpr double stepX = 0.7548776662466927;
constexpr double stepY = 0.5698402909980532;

struct Box {
    double left, bottom, width, height;
};

Box boundingBox(std::span<const Position> corners) {
    const auto [left, right] =
        std::ranges::minmax_element(corners, {}, [](const Position& p) { return p.x.si(); });
    const auto [low, high] =
        std::ranges::minmax_element(corners, {}, [](const Position& p) { return p.y.si(); });
    return {left->x.si(), low->y.si(), right->x.si() - left->x.si(), high->y.si() - low->y.si()};
}

Position sequencePoint(const Box& box, double n) {
    double whole = 0.0;
    return {Metres(box.left + box.width * std::modf(0.5 + stepX * n, &whole)),
            Metres(box.bottom + box.height * std::modf(0.5 + stepY * n, &whole))};
}

bool usable(const Position& p) {
    return std::isfinite(p.x.si()) && std::isfinite(p.y.si());
}

} // namespace

bool contains(std::span<const Position> polygon, Position point) {
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto& a = polygon[i];
        const auto& b = polygon[j];
        if ((a.y > point.y) == (b.y > point.y))
            continue;
        const double crossing = a.x.si() + (b.x - a.x).si() * ((point.y - a.y) / (b.y - a.y));
        if (point.x.si() < crossing)
            inside = !inside;
    }
    return inside;
}

std::vector<Position> userPositions(const UserGroup& group) {
    if (!group.points.empty())
        return group.points;
    std::vector<Position> users;
    if (group.area.empty() || group.count <= 0 || !std::ranges::all_of(group.area, usable))
        return users;
    const auto wanted = std::size_t(group.count);
    users.reserve(wanted);
    const Box box = boundingBox(group.area);
    // A sliver of a polygon fills little of its box; past this many tries the corners serve.
    const double tries = 10000.0 + 1000.0 * double(wanted);
    for (double n = 1.0; users.size() < wanted && n <= tries; n += 1.0)
        if (const auto point = sequencePoint(box, n); contains(group.area, point))
            users.push_back(point);
        else if (n >= 10000.0 && users.empty())
            break;
    for (std::size_t corner = 0; users.size() < wanted; ++corner)
        users.push_back(group.area[corner % group.area.size()]);
    return users;
}

} // namespace cellwright::radio
