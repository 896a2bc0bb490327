// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <optional>
#include <utility>
#include <vector>

namespace cellwright {

/// A network to lay out: where its nodes are, if known, and which are joined.
struct GraphToPlace {
    std::vector<std::optional<GeoOrigin>> places;
    std::vector<std::pair<std::size_t, std::size_t>> edges;
};

/// Where the nodes come to lie on the local plane.
struct GraphLayout {
    std::vector<Position> positions;
    std::optional<GeoOrigin> origin; ///< absent for a drawing that is not to scale
    double scale = 1.0; ///< drawn metres per metre on the ground; below 1 for what spans continents
    double span = 0.0;  ///< metres, of the known places
    int guessed = 0;    ///< nodes whose place nobody knows
};

/// Known places go onto the tangent plane about their centre (or `origin`) where they fit within 1,000 km of
/// it; networks that span more are drawn by longitude and latitude, to scale along the middle parallel and
/// shrunk to fit, without an origin. Nodes without a place go to the middle of their neighbours, a little
/// apart from each other; groups of nodes without any place lie in rings around their first, in rows beside
/// the rest, shrunk where those would leave the plane. All positions are within 1,000 km in x and in y. The
/// same input gives the same layout.
GraphLayout layOut(const GraphToPlace& graph, std::optional<GeoOrigin> origin);

/// Metres along the ground: great circle on a sphere of 6371 km.
double groundDistance(const GeoOrigin& a, const GeoOrigin& b);

} // namespace cellwright
