// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/geotiff.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/crs.h"
#include "data/exchange/geography.h"

#include <geo_normalize.h>
#include <geotiff.h>
#include <geovalues.h>
#include <tiffio.h>
#include <xtiffio.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

namespace cellwright {
namespace {

constexpr ttag_t noDataTag = 42113; // GDAL_NODATA
constexpr std::int64_t mostPixels = 100'000'000;

/// A file in memory that libtiff writes to and reads back from.
struct Memory {
    std::string bytes;
    std::size_t at = 0;
};

tmsize_t readBytes(thandle_t handle, void* to, tmsize_t size) {
    auto& memory = *static_cast<Memory*>(handle);
    const auto left = memory.at < memory.bytes.size() ? memory.bytes.size() - memory.at : 0;
    const auto count = std::min(left, std::size_t(size));
    std::memcpy(to, memory.bytes.data() + std::min(memory.at, memory.bytes.size()), count);
    memory.at += count;
    return tmsize_t(count);
}
tmsize_t writeBytes(thandle_t handle, void* from, tmsize_t size) {
    auto& memory = *static_cast<Memory*>(handle);
    const auto end = memory.at + std::size_t(size);
    if (end > memory.bytes.size())
        memory.bytes.resize(end);
    std::memcpy(memory.bytes.data() + memory.at, from, std::size_t(size));
    memory.at = end;
    return size;
}
toff_t seek(thandle_t handle, toff_t offset, int whence) {
    auto& memory = *static_cast<Memory*>(handle);
    memory.at = std::size_t(offset) + (whence == SEEK_CUR   ? memory.at
                                       : whence == SEEK_END ? memory.bytes.size()
                                                            : 0);
    return toff_t(memory.at);
}
int closeNothing(thandle_t) {
    return 0;
}
toff_t sizeOf(thandle_t handle) {
    return toff_t(static_cast<Memory*>(handle)->bytes.size());
}
int mapNothing(thandle_t, void**, toff_t*) {
    return 0;
}
void unmapNothing(thandle_t, void*, toff_t) {}

struct TiffEnd {
    void operator()(TIFF* tiff) const { XTIFFClose(tiff); }
};
struct KeysEnd {
    void operator()(GTIF* keys) const { GTIFFree(keys); }
};

/// Values on a grid of a map: square pixels, north up.
struct Grid {
    double west = 0.0, north = 0.0, step = 1.0;
    int width = 0, height = 0;
    std::vector<float> values;
};

float valueAt(const MapValues& map, const Position& position) {
    const double step = map.frame.step.si();
    const double column = std::floor((position.x - map.frame.corner.x).si() / step);
    const double row = std::floor((map.frame.corner.y - position.y).si() / step);
    if (!(column >= 0.0 && row >= 0.0 && column < map.frame.width && row < map.frame.height))
        return geoTiffNoData;
    const float value = map.values[std::size_t(row) * std::size_t(map.frame.width) + std::size_t(column)];
    return std::isfinite(value) ? value : geoTiffNoData;
}

Grid asItIs(const MapValues& map) {
    Grid grid{map.frame.corner.x.si(), map.frame.corner.y.si(), map.frame.step.si(),
              map.frame.width,         map.frame.height,        map.values};
    for (auto& value : grid.values)
        value = std::isfinite(value) ? value : geoTiffNoData;
    return grid;
}

/// The smallest grid of the system around the frame, on whole multiples of its step.
Expected<Grid> gridAround(const MapFrame& frame, const GeoOrigin& origin, Crs& crs) {
    const double step = frame.step.si();
    double west = std::numeric_limits<double>::infinity(), south = west, east = -west, north = -west;
    constexpr int along = 8; // edges of the plane are curved in the system
    for (int i = 0; i <= along; ++i)
        for (int j = 0; j <= along; ++j) {
            if (i != 0 && i != along && j != 0 && j != along)
                continue;
            const Position at{frame.corner.x + Metres(step * frame.width * i / along),
                              frame.corner.y - Metres(step * frame.height * j / along)};
            const auto on = crs.coordinates(toGeographic(origin, at));
            if (!on)
                return tl::make_unexpected(on.error());
            west = std::min(west, on->first);
            east = std::max(east, on->first);
            south = std::min(south, on->second);
            north = std::max(north, on->second);
        }
    Grid grid;
    grid.step = step;
    grid.west = std::floor(west / step) * step;
    grid.north = std::ceil(north / step) * step;
    grid.width = int(std::ceil((east - grid.west) / step));
    grid.height = int(std::ceil((grid.north - south) / step));
    return grid;
}

Expected<Grid> resampled(const MapValues& map, const GeoOrigin& origin, Crs& crs) {
    auto grid = gridAround(map.frame, origin, crs);
    if (!grid)
        return grid;
    if (std::int64_t(grid->width) * grid->height > mostPixels)
        return failure("the grid would have more than " + std::to_string(mostPixels) + " pixels", "GeoTIFF",
                       "choose a coarser resolution");
    grid->values.reserve(std::size_t(grid->width) * std::size_t(grid->height));
    static const std::string where = "GeoTIFF";
    for (int row = 0; row < grid->height; ++row)
        for (int column = 0; column < grid->width; ++column) {
            const auto place = crs.place(grid->west + (column + 0.5) * grid->step,
                                         grid->north - (row + 0.5) * grid->step, where);
            grid->values.push_back(place ? valueAt(map, toLocal(origin, place->latitude, place->longitude))
                                         : geoTiffNoData);
        }
    return grid;
}

void describe(TIFF* tiff, const Grid& grid, const std::string& name) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, std::uint32_t(grid.width));
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, std::uint32_t(grid.height));
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 32);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 1);
    if (!name.empty())
        TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, name.c_str());
    const TIFFFieldInfo noData{noDataTag,    -1, -1, TIFF_ASCII,
                               FIELD_CUSTOM, 1,  0,  const_cast<char*>("GDAL_NODATA")};
    TIFFMergeFieldInfo(tiff, &noData, 1);
    TIFFSetField(tiff, noDataTag, "-9999");
    double scale[3] = {grid.step, grid.step, 0.0};
    double tie[6] = {0.0, 0.0, 0.0, grid.west, grid.north, 0.0};
    TIFFSetField(tiff, TIFFTAG_GEOPIXELSCALE, 3, scale);
    TIFFSetField(tiff, TIFFTAG_GEOTIEPOINTS, 6, tie);
}

