// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/transport/route.h"

#include <compare>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cellwright::transport {

/// What routes are compared by: the delay or the cost of their links, then the delay, then the hops.
struct RouteCost {
    double first = std::numeric_limits<double>::infinity();
    double delay = std::numeric_limits<double>::infinity(); ///< seconds, on empty links
    int hops = 0;
    auto operator<=>(const RouteCost&) const = default;
    [[nodiscard]] bool reached() const { return first < std::numeric_limits<double>::infinity(); }
};

/// The links of a scenario that can carry something: in service, with known ends, a finite delay and free
/// capacity above zero in this weather. A host that is off is no end of a route and forwards nothing; a site
/// that is off carries on as a transport node, only its radio is off. Places are counted from 0: the sites in
/// the order of the topology, then the hosts.
///
/// Routes are chosen on empty links, as routers do: by Assumptions::routing, least delay or least cost.
class Graph {
public:
    explicit Graph(const Topology& topology, const Assumptions& assumptions = {});

    /// The best route (Dijkstra); of equal ones the one with fewer hops, then the earlier link. Fails where
    /// an end does not exist or no route joins the two.
    [[nodiscard]] Expected<Route> shortestRoute(const Endpoint& from, const Endpoint& to) const;

    struct Edge {
        int to;
        double first, delay;
        Route::Hop hop;
    };
    /// The next step towards the root of a tree, from each place.
    struct Step {
        RouteCost cost;
        int next = -1; ///< place one hop nearer to the root; -1 at the root and where nothing leads there
        Route::Hop hop;
    };
    /// The best routes from every place to one.
    struct Tree {
        int root = -1;
        std::vector<Step> steps;
    };
    /// Empty where the place does not exist.
    [[nodiscard]] Tree treeTo(const Endpoint& root) const;
    /// The route to the tree's root, or nothing where none leads there.
    [[nodiscard]] std::optional<Route> routeIn(const Tree& tree, const Endpoint& from) const;

    /// -1 for what does not exist or is off.
    [[nodiscard]] int place(const Endpoint& end) const;
    [[nodiscard]] int places() const { return int(nodes_.size()); }
    [[nodiscard]] const Endpoint& endOf(int place) const { return nodes_[std::size_t(place)].end; }
    [[nodiscard]] const std::vector<Edge>& edges(int place) const { return nodes_[std::size_t(place)].edges; }

private:
    struct Node {
        Endpoint end;
        std::string name;
        bool forwards = true;
        std::vector<Edge> edges;
    };
    void addNode(const Endpoint& end, std::string name, bool forwards);
    void addLink(const Topology& topology, const Assumptions& assumptions, const Link& link);
    [[nodiscard]] Error unjoined(const Endpoint& from, const Endpoint& to) const;

    std::vector<Node> nodes_;
    std::map<std::pair<std::int64_t, std::int64_t>, int> places_; ///< by site and host id
};

} // namespace cellwright::transport
