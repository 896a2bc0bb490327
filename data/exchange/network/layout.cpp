// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/network/layout.h"

#include "data/exchange/csv/placement.h"
#include "data/exchange/geography.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double earthRadius = 6371e3; // metres, mean (IUGG)
constexpr double planeLimit = 1e6;     // metres; the range of positions in a scenario
constexpr double fits = 900e3;         // metres from the middle, within the range of positions
constexpr double usualStep = 1000.0;   // metres between neighbours where nobody knows better

class Placer {
public:
    Placer(const GraphToPlace& graph, std::optional<GeoOrigin> origin)
        : graph_(graph)
        , neighbours_(graph.places.size())
        , known_(graph.places.size(), false) {
        for (const auto& [a, b] : graph.edges)
            if (a != b) {
                neighbours_[a].push_back(b);
                neighbours_[b].push_back(a);
            }
        layout_.positions.resize(graph.places.size());
        layout_.origin = origin;
    }

    GraphLayout run() {
        placeKnown();
        layout_.guessed = int(std::ranges::count(known_, false));
        placeAmongNeighbours();
        placeTheRest();
        return std::move(layout_);
    }

private:
    void placeKnown() {
        std::vector<GeoOrigin> places;
        std::vector<std::size_t> nodes;
        for (std::size_t i = 0; i < graph_.places.size(); ++i)
            if (graph_.places[i]) {
                places.push_back(*graph_.places[i]);
                nodes.push_back(i);
            }
        if (places.empty())
            return;
        const auto placed = placeOnPlane(places, layout_.origin, [](std::size_t) { return std::string(); });
        if (placed) {
            layout_.origin = placed->origin;
            for (std::size_t i = 0; i < nodes.size(); ++i)
                layout_.positions[nodes[i]] = placed->positions[i];
        } else {
            drawByDegrees(places, nodes);
        }
        double reach = 0.0;
        for (const auto node : nodes) {
            known_[node] = true;
            reach = std::max(reach, distance(layout_.positions[node], layout_.positions[nodes.front()]));
        }
        layout_.span = reach / layout_.scale;
    }

    /// Equirectangular, true along the middle parallel.
    void drawByDegrees(const std::vector<GeoOrigin>& places, const std::vector<std::size_t>& nodes) {
        const auto [south, north] = std::ranges::minmax(places, {}, &GeoOrigin::latitude);
        const auto [west, east] = std::ranges::minmax(places, {}, &GeoOrigin::longitude);
        const double latitude = (south.latitude + north.latitude) / 2.0;
        const double longitude = (west.longitude + east.longitude) / 2.0;
        const double perDegree = earthRadius * degree;
        const double wide = perDegree * std::cos(latitude * degree) * (east.longitude - west.longitude) / 2.0;
        const double high = perDegree * (north.latitude - south.latitude) / 2.0;
        layout_.origin.reset();
        layout_.scale = std::min(1.0, fits / std::max(wide, high));
        for (std::size_t i = 0; i < nodes.size(); ++i)
            layout_.positions[nodes[i]] = {
                Metres(layout_.scale * perDegree * std::cos(latitude * degree) *
                       (places[i].longitude - longitude)),
                Metres(layout_.scale * perDegree * (places[i].latitude - latitude))};
    }

