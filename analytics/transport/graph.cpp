// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/graph.h"

#include "analytics/transport/medium.h"
#include "analytics/transport/weather.h"

#include <queue>

#include <algorithm>
#include <cmath>

namespace cellwright::transport {

Graph::Graph(const Topology& topology, const Assumptions& assumptions) {
    for (const auto& site : topology.sites)
        addNode({site.id, {}}, "site \"" + site.name + "\"", true);
    for (const auto& host : topology.hosts)
        addNode({{}, host.id}, "host \"" + host.name + "\"", host.enabled);
    for (const auto& link : topology.links)
        addLink(topology, assumptions, link);
}

void Graph::addNode(const Endpoint& end, std::string name, bool forwards) {
    places_.try_emplace({end.site.value, end.host.value}, int(nodes_.size()));
    nodes_.push_back({end, std::move(name), forwards, {}});
}

void Graph::addLink(const Topology& topology, const Assumptions& assumptions, const Link& link) {
    NullRecorder rec;
    const int from = place(link.from), to = place(link.to);
    if (!link.enabled || from < 0 || to < 0)
        return;
    const double delay = linkDelay(rec, topology, link).si();
    const double capacity = freeCapacity(rec, topology, assumptions, link).si();
    const double first = assumptions.routing == Routing::cost ? link.cost : delay;
    if (!(delay >= 0.0) || !std::isfinite(delay) || !(capacity > 0.0) || !(first >= 0.0) ||
        !std::isfinite(first))
        return;
    nodes_[std::size_t(from)].edges.push_back({to, first, delay, {link.id, true}});
    nodes_[std::size_t(to)].edges.push_back({from, first, delay, {link.id, false}});
}

int Graph::place(const Endpoint& end) const {
    if (!end.site && !end.host)
        return -1;
    const auto found = places_.find({end.site.value, end.host.value});
    return found == places_.end() || !nodes_[std::size_t(found->second)].forwards ? -1 : found->second;
}

Graph::Tree Graph::treeTo(const Endpoint& root) const {
    Tree tree{place(root), {}};
    if (tree.root < 0)
        return tree;
    tree.steps.resize(nodes_.size());
    using Entry = std::pair<RouteCost, int>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    tree.steps[std::size_t(tree.root)].cost = {0.0, 0.0, 0};
    open.push({{0.0, 0.0, 0}, tree.root});
    while (!open.empty()) {
        const auto [cost, at] = open.top();
        open.pop();
        if (cost > tree.steps[std::size_t(at)].cost)
            continue;
        for (const auto& edge : edges(at)) {
            const RouteCost reached{cost.first + edge.first, cost.delay + edge.delay, cost.hops + 1};
            auto& known = tree.steps[std::size_t(edge.to)];
            if (reached < known.cost) {
                known = {reached, at, {edge.hop.link, !edge.hop.forward}};
                open.push({reached, edge.to});
            }
        }
    }
    return tree;
}

std::optional<Route> Graph::routeIn(const Tree& tree, const Endpoint& from) const {
    const int start = place(from);
    if (tree.root < 0 || start < 0 || !tree.steps[std::size_t(start)].cost.reached())
        return std::nullopt;
    Route route;
    for (int at = start; at != tree.root; at = tree.steps[std::size_t(at)].next)
        route.hops.push_back(tree.steps[std::size_t(at)].hop);
    return route;
}

Error Graph::unjoined(const Endpoint& from, const Endpoint& to) const {
    const auto named = [&](const Endpoint& end) { return nodes_[std::size_t(place(end))].name; };
    return {"no link with free capacity joins " + named(from) + " and " + named(to), "transport",
            "draw a link between them, put one in service, or lower the background load of a full one"};
}

Expected<Route> Graph::shortestRoute(const Endpoint& from, const Endpoint& to) const {
    if (place(from) < 0 || place(to) < 0)
        return failure(std::string("the ") + (place(from) < 0 ? "first" : "second") +
                           " end of the route does not exist or is off",
                       "transport", "name a site or a running host of this scenario");
    auto route = routeIn(treeTo(to), from);
    if (!route)
        return tl::make_unexpected(unjoined(from, to));
    return *route;
}

} // namespace cellwright::transport
