// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/geometry.h"

#include "analytics/radio/user_positions.h"
#include "widgets/document/entity_lists.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright {
namespace {

double distanceToSegment(Position p, Position a, Position b) {
    const double dx = (b.x - a.x).si(), dy = (b.y - a.y).si();
    const double lengthSquared = dx * dx + dy * dy;
    if (lengthSquared == 0)
        return distanceBetween(p, a);
    const double along =
        std::clamp(((p.x - a.x).si() * dx + (p.y - a.y).si() * dy) / lengthSquared, 0.0, 1.0);
    return distanceBetween(p, {a.x + Metres(along * dx), a.y + Metres(along * dy)});
}

/// The nearest entity of a list within reach; of equally near ones the last, which is drawn on top.
template <class T>
void takeNearest(const std::vector<T>& all, Position position, double& reach, EntityRef& nearest) {
    for (const auto& entity : all) {
        const double distance = distanceBetween(entity.position, position);
        if (distance <= reach) {
            reach = distance;
            nearest = refTo(entity);
        }
    }
}

EntityRef linkAt(const Topology& topology, Position position, double reach) {
    const NodePositions nodes(topology);
    for (auto link = topology.links.rbegin(); link != topology.links.rend(); ++link) {
        const auto from = nodes.of(link->from), to = nodes.of(link->to);
        if (from && to && distanceToSegment(position, *from, *to) <= reach)
            return refTo(*link);
    }
    return {};
}

bool hits(const UserGroup& group, Position position, double reach) {
    return (group.area.size() >= 3 && radio::contains(group.area, position)) ||
           std::ranges::any_of(group.points,
                               [&](Position p) { return distanceBetween(p, position) <= reach; });
}

EntityRef groupAt(const Topology& topology, Position position, double reach) {
    for (auto group = topology.groups.rbegin(); group != topology.groups.rend(); ++group)
        if (hits(*group, position, reach))
            return refTo(*group);
    return {};
}

Position middleOf(const std::vector<Position>& points) {
    Position sum;
    for (const Position point : points) {
        sum.x += point.x;
        sum.y += point.y;
    }
    return {sum.x / double(points.size()), sum.y / double(points.size())};
}

std::optional<Position> middleOf(const UserGroup& group) {
    if (!group.points.empty())
        return middleOf(group.points);
    return group.area.empty() ? std::nullopt : std::optional(middleOf(group.area));
}

} // namespace

double symbolShrink(double pixelsPerMetre) {
    return std::clamp(pixelsPerMetre * 150.0 / symbol::sectorRadius, 0.4, 1.0);
}

double distanceBetween(Position a, Position b) {
    return std::hypot((b.x - a.x).si(), (b.y - a.y).si());
}

double bearingBetween(Position a, Position b) {
    const double degrees = std::atan2((b.x - a.x).si(), (b.y - a.y).si()) * 180.0 / std::numbers::pi;
    return degrees < 0 ? degrees + 360.0 : degrees;
}

std::optional<Position> positionOf(const Topology& topology, Endpoint end) {
    if (const auto* site = findById(topology.sites, end.site))
        return site->position;
    if (const auto* host = findById(topology.hosts, end.host))
        return host->position;
    return std::nullopt;
}

NodePositions::NodePositions(const Topology& topology)
    : topology_(topology)
    , indexed_(topology.links.size() > 40) {
    if (!indexed_)
        return;
    sites_.reserve(topology.sites.size());
    for (const auto& site : topology.sites)
        sites_.emplace(site.id, site.position);
    hosts_.reserve(topology.hosts.size());
    for (const auto& host : topology.hosts)
        hosts_.emplace(host.id, host.position);
}

std::optional<Position> NodePositions::of(Endpoint end) const {
    if (!indexed_)
        return positionOf(topology_, end);
    if (const auto site = sites_.find(end.site); site != sites_.end())
        return site->second;
    const auto host = hosts_.find(end.host);
    return host == hosts_.end() ? std::nullopt : std::optional(host->second);
}

std::optional<Position> anchorOf(const Scenario& scenario, EntityRef ref) {
    if (const auto* site = find<Site>(scenario, ref))
        return site->position;
    if (const auto* host = find<Host>(scenario, ref))
        return host->position;
    if (const auto* group = find<UserGroup>(scenario, ref))
        return middleOf(*group);
    if (const auto* link = find<Link>(scenario, ref)) {
        const auto from = positionOf(scenario.topology, link->from),
                   to = positionOf(scenario.topology, link->to);
        if (from && to)
            return middleOf({*from, *to});
    }
    return std::nullopt;
}

Endpoint endpointOf(EntityRef ref) {
    if (ref.kind == EntityKind::site)
        return {.site = {ref.id}};
    return ref.kind == EntityKind::host ? Endpoint{.host = {ref.id}} : Endpoint{};
}

EntityRef nodeAt(const Scenario& scenario, Position position, double pixelsPerMetre) {
    EntityRef nearest;
    double reach = (symbol::hostSide / 2 + symbol::hitTolerance / 2) / pixelsPerMetre;
    takeNearest(scenario.topology.sites, position, reach, nearest);
    takeNearest(scenario.topology.hosts, position, reach, nearest);
    return nearest;
}

EntityRef entityAt(const Scenario& scenario, Position position, double pixelsPerMetre) {
    const double reach = symbol::hitTolerance / pixelsPerMetre;
    if (const EntityRef node = nodeAt(scenario, position, pixelsPerMetre))
        return node;
    if (const EntityRef link = linkAt(scenario.topology, position, reach))
        return link;
    return groupAt(scenario.topology, position, reach);
}

EntityRefs entitiesIn(const Scenario& scenario, const QRectF& plane) {
    const auto inside = [&](Position p) { return plane.contains(p.x.si(), p.y.si()); };
    const Topology& topology = scenario.topology;
    EntityRefs refs;
    for (const auto& site : topology.sites)
        if (inside(site.position))
            refs.push_back(refTo(site));
    for (const auto& group : topology.groups)
        if (!(group.area.empty() && group.points.empty()) && std::ranges::all_of(group.area, inside) &&
            std::ranges::all_of(group.points, inside))
            refs.push_back(refTo(group));
    for (const auto& host : topology.hosts)
        if (inside(host.position))
            refs.push_back(refTo(host));
    const NodePositions nodes(topology);
    for (const auto& link : topology.links) {
        const auto from = nodes.of(link.from), to = nodes.of(link.to);
        if (from && to && inside(*from) && inside(*to))
            refs.push_back(refTo(link));
    }
    return refs;
}

EntityRefs drawnEntities(const Scenario& scenario) {
    EntityRefs refs;
    const auto addAll = [&](const auto& all) {
        for (const auto& entity : all)
            refs.push_back(refTo(entity));
    };
    addAll(scenario.topology.sites);
    addAll(scenario.topology.groups);
    addAll(scenario.topology.hosts);
    addAll(scenario.topology.links);
    return refs;
}

int cornerAt(const UserGroup& group, Position position, double pixelsPerMetre) {
    const double reach = (symbol::handleRadius + symbol::hitTolerance / 2) / pixelsPerMetre;
    for (std::size_t i = 0; i < group.area.size(); ++i)
        if (distanceBetween(group.area[i], position) <= reach)
            return int(i);
    return -1;
}

} // namespace cellwright
