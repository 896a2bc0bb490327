// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/map_file.h"

#include "data/exchange/picture/geotiff.h"
#include "data/exchange/picture/png.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright {
namespace {

/// Nine equal steps of viridis (van der Walt and Smith, 2015; CC0).
constexpr std::array<std::uint32_t, 9> ramp{0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C,
                                            0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725};

std::uint32_t mixed(std::uint32_t a, std::uint32_t b, double share) {
    std::uint32_t colour = 0;
    for (const int shift : {0, 8, 16}) {
        const double from = double((a >> shift) & 255u), to = double((b >> shift) & 255u);
        colour |= std::uint32_t(std::lround(from + share * (to - from))) << shift;
    }
    return colour;
}

std::string endingOf(const std::string& path) {
    const auto dot = path.find_last_of("./");
    if (dot == std::string::npos || path[dot] == '/')
        return {};
    auto ending = path.substr(dot + 1);
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return ending;
}

} // namespace

MapColours coloursFor(const MapValues& map) {
    std::vector<float> known;
    std::ranges::copy_if(map.values, std::back_inserter(known),
                         [](float value) { return std::isfinite(value); });
    if (known.empty())
        return {};
    std::ranges::sort(known);
    const auto at = [&](double share) {
        return double(known[std::size_t(share * double(known.size() - 1))]);
    };
    MapColours colours{at(0.02), at(0.98)};
    if (colours.low == colours.high)
        colours.high = colours.low + std::max(1.0, std::abs(colours.low)) * 1e-6;
    return colours;
}

std::uint32_t colourOf(double value, const MapColours& colours) {
    if (!std::isfinite(value))
        return 0;
    const bool logarithmic = colours.logarithmic && colours.low > 0.0 && colours.high > 0.0;
    const auto scaled = [&](double v) { return logarithmic ? std::log(std::max(v, 1e-300)) : v; };
    double share = (scaled(value) - scaled(colours.low)) / (scaled(colours.high) - scaled(colours.low));
    share = std::clamp(std::isfinite(share) ? share : 0.0, 0.0, 1.0);
    if (colours.reversed)
        share = 1.0 - share;
    const double step = share * double(ramp.size() - 1);
    const auto first = std::min(std::size_t(step), ramp.size() - 2);
    return 0xFF000000u | mixed(ramp[first], ramp[first + 1], step - double(first));
}

bool isMapFile(const std::string& path) {
    const auto ending = endingOf(path);
    return ending == "tif" || ending == "tiff" || ending == "png";
}

Expected<std::vector<MapFile>> mapFiles(const std::string& path, const MapValues& map,
                                        const MapColours& colours, const std::optional<GeoOrigin>& origin,
                                        const std::string& crs) {
    if (!isMapFile(path))
        return failure("a map is not written as ." + endingOf(path), path, "name it .tif or .png");
    if (endingOf(path) != "png") {
        auto bytes = toGeoTiff(map, origin, crs);
        if (!bytes)
            return tl::make_unexpected(bytes.error());
        return std::vector<MapFile>{{path, std::move(*bytes)}};
    }
    const auto world = worldFileOf(map.frame, origin, crs);
    if (!world)
        return tl::make_unexpected(world.error());
    std::vector<std::uint32_t> pixels;
    pixels.reserve(map.values.size());
    for (const float value : map.values)
        pixels.push_back(colourOf(double(value), colours));
    auto png = toPng(pixels, map.frame.width, map.frame.height);
    if (!png)
        return tl::make_unexpected(png.error());
    std::vector<MapFile> files{{path, std::move(*png)}, {worldFileName(path), world->world}};
    if (!world->projection.empty())
        files.push_back({path.substr(0, path.size() - 3) + "prj", world->projection + "\n"});
    return files;
}

std::vector<float> northFirst(const std::vector<float>& southFirst, int width) {
    std::vector<float> turned;
    turned.reserve(southFirst.size());
    const auto row = std::size_t(std::max(1, width));
    for (auto start = southFirst.size(); start >= row; start -= row)
        turned.insert(turned.end(), southFirst.begin() + std::ptrdiff_t(start - row),
                      southFirst.begin() + std::ptrdiff_t(start));
    return turned;
}

} // namespace cellwright
