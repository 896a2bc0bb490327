// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/import.h"
#include "data/exchange/network/layout.h"

#include <string>

namespace cellwright {

/// A network as a file gives it, before it becomes sites and links.
struct NodesAndEdges {
    struct Node {
        std::string name;
        std::optional<GeoOrigin> place;
    };
    struct Edge {
        std::size_t from = 0, to = 0; ///< in `nodes`
        std::string name;             ///< empty: after its ends
        std::optional<Medium> medium; ///< absent, as the rest: as links usually are
        std::optional<BitsPerSecond> capacity;
        std::optional<Metres> length;
        std::optional<Hertz> frequency;
        std::optional<Seconds> hopDelay;
        std::optional<double> backgroundLoad, cost;
        std::optional<bool> enabled;
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};

/// Gives a link what the edge says; the rest stays as it is.
void describe(const NodesAndEdges::Edge& edge, Link& link);

/// Adds nodes as sites without sectors, edges as links (parallel ones each as their own), laid out. Names are
/// made different from each other and from those of the scenario. Where the drawing is not to scale, links
/// get their length along the ground times the detour of their medium. Appends to what the result says
/// already. Fails, and leaves the scenario as it is, where nodes with places cannot lie about the scenario's
/// origin or among its objects: those more than 1,000 km away, and those beside objects that have no origin.
/// `where` names the network in messages.
Expected<void> addNetwork(const NodesAndEdges& network, const std::string& where, Scenario& scenario,
                          ImportResult& result);

} // namespace cellwright
