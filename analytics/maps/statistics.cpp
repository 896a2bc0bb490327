// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/statistics.h"

#include <algorithm>
#include <cmath>

namespace cellwright::maps {
namespace {

std::vector<float> sortedValues(std::span<const float> values) {
    std::vector<float> sorted;
    sorted.reserve(values.size());
    std::ranges::copy_if(values, std::back_inserter(sorted), [](float value) { return !std::isnan(value); });
    std::ranges::sort(sorted);
    return sorted;
}

/// The smallest value that at least this share of them does not exceed.
double nearest(const std::vector<float>& sorted, double share) {
    const auto rank = std::size_t(std::max(1.0, std::ceil(share * double(sorted.size()))));
    return double(sorted[std::min(rank, sorted.size()) - 1]);
}

Distribution distributionOfSorted(std::size_t places, const std::vector<float>& sorted) {
    Distribution d;
    d.places = places;
    d.valued = sorted.size();
    if (sorted.empty())
        return d;
    double sum = 0.0;
    for (const float value : sorted)
        sum += double(value);
    d.mean = sum / double(sorted.size());
    d.minimum = double(sorted.front());
    d.maximum = double(sorted.back());
    d.p5 = nearest(sorted, 0.05);
    d.p25 = nearest(sorted, 0.25);
    d.p50 = nearest(sorted, 0.5);
    d.p75 = nearest(sorted, 0.75);
    d.p95 = nearest(sorted, 0.95);
    return d;
}

/// Greatest distance of a pixel that meets the target from the site that serves it.
Metres rangeOf(const radio::Network& network, const LayerMap& map, const std::vector<float>& values,
               Layer layer, double target) {
    double farthest = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int cell = map.columns.cell[i];
        if (cell < 0 || !meets(layer, double(values[i]), target))
            continue;
        const auto width = std::size_t(map.frame.width);
        const auto at = map.frame.centre(int(i % width), int(i / width));
        const auto& mast = network.masts[std::size_t(network.cells[std::size_t(cell)].mast)];
        farthest =
            std::max(farthest, std::hypot((at.x - mast.position.x).si(), (at.y - mast.position.y).si()));
    }
    return Metres(farthest);
}

} // namespace

Distribution distributionOf(std::span<const float> values) {
    return distributionOfSorted(values.size(), sortedValues(values));
}

std::vector<CdfPoint> cdfOf(std::span<const float> values, int points) {
    const auto sorted = sortedValues(values);
    std::vector<CdfPoint> cdf;
    for (int i = 0; i < points && !sorted.empty(); ++i) {
        const double share = points > 1 ? double(i) / double(points - 1) : 1.0;
        cdf.push_back({nearest(sorted, share), share});
    }
    return cdf;
}

Histogram histogramOf(std::span<const float> values, double low, double high, int bins) {
    Histogram histogram{low, high, {}};
    if (bins <= 0 || !(high > low))
        return histogram;
    histogram.counts.assign(std::size_t(bins), 0);
    for (const float value : values)
        if (!std::isnan(value)) {
            const double place = (double(value) - low) / (high - low) * bins;
            ++histogram.counts[std::size_t(std::clamp(place, 0.0, double(bins) - 0.5))];
        }
    return histogram;
}

bool meets(Layer layer, double value, double target) {
    return infoOf(layer).higherIsBetter ? value >= target : value <= target; // false for NaN
}

double shareMeeting(Layer layer, std::span<const float> values, double target) {
    if (values.empty())
        return 0.0;
    const auto good =
        std::ranges::count_if(values, [&](float value) { return meets(layer, double(value), target); });
    return double(good) / double(values.size());
}

MapStatistics statisticsOf(const MapEngine& engine, const LayerMap& map, Layer layer, double target) {
    MapStatistics result;
    result.layer = layer;
    result.target = target;
    if (const auto* values = map.columns.find(layer)) {
        result.area = distributionOf(*values);
        result.areaShare = shareMeeting(layer, *values, target);
        const double pixel = map.frame.resolution.si();
        result.squareMetres = result.areaShare * double(values->size()) * pixel * pixel;
        result.range = rangeOf(engine.network(), map, *values, layer, target);
    }
    const auto places = engine.users();
    MapColumns users;
    engine.evaluate(places, users);
    if (const auto* values = users.find(layer)) {
        result.users = distributionOf(*values);
        result.userShare = shareMeeting(layer, *values, target);
    }
    return result;
}

} // namespace cellwright::maps
