// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/coverage_files.h"

#include "analytics/quantity/text.h"
#include "data/exchange/csv.h"

#include <algorithm>
#include <cmath>

namespace cellwright::cli {
namespace {

std::string serverName(const radio::Network& network, int cell) {
    if (cell < 0)
        return {};
    const auto& one = network.cells[std::size_t(cell)];
    return network.masts[std::size_t(one.mast)].name + " " + one.sector.name;
}

std::string csvOf(const maps::LayerMap& map, const radio::Network& network, maps::Layer layer) {
    std::string text = "x_m,y_m," + std::string(maps::infoOf(layer).key) + ",cell,server\n";
    const auto& values = *map.columns.find(layer);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto width = std::size_t(map.frame.width);
        const auto at = map.frame.centre(int(i % width), int(i / width));
        text += exactText(at.x.si()) + ',' + exactText(at.y.si()) + ',';
        text += std::isnan(values[i]) ? std::string() : roundedText(double(values[i]), 7);
        text += ',' + std::to_string(map.columns.cell[i]) + ',' +
                csvCell(serverName(network, map.columns.cell[i])) + '\n';
    }
    return text;
}

/// The rows of pictures begin in the north.
MapValues northUp(const maps::LayerMap& map, maps::Layer layer) {
    const auto& frame = map.frame;
    return {{{frame.origin.x, frame.origin.y + frame.resolution * double(frame.height)},
             frame.resolution,
             frame.width,
             frame.height},
            northFirst(*map.columns.find(layer), frame.width),
            std::string(maps::infoOf(layer).name)};
}

MapColours coloursOf(const maps::LayerInfo& info, const radio::Network& network) {
    if (info.categories)
        return {0.0, double(std::max<std::size_t>(2, network.cells.size()) - 1), false, false};
    return {info.low, info.high, info.logarithmic, !info.higherIsBetter};
}

} // namespace

bool isCoverageFile(const std::string& path) {
    return path.ends_with(".csv") || isMapFile(path);
}

Expected<std::vector<MapFile>> coverageFiles(const std::string& path, const maps::LayerMap& map,
                                             const radio::Network& network, maps::Layer layer,
                                             const std::optional<GeoOrigin>& origin) {
    if (path.ends_with(".csv"))
        return std::vector<MapFile>{{path, csvOf(map, network, layer)}};
    return mapFiles(path, northUp(map, layer), coloursOf(maps::infoOf(layer), network), origin);
}

} // namespace cellwright::cli