    /// From the known ones outwards; each goes to the mean of the neighbours that are placed.
    void placeAmongNeighbours() {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < known_.size(); ++i)
            if (known_[i])
                open.push_back(i);
        for (std::size_t i = 0; i < open.size(); ++i)
            for (const auto next : neighbours_[open[i]])
                if (!known_[next]) {
                    placeNear(next);
                    known_[next] = true;
                    open.push_back(next);
                }
    }
    /// What would leave the plane is mirrored at its edge.
    static Metres inside(Metres value) {
        const double over = std::abs(value.si()) - planeLimit;
        return over > 0.0 ? Metres(std::copysign(planeLimit - over, value.si())) : value;
    }
    void placeNear(std::size_t node) {
        Metres x, y;
        int count = 0;
        for (const auto other : neighbours_[node])
            if (known_[other]) {
                x += layout_.positions[other].x;
                y += layout_.positions[other].y;
                ++count;
            }
        // The golden angle keeps those of one neighbour apart.
        const double angle = double(node) * std::numbers::pi * (3.0 - std::sqrt(5.0));
        const double away = std::max(layout_.span * layout_.scale / 50.0, usualStep);
        layout_.positions[node] = {inside(x / double(count) + Metres(away * std::cos(angle))),
                                   inside(y / double(count) + Metres(away * std::sin(angle)))};
    }

    /// A group of nodes without any place: rings by hops around its first node, in a square of a block.
    struct Rings {
        std::vector<std::vector<std::size_t>> nodes;
        std::vector<double> radii{0.0};
        double side = 0.0, x = 0.0, y = 0.0; ///< metres; the middle in the block
    };

    /// Beside what is placed, in a block that is shrunk where it would leave the plane.
    void placeTheRest() {
        const bool alone = std::ranges::count(known_, true) == 0;
        double right = -planeLimit;
        std::vector<Rings> groups;
        for (std::size_t i = 0; i < known_.size(); ++i)
            if (known_[i])
                right = std::max(right, layout_.positions[i].x.si() + usualStep);
        for (std::size_t i = 0; i < known_.size(); ++i)
            if (!known_[i])
                groups.push_back(ringsFrom(i));
        if (groups.empty())
            return;
        const auto [width, height] = arrange(groups);
        const double room = alone ? 2.0 * fits : std::max(planeLimit - right, planeLimit / 10.0);
        const double scale = std::min({1.0, room / width, 2.0 * fits / height});
        const double left = alone ? -scale * width / 2.0 : std::min(right, planeLimit - scale * width);
        for (const auto& group : groups)
            for (std::size_t r = 0; r < group.nodes.size(); ++r)
                for (std::size_t n = 0; n < group.nodes[r].size(); ++n) {
                    const double angle = 2.0 * std::numbers::pi * double(n) / double(group.nodes[r].size());
                    layout_.positions[group.nodes[r][n]] = {
                        Metres(left + scale * (group.x + group.radii[r] * std::cos(angle))),
                        Metres(scale * (group.y + height / 2.0 + group.radii[r] * std::sin(angle)))};
                }
    }

    Rings ringsFrom(std::size_t first) {
        Rings group;
        group.nodes = {{first}};
        known_[first] = true;
        while (!group.nodes.back().empty()) {
            std::vector<std::size_t> next;
            for (const auto node : group.nodes.back())
                for (const auto other : neighbours_[node])
                    if (!known_[other]) {
                        known_[other] = true;
                        next.push_back(other);
                    }
            group.nodes.push_back(std::move(next));
        }
        group.nodes.pop_back();
        for (std::size_t r = 1; r < group.nodes.size(); ++r)
            group.radii.push_back(
                std::max(group.radii.back() + usualStep,
                         double(group.nodes[r].size()) * usualStep / (2.0 * std::numbers::pi)));
        const double shrink = std::min(1.0, fits / std::max(group.radii.back(), 1.0));
        for (auto& radius : group.radii)
            radius *= shrink;
        group.side = 2.0 * group.radii.back() + 2.0 * usualStep;
        return group;
    }

    /// Squares in rows of about the same length, the first row northernmost; returns width and height.
    static std::pair<double, double> arrange(std::vector<Rings>& groups) {
        double area = 0.0, row = 0.0;
        for (const auto& group : groups) {
            area += group.side * group.side;
            row = std::max(row, group.side);
        }
        row = std::max(row, std::sqrt(area));
        double left = 0.0, top = 0.0, high = 0.0, width = 0.0;
        for (auto& group : groups) {
            if (left > 0.0 && left + group.side > row) {
                top -= high;
                left = high = 0.0;
            }
            group.x = left + group.side / 2.0;
            group.y = top - group.side / 2.0;
            left += group.side;
            high = std::max(high, group.side);
            width = std::max(width, left);
        }
        return {width, high - top};
    }

    const GraphToPlace& graph_;
    std::vector<std::vector<std::size_t>> neighbours_;
    std::vector<bool> known_;
    GraphLayout layout_;
};

} // namespace

GraphLayout layOut(const GraphToPlace& graph, std::optional<GeoOrigin> origin) {
    return Placer(graph, origin).run();
}

double groundDistance(const GeoOrigin& a, const GeoOrigin& b) {
    const double north = std::sin((b.latitude - a.latitude) * degree / 2.0);
    const double east = std::sin((b.longitude - a.longitude) * degree / 2.0);
    const double h =
        north * north + std::cos(a.latitude * degree) * std::cos(b.latitude * degree) * east * east;
    return 2.0 * earthRadius * std::asin(std::sqrt(std::min(1.0, h)));
}

} // namespace cellwright
