// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/exchange/map_export.h"

#include "data/exchange/file.h"
#include "data/exchange/picture/geotiff.h"
#include "data/exchange/picture/png.h"

#include <algorithm>
#include <cctype>

namespace cellwright {
namespace {

using Names = std::vector<std::string>;

MapFrame frameOf(const MapData& map) {
    const auto& frame = map.frame;
    return {.corner = {frame.origin.x, frame.origin.y + frame.resolution * double(frame.height)},
            .step = frame.resolution,
            .width = frame.width,
            .height = frame.height};
}

/// North first, as files of maps are.
std::vector<float> northFirst(const MapData& map) {
    const auto width = std::size_t(map.frame.width);
    std::vector<float> values;
    values.reserve(map.values.size());
    for (int row = map.frame.height - 1; row >= 0; --row) {
        const auto from = map.values.begin() + std::ptrdiff_t(std::size_t(row) * width);
        values.insert(values.end(), from, from + std::ptrdiff_t(width));
    }
    return values;
}

Expected<Names> writeAll(const std::vector<std::pair<std::filesystem::path, std::string>>& files) {
    Names names;
    for (const auto& [path, bytes] : files) {
        if (const auto written = writeFileAtomically(path, bytes, true); !written)
            return tl::make_unexpected(written.error());
        names.push_back(path.filename().string());
    }
    return names;
}

Expected<Names> writeTiff(const std::filesystem::path& file, const MapData& map,
                          const std::optional<GeoOrigin>& origin) {
    const auto& info = maps::infoOf(map.layer());
    return toGeoTiff({frameOf(map), northFirst(map), std::string(info.name)}, origin)
        .and_then([&](const std::string& bytes) {
            return writeAll({{file, bytes}});
        });
}

Expected<Names> writePicture(const std::filesystem::path& file, const MapData& map,
                             const MapSettings& settings, const std::optional<GeoOrigin>& origin) {
    const QImage image = map.image(settings.style(), false).convertToFormat(QImage::Format_ARGB32);
    std::vector<std::uint32_t> pixels;
    pixels.reserve(std::size_t(image.width()) * std::size_t(image.height()));
    for (int row = 0; row < image.height(); ++row) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(row));
        pixels.insert(pixels.end(), line, line + image.width());
    }
    const auto world = worldFileOf(frameOf(map), origin);
    if (!world)
        return tl::make_unexpected(world.error());
    const auto png = toPng(pixels, image.width(), image.height());
    if (!png)
        return tl::make_unexpected(png.error());
    std::vector<std::pair<std::filesystem::path, std::string>> files{
        {file, *png}, {worldFileName(file.string()), world->world}};
    if (!world->projection.empty())
        files.emplace_back(std::filesystem::path(file).replace_extension(".prj"), world->projection);
    return writeAll(files);
}

} // namespace

Expected<std::vector<std::string>> exportMap(const std::filesystem::path& file, const MapData& map,
                                             const MapSettings& settings,
                                             const std::optional<GeoOrigin>& origin) {
    if (map.empty())
        return failure("there is no map to export", file.string(),
                       "show a map first, and wait until it is there");
    std::string extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return char(std::tolower(c)); });
    if (extension == ".tif" || extension == ".tiff")
        return writeTiff(file, map, origin);
    if (extension == ".png")
        return writePicture(file, map, settings, origin);
    return failure("cannot tell the format of the map from its name", file.string(),
                   "end the name with .tif or .png");
}

} // namespace cellwright
