// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/statistics.h"
#include "widgets/maps/map_data.h"

#include <array>

namespace cellwright {

/// Which map is shown and how: what a person sets, layer by layer.
struct MapSettings {
    bool shown = true;
    double opacity = 0.65;
    MapQuestion question;
    std::array<MapStyle, maps::layerCount> styles = defaultStyles();
    std::array<double, maps::layerCount> targets = defaultTargets(); ///< SI, for statistics
    bool operator==(const MapSettings&) const = default;

    [[nodiscard]] maps::Layer layer() const { return question.layer; }
    [[nodiscard]] const MapStyle& style() const { return styles[std::size_t(question.layer)]; }
    [[nodiscard]] MapStyle& style() { return styles[std::size_t(question.layer)]; }
    [[nodiscard]] double target() const { return targets[std::size_t(question.layer)]; }
    [[nodiscard]] double& target() { return targets[std::size_t(question.layer)]; }

    static std::array<MapStyle, maps::layerCount> defaultStyles();
    static std::array<double, maps::layerCount> defaultTargets();
};

/// One row of the statistics of a map.
struct MapShares {
    maps::Distribution area, users;
    double areaShare = 0.0, userShare = 0.0; ///< that meet the target
    double squareMetres = 0.0;               ///< that meet it
    std::vector<maps::CdfPoint> areaCdf, userCdf;
};
/// Of all pixels, or only of those within the areas where users are.
MapShares sharesOf(const MapData& map, double target, const Topology* userAreas = nullptr);

} // namespace cellwright