void writeKeys(TIFF* tiff, const Crs* crs, int code) {
    const std::unique_ptr<GTIF, KeysEnd> keys(GTIFNew(tiff));
    GTIFKeySet(keys.get(), GTRasterTypeGeoKey, TYPE_SHORT, 1, RasterPixelIsArea);
    if (crs) {
        GTIFKeySet(keys.get(), GTModelTypeGeoKey, TYPE_SHORT, 1, ModelTypeProjected);
        GTIFKeySet(keys.get(), GTCitationGeoKey, TYPE_ASCII, 0, crs->title().c_str());
        GTIFKeySet(keys.get(), ProjectedCSTypeGeoKey, TYPE_SHORT, 1, code);
    } else {
        GTIFKeySet(keys.get(), GTModelTypeGeoKey, TYPE_SHORT, 1, KvUserDefined);
        GTIFKeySet(keys.get(), GTCitationGeoKey, TYPE_ASCII, 0,
                   "local plane in metres, place on the Earth unknown");
    }
    GTIFWriteKeys(keys.get());
}

Expected<std::string> packed(const Grid& grid, const std::string& name, const Crs* crs, int code) {
    Memory memory;
    std::unique_ptr<TIFF, TiffEnd> tiff(XTIFFClientOpen("GeoTIFF", "w", &memory, readBytes, writeBytes, seek,
                                                        closeNothing, sizeOf, mapNothing, unmapNothing));
    if (!tiff)
        return failure("no TIFF can be opened in memory", "GeoTIFF", "export another format");
    describe(tiff.get(), grid, name);
    auto row = grid.values;
    for (int y = 0; y < grid.height; ++y)
        if (TIFFWriteScanline(tiff.get(), row.data() + std::size_t(y) * std::size_t(grid.width),
                              std::uint32_t(y), 0) < 0)
            return failure("row " + std::to_string(y + 1) + " cannot be packed", "GeoTIFF",
                           "export another format");
    writeKeys(tiff.get(), crs, code);
    tiff.reset();
    return std::move(memory.bytes);
}

/// The code of EPSG that a GeoTIFF names a projected system by, or why there is none.
Expected<int> codeOf(const Crs& crs) {
    const auto text = crs.code();
    const auto code =
        text.starts_with("EPSG:") ? parseNumber(std::string_view(text).substr(5)) : parseNumber("");
    if (!crs.eastNorthMetres() || !code || *code > 32766.0)
        return failure("a map cannot be written in " + crs.title(), "--crs",
                       "choose a system in metres to the east and north that has an EPSG code, such as "
                       "EPSG:25833");
    return int(*code);
}

} // namespace

Expected<std::string> toGeoTiff(const MapValues& map, const std::optional<GeoOrigin>& origin,
                                const std::string& crs) {
    const auto& frame = map.frame;
    if (frame.width < 1 || frame.height < 1 || !(frame.step.si() > 0.0) ||
        std::int64_t(frame.width) * frame.height > mostPixels ||
        map.values.size() != std::size_t(frame.width) * std::size_t(frame.height))
        return failure("the map has not a value for each of its pixels", "GeoTIFF",
                       "give width × height values");
    if (!origin && !crs.empty())
        return failure("the scenario has no origin, so nobody knows where it lies in " + crs, "GeoTIFF",
                       "give it the latitude and longitude of its origin first");
    if (!origin)
        return packed(asItIs(map), map.name, nullptr, 0);
    auto system = Crs::find(crs.empty() ? Crs::utmZoneOf(*origin) : crs, "--crs");
    if (!system)
        return tl::make_unexpected(system.error());
    const auto code = codeOf(*system);
    if (!code)
        return tl::make_unexpected(code.error());
    const auto grid = resampled(map, *origin, *system);
    if (!grid)
        return tl::make_unexpected(grid.error());
    return packed(*grid, map.name, &*system, *code);
}

} // namespace cellwright
