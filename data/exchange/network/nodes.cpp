// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/network/nodes.h"

#include "analytics/quantity/text.h"
#include "analytics/transport/medium.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/names.h"

#include <algorithm>

namespace cellwright {
namespace {

/// The length that a link has on the ground where the drawing does not tell.
std::optional<Metres> lengthOf(const NodesAndEdges& network, const NodesAndEdges::Edge& edge, bool toScale) {
    const auto &from = network.nodes[edge.from].place, &to = network.nodes[edge.to].place;
    if (edge.length || toScale || !from || !to)
        return edge.length;
    return Metres(groundDistance(*from, *to) *
                  transport::mediumFacts(edge.medium.value_or(Medium::fibre)).detour);
}

void say(const NodesAndEdges& network, const GraphLayout& layout, ImportResult& result) {
    if (layout.guessed > 0)
        result.warnings.push_back(std::to_string(layout.guessed) + " of " +
                                  std::to_string(network.nodes.size()) +
                                  " nodes have no coordinates; they are laid out beside their neighbours");
    if (layout.scale < 1.0)
        result.warnings.push_back(
            "the network spans " + roundedText(layout.span / 1e3) +
            " km, the plane 1000: it is drawn at a scale of 1:" + roundedText(1.0 / layout.scale, 3) +
            " without an origin, and links get their length along the ground");
    else if (layout.span > 100e3)
        result.warnings.push_back("the network spans " + roundedText(layout.span / 1e3) +
                                  " km; the local plane is meant for 100 km");
    const auto assumed =
        std::ranges::count_if(network.edges, [](const auto& edge) { return !edge.capacity; });
    if (assumed > 0)
        result.warnings.push_back(std::to_string(assumed) + " of " + std::to_string(network.edges.size()) +
                                  " links say no capacity; " + toDisplay(Link{}.capacity) + " is assumed");
}

/// Whether the places of the nodes mean the same on the scenario's plane.
Expected<void> checkFits(const NodesAndEdges& network, const GraphLayout& layout, const Topology& topology,
                         const std::string& where) {
    if (std::ranges::none_of(network.nodes, [](const auto& node) { return node.place.has_value(); }))
        return {};
    if (topology.origin && layout.origin != topology.origin)
        return failure("the network lies more than 1000 km from the scenario's origin", where,
                       "import it into a new scenario, or set another origin");
    if (!topology.origin && hasPlaces(topology))
        return failure("the scenario has no origin, so nobody knows where its objects lie beside the network",
                       where, "import it into a new scenario, or set the scenario's origin first");
    return {};
}

} // namespace

void describe(const NodesAndEdges::Edge& edge, Link& link) {
    link.medium = edge.medium.value_or(link.medium);
    link.capacity = edge.capacity.value_or(link.capacity);
    link.hopDelay = edge.hopDelay.value_or(link.hopDelay);
    link.backgroundLoad = edge.backgroundLoad.value_or(link.backgroundLoad);
    link.cost = edge.cost.value_or(link.cost);
    link.enabled = edge.enabled.value_or(link.enabled);
    if (edge.length)
        link.length = edge.length;
    if (edge.frequency)
        link.frequency = edge.frequency;
}

Expected<void> addNetwork(const NodesAndEdges& network, const std::string& where, Scenario& scenario,
                          ImportResult& result) {
    GraphToPlace graph;
    for (const auto& node : network.nodes)
        graph.places.push_back(node.place);
    for (const auto& edge : network.edges)
        graph.edges.emplace_back(edge.from, edge.to);
    auto& topology = scenario.topology;
    const auto layout = layOut(graph, topology.origin);
    if (const auto fits = checkFits(network, layout, topology, where); !fits)
        return fits;
    if (!topology.origin)
        topology.origin = layout.origin;
    FreeNames siteNames(topology.sites, " (", ")"), linkNames(topology.links, " (", ")");
    auto id = nextId(scenario);
    std::vector<SiteId> ids;
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
        Site site;
        site.id = {id++};
        site.name = siteNames.take(network.nodes[i].name);
        site.position = layout.positions[i];
        ids.push_back(site.id);
        topology.sites.push_back(std::move(site));
    }
    const bool toScale = layout.origin.has_value() || layout.span == 0.0;
    for (const auto& edge : network.edges) {
        Link link;
        link.id = {id++};
        link.from.site = ids[edge.from];
        link.to.site = ids[edge.to];
        link.name = linkNames.take(edge.name.empty()
                                       ? network.nodes[edge.from].name + " - " + network.nodes[edge.to].name
                                       : edge.name);
        describe(edge, link);
        link.length = lengthOf(network, edge, toScale);
        topology.links.push_back(std::move(link));
    }
    say(network, layout, result);
    result.imported += int(network.nodes.size() + network.edges.size());
    return {};
}

} // namespace cellwright
