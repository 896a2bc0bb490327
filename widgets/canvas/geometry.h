// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "widgets/document/document.h"

#include <QRectF>

#include <optional>
#include <unordered_map>
#include <vector>

namespace cellwright {

/// Sizes of symbols in logical pixels, shared by painting and hit testing.
namespace symbol {
constexpr double sectorRadius = 27.0;
constexpr double siteRadius = 5.0;
constexpr double hostSide = 22.0;
constexpr double hitTolerance = 6.0;
constexpr double handleRadius = 4.0;
} // namespace symbol

/// How much symbols shrink in a wide view, so that dense networks stay readable: 1 when near, 0.4 when far.
double symbolShrink(double pixelsPerMetre);

/// Distance in metres, and bearing in degrees clockwise from north, from one point to another.
double distanceBetween(Position a, Position b);
double bearingBetween(Position a, Position b);

/// Where an end of a link is; nothing if the node does not exist.
std::optional<Position> positionOf(const Topology& topology, Endpoint end);
/// The same for many ends at once: looks nodes up in constant time where there are many links. Keeps a
/// reference.
class NodePositions {
public:
    explicit NodePositions(const Topology& topology);
    [[nodiscard]] std::optional<Position> of(Endpoint end) const;

private:
    const Topology& topology_;
    bool indexed_;
    std::unordered_map<SiteId, Position> sites_;
    std::unordered_map<HostId, Position> hosts_;
};
/// A place that stands for the entity: its position, the middle of an area or of a link. Nothing for the
/// kinds that are not on the plane.
std::optional<Position> anchorOf(const Scenario& scenario, EntityRef ref);
/// The site or host that a reference names, as the end of a link; empty for other kinds.
Endpoint endpointOf(EntityRef ref);

/// What is drawn at a place, the topmost first: hosts and sites, then links, then user points and areas.
EntityRef entityAt(const Scenario& scenario, Position position, double pixelsPerMetre);
/// The site or host within reach of a place.
EntityRef nodeAt(const Scenario& scenario, Position position, double pixelsPerMetre);
/// Everything that lies wholly within a rectangle of the plane (links: both ends).
EntityRefs entitiesIn(const Scenario& scenario, const QRectF& plane);
/// All entities that are drawn on the plane, in reading order of the scenario.
EntityRefs drawnEntities(const Scenario& scenario);

/// The index of the corner of an area that is within reach of a place, or -1.
int cornerAt(const UserGroup& group, Position position, double pixelsPerMetre);

} // namespace cellwright
