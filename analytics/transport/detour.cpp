// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/detour.h"

#include <queue>

#include <algorithm>

namespace cellwright::transport {
namespace {

using Entry = std::pair<RouteCost, int>;
using Queue = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;

RouteCost over(const RouteCost& cost, const Graph::Edge& edge) {
    return {cost.first + edge.first, cost.delay + edge.delay, cost.hops + 1};
}

} // namespace

Detours::Detours(const Graph& graph, const Endpoint& root)
    : graph_(&graph)
    , tree_(graph.treeTo(root))
    , children_(tree_.steps.size())
    , reached_(tree_.steps.size())
    , loose_(tree_.steps.size(), 0) {
    for (int place = 0; place < int(tree_.steps.size()); ++place)
        if (const auto& step = tree_.steps[std::size_t(place)]; step.next >= 0) {
            children_[std::size_t(step.next)].push_back(place);
            lower_.emplace(step.hop.link, place);
        }
}

std::vector<int> Detours::below(int place) const {
    std::vector<int> found{place};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& next = children_[std::size_t(found[i])];
        found.insert(found.end(), next.begin(), next.end());
    }
    return found;
}

/// Dijkstra over the loose places only, from the routes of all others.
std::vector<Detour> Detours::reattach(const std::vector<int>& places, LinkId link, int gone) {
    for (const int place : places) {
        loose_[std::size_t(place)] = 1;
        reached_[std::size_t(place)] = {};
    }
    Queue open;
    const auto offer = [&](int place, const RouteCost& cost) {
        if (cost < reached_[std::size_t(place)]) {
            reached_[std::size_t(place)] = cost;
            open.push({cost, place});
        }
    };
    for (const int place : places)
        for (const auto& edge : graph_->edges(place))
            if (place != gone && edge.to != gone && edge.hop.link != link && !loose_[std::size_t(edge.to)] &&
                tree_.steps[std::size_t(edge.to)].cost.reached())
                offer(place, over(tree_.steps[std::size_t(edge.to)].cost, edge));
    while (!open.empty()) {
        const auto [cost, at] = open.top();
        open.pop();
        if (cost > reached_[std::size_t(at)])
            continue;
        for (const auto& edge : graph_->edges(at))
            if (edge.to != gone && edge.hop.link != link && loose_[std::size_t(edge.to)])
                offer(edge.to, over(cost, edge));
    }
    std::vector<Detour> detours;
    for (const int place : places) {
        detours.push_back({place, tree_.steps[std::size_t(place)].cost, reached_[std::size_t(place)]});
        loose_[std::size_t(place)] = 0;
    }
    return detours;
}

std::vector<Detour> Detours::withoutLink(LinkId link) {
    const auto found = lower_.find(link);
    if (found == lower_.end())
        return {};
    return reattach(below(found->second), link, -1);
}

std::vector<Detour> Detours::withoutPlace(int place) {
    if (place < 0 || tree_.root < 0 || !tree_.steps[std::size_t(place)].cost.reached())
        return {};
    return reattach(below(place), {}, place);
}

} // namespace cellwright::transport
