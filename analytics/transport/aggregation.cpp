// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/aggregation.h"

#include <cmath>
#include <limits>

namespace cellwright::transport {
namespace {

/// A place to gather: the host first, then the sites.
struct Place {
    Endpoint end;
    Position position;
    const std::string* name;
};

double distance(const Place& a, const Place& b) {
    return std::hypot((a.position.x - b.position.x).si(), (a.position.y - b.position.y).si());
}

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>; ///< farther place, nearer place

Pairs spanningTree(const std::vector<Place>& places) {
    std::vector<double> least(places.size(), std::numeric_limits<double>::infinity());
    std::vector<std::size_t> nearest(places.size(), 0);
    std::vector<bool> joined(places.size(), false);
    Pairs pairs;
    for (std::size_t at = 0, left = places.size(); --left > 0;) {
        joined[at] = true;
        std::size_t next = 0;
        for (std::size_t i = 1; i < places.size(); ++i) {
            if (joined[i])
                continue;
            if (const double away = distance(places[at], places[i]); away < least[i]) {
                least[i] = away;
                nearest[i] = at;
            }
            if (next == 0 || least[i] < least[next])
                next = i;
        }
        pairs.emplace_back(next, nearest[next]);
        at = next;
    }
    return pairs;
}

Pairs nearestNeighbours(const std::vector<Place>& places, bool closed) {
    std::vector<bool> visited(places.size(), false);
    Pairs pairs;
    std::size_t at = 0;
    for (std::size_t left = places.size() - 1; left > 0; --left) {
        visited[at] = true;
        std::size_t next = 0;
        for (std::size_t i = 1; i < places.size(); ++i)
            if (!visited[i] &&
                (next == 0 || distance(places[at], places[i]) < distance(places[at], places[next])))
                next = i;
        pairs.emplace_back(next, at);
        at = next;
    }
    if (closed && places.size() > 2)
        pairs.emplace_back(at, 0);
    return pairs;
}

Pairs shaped(const std::vector<Place>& places, Aggregation shape) {
    if (places.size() < 2)
        return {};
    if (shape == Aggregation::tree)
        return spanningTree(places);
    if (shape != Aggregation::star)
        return nearestNeighbours(places, shape == Aggregation::ring);
    Pairs pairs;
    for (std::size_t i = 1; i < places.size(); ++i)
        pairs.emplace_back(i, 0);
    return pairs;
}

} // namespace

std::vector<Link> aggregate(const Topology& topology, HostId host, Aggregation shape, const Link& prototype,
                            std::int64_t firstId) {
    const auto* centre = findById(topology.hosts, host);
    if (!centre)
        return {};
    std::vector<Place> places{{{{}, host}, centre->position, &centre->name}};
    for (const auto& site : topology.sites)
        places.push_back({{site.id, {}}, site.position, &site.name});
    std::vector<Link> links;
    for (const auto& [far, near] : shaped(places, shape)) {
        Link link = prototype;
        link.id = {firstId++};
        link.name = shape == Aggregation::star ? "Backhaul of " + *places[far].name
                                               : *places[far].name + " - " + *places[near].name;
        link.from = places[far].end;
        link.to = places[near].end;
        links.push_back(std::move(link));
    }
    return links;
}

} // namespace cellwright::transport
