// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/layer_map.h"

#include <span>
#include <vector>

/// What planners read off a map. Values that are NaN (nothing heard, nobody served) are part of an area that
/// meets no target, and of no mean or percentile.
namespace cellwright::maps {

/// One point of a cumulative distribution.
struct CdfPoint {
    double value = 0.0;
    double share = 0.0; ///< of all values that are there and do not exceed it
};
struct Histogram {
    double low = 0.0, high = 0.0;    ///< of the bins together
    std::vector<std::size_t> counts; ///< in bins of equal width; values outside are in the outermost
};

struct Distribution {
    std::size_t places = 0; ///< all of them
    std::size_t valued = 0; ///< those with a value
    double mean = 0.0, minimum = 0.0, maximum = 0.0;
    double p5 = 0.0, p25 = 0.0, p50 = 0.0, p75 = 0.0, p95 = 0.0; ///< nearest rank
};
Distribution distributionOf(std::span<const float> values);
/// At `points` equal steps of the share, from the least to the greatest value; empty where there are no
/// values.
std::vector<CdfPoint> cdfOf(std::span<const float> values, int points = 101);
Histogram histogramOf(std::span<const float> values, double low, double high, int bins);

/// Whether a value meets a target: not below it, or not above it where less is better.
bool meets(Layer layer, double value, double target);
/// Share of all places (those without value included) that meet the target, 0 to 1.
double shareMeeting(Layer layer, std::span<const float> values, double target);

/// What one map says about one layer.
struct MapStatistics {
    Layer layer = Layer::sinr;
    double target = 0.0;
    Distribution area;         ///< over the pixels
    double areaShare = 0.0;    ///< of the pixels that meet the target
    double squareMetres = 0.0; ///< that meet it
    Distribution users;        ///< over the users of the engine's group
    double userShare = 0.0;    ///< of them that meet it; 0 where there are none
    Metres range; ///< greatest ground distance between a site and a pixel of its own that meets the target
};
MapStatistics statisticsOf(const MapEngine& engine, const LayerMap& map, Layer layer, double target);

} // namespace cellwright::maps
