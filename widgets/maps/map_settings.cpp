// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/map_settings.h"

#include "analytics/radio/user_positions.h"

#include <algorithm>

namespace cellwright {
namespace {

std::vector<float> valuesWithin(const MapData& map, const Topology& topology) {
    std::vector<float> inside;
    for (int row = 0; row < map.frame.height; ++row)
        for (int column = 0; column < map.frame.width; ++column) {
            const Position centre = map.frame.centre(column, row);
            const bool within = std::ranges::any_of(topology.groups, [&](const UserGroup& group) {
                return group.area.size() >= 3 && radio::contains(group.area, centre);
            });
            if (within)
                inside.push_back(
                    map.values[std::size_t(row) * std::size_t(map.frame.width) + std::size_t(column)]);
        }
    return inside;
}

} // namespace

std::array<MapStyle, maps::layerCount> MapSettings::defaultStyles() {
    std::array<MapStyle, maps::layerCount> styles;
    for (const auto& info : maps::allLayers())
        styles[std::size_t(info.layer)] = styleFor(info.layer);
    return styles;
}

std::array<double, maps::layerCount> MapSettings::defaultTargets() {
    std::array<double, maps::layerCount> targets{};
    for (const auto& info : maps::allLayers())
        targets[std::size_t(info.layer)] = info.target;
    return targets;
}

MapShares sharesOf(const MapData& map, double target, const Topology* userAreas) {
    const std::vector<float> within = userAreas ? valuesWithin(map, *userAreas) : std::vector<float>();
    const std::span<const float> area = userAreas ? std::span<const float>(within) : std::span(map.values);
    MapShares shares{.area = maps::distributionOf(area),
                     .users = maps::distributionOf(map.userValues),
                     .areaShare = maps::shareMeeting(map.layer(), area, target),
                     .userShare = maps::shareMeeting(map.layer(), map.userValues, target),
                     .areaCdf = maps::cdfOf(area),
                     .userCdf = maps::cdfOf(map.userValues)};
    const double pixel = map.frame.resolution.si();
    shares.squareMetres = shares.areaShare * double(area.size()) * pixel * pixel;
    return shares;
}

} // namespace cellwright
