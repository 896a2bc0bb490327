// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/coverage_files.h"

#include "data/exchange/csv.h"
#include "data/exchange/picture/geotiff.h"
#include "data/exchange/picture/png.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

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
    const auto& values = *map.columns.find(layer);
    MapValues result;
    result.name = std::string(maps::infoOf(layer).name);
    result.frame = {{frame.origin.x, frame.origin.y + frame.resolution * double(frame.height)},
                    frame.resolution,
                    frame.width,
                    frame.height};
    for (int row = frame.height; row-- > 0;) {
        const auto first = values.begin() + std::ptrdiff_t(row) * frame.width;
        result.values.insert(result.values.end(), first, first + frame.width);
    }
    return result;
}

/// Dark blue over green to yellow, in order of lightness.
std::uint32_t colourOf(double share) {
    static constexpr std::array<std::array<double, 3>, 5> stops{
        {{68, 1, 84}, {59, 82, 139}, {33, 145, 140}, {94, 201, 98}, {253, 231, 37}}};
    const double place = std::clamp(share, 0.0, 1.0) * double(stops.size() - 1);
    const auto low = std::min(std::size_t(place), stops.size() - 2);
    std::uint32_t colour = 0xff;
    for (std::size_t part = 0; part < 3; ++part) {
        const double value =
            stops[low][part] + (place - double(low)) * (stops[low + 1][part] - stops[low][part]);
        colour = (colour << 8) | std::uint32_t(std::lround(value));
    }
    return colour;
}

/// Neighbouring numbers get colours that are far apart: steps of the golden ratio.
std::uint32_t colourOfName(int number) {
    return colourOf(std::fmod(0.5 + 0.6180339887498949 * number, 1.0));
}

std::uint32_t pixelOf(float value, const maps::LayerInfo& info) {
    if (std::isnan(value))
        return 0;
    if (info.categories)
        return colourOfName(int(value));
    const auto scaled = [&](double x) { return info.logarithmic ? std::log(std::max(x, 1e-300)) : x; };
    const double share = (scaled(double(value)) - scaled(info.low)) / (scaled(info.high) - scaled(info.low));
    return colourOf(info.higherIsBetter ? share : 1.0 - share);
}

Expected<std::vector<MapFile>> pngOf(const std::string& path, const MapValues& map,
                                     const maps::LayerInfo& info, const std::optional<GeoOrigin>& origin) {
    std::vector<std::uint32_t> pixels;
    for (const float value : map.values)
        pixels.push_back(pixelOf(value, info));
    auto picture = toPng(pixels, map.frame.width, map.frame.height);
    if (!picture)
        return tl::make_unexpected(picture.error());
    auto world = worldFileOf(map.frame, origin);
    if (!world)
        return tl::make_unexpected(world.error());
    std::vector<MapFile> files{{path, std::move(*picture)}, {worldFileName(path), std::move(world->world)}};
    if (!world->projection.empty())
        files.push_back(
            {std::filesystem::path(path).replace_extension(".prj").string(), std::move(world->projection)});
    return files;
}

} // namespace

bool isMapName(const std::string& path) {
    return path.ends_with(".csv") || path.ends_with(".png") || path.ends_with(".tif") ||
           path.ends_with(".tiff");
}

Expected<std::vector<MapFile>> mapFiles(const std::string& path, const maps::LayerMap& map,
                                        const radio::Network& network, maps::Layer layer,
                                        const std::optional<GeoOrigin>& origin) {
    if (path.ends_with(".csv"))
        return std::vector<MapFile>{{path, csvOf(map, network, layer)}};
    const auto values = northUp(map, layer);
    if (path.ends_with(".png"))
        return pngOf(path, values, maps::infoOf(layer), origin);
    return toGeoTiff(values, origin).map([&](std::string&& bytes) {
        return std::vector<MapFile>{{path, std::move(bytes)}};
    });
}

} // namespace cellwright::cli
