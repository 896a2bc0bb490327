// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/graph.h"

#include <queue>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace cellwright::transport {
namespace {

constexpr double unreached = std::numeric_limits<double>::infinity();

} // namespace

Graph::Graph(const Topology& topology) {
    for (const auto& site : topology.sites)
        nodes_.push_back({Endpoint{site.id, {}}, "site \"" + site.name + "\"", {}});
    for (const auto& host : topology.hosts)
        nodes_.push_back({Endpoint{{}, host.id}, "host \"" + host.name + "\"", {}});
    for (const auto& link : topology.links)
        addLink(topology, link);
}

void Graph::addLink(const Topology& topology, const Link& link) {
    NullRecorder rec;
    const int from = node(link.from), to = node(link.to);
    const double delay = linkDelay(rec, topology, link).si();
    const double capacity = freeCapacity(rec, link).si();
    if (from < 0 || to < 0 || !(delay >= 0.0) || !std::isfinite(delay) || !(capacity > 0.0))
        return;
    nodes_[std::size_t(from)].edges.push_back({to, delay, {link.id, true}});
    nodes_[std::size_t(to)].edges.push_back({from, delay, {link.id, false}});
}

int Graph::node(const Endpoint& end) const {
    if (!end.site && !end.host)
        return -1;
    const auto found = std::ranges::find(nodes_, end, &Node::end);
    return found == nodes_.end() ? -1 : int(found - nodes_.begin());
}

std::string Graph::nameOf(int node) const {
    return nodes_[std::size_t(node)].name;
}

std::vector<Graph::Reached> Graph::reach(int start, int end) const {
    std::vector<Reached> reached(nodes_.size());
    using Entry = std::pair<Cost, int>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    reached[std::size_t(start)].cost = {0.0, 0};
    open.push({{0.0, 0}, start});
    while (!open.empty()) {
        const auto [cost, at] = open.top();
        open.pop();
        if (at == end)
            break;
        if (cost > reached[std::size_t(at)].cost)
            continue;
        for (const auto& edge : nodes_[std::size_t(at)].edges) {
            const Cost next{cost.first + edge.delay, cost.second + 1};
            auto& known = reached[std::size_t(edge.to)];
            if (next < known.cost) {
                known = {next, at, edge.hop};
                open.push({next, edge.to});
            }
        }
    }
    return reached;
}

Expected<Route> Graph::shortestRoute(const Endpoint& from, const Endpoint& to) const {
    const int start = node(from), end = node(to);
    if (start < 0 || end < 0)
        return failure(std::string("the ") + (start < 0 ? "first" : "second") +
                           " end of the route does not exist",
                       "transport", "name a site or a host of this scenario");
    const auto reached = reach(start, end);
    if (reached[std::size_t(end)].cost.first == unreached)
        return failure("no link with free capacity joins " + nameOf(start) + " and " + nameOf(end),
                       "transport", "draw a link between them, or lower the background load of a full one");
    Route route;
    for (int at = end; at != start; at = reached[std::size_t(at)].from)
        route.hops.push_back(reached[std::size_t(at)].hop);
    std::ranges::reverse(route.hops);
    return route;
}

template <class R>
RouteMetrics<R> routeMetrics(R& rec, const Topology& topology, const Route& route) {
    std::vector<Of<Seconds, R>> delays;
    Of<BitsPerSecond, R> bottleneck{BitsPerSecond(std::numeric_limits<double>::infinity())};
    for (const auto& hop : route.hops) {
        const auto* link = findById(topology.links, hop.link);
        if (!link)
            continue;
        const auto capacity = freeCapacity(rec, *link);
        bottleneck = delays.empty() ? capacity : min(bottleneck, capacity);
        delays.push_back(linkDelay(rec, topology, *link));
    }
    const auto delay = rec.sum(std::span<const Of<Seconds, R>>(delays));
    return {rec.name(delay, "t_r", "one-way delay of the route", "sum over its links"),
            rec.name(bottleneck, "C_r", "bottleneck of the route", "least free capacity of its links"),
            int(delays.size())};
}

template <class R>
Of<Seconds, R> transferTime(R& rec, const RouteMetrics<R>& metrics, Of<Bytes, R> message) {
    if (metrics.hops == 0)
        return rec.name(metrics.delay, "t_t", "transfer time", "nothing to cross");
    return rec.name(metrics.delay + toBits(message) / metrics.bottleneck, "t_t", "transfer time",
                    "delay of the route, and the message over its bottleneck");
}

std::vector<LinkUtilisation> utilisation(const Topology& topology, std::span<const Flow> flows) {
    struct Offered {
        double forward = 0.0, backward = 0.0;
    };
    std::unordered_map<LinkId, Offered> offers;
    for (const auto& flow : flows)
        for (const auto& hop : flow.route.hops)
            (hop.forward ? offers[hop.link].forward : offers[hop.link].backward) += flow.rate.si();
    std::vector<LinkUtilisation> result;
    for (const auto& link : topology.links) {
        const auto& offer = offers[link.id];
        const double busier = std::max(offer.forward, offer.backward);
        const double capacity = link.capacity.si();
        const double own = busier > 0.0 ? (capacity > 0.0 ? busier / capacity : unreached) : 0.0;
        result.push_back({link.id, BitsPerSecond(busier), own + link.backgroundLoad});
    }
    return result;
}

#define INSTANTIATE(R)                                                                                       \
    template RouteMetrics<R> routeMetrics(R&, const Topology&, const Route&);                                \
    template Of<Seconds, R> transferTime(R&, const RouteMetrics<R>&, Of<Bytes, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::transport
