// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/picture/georeference.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cellwright {

/// How values become colours: from `low` (dark violet) over green to `high` (yellow), the viridis map; values
/// beyond keep the end's colour, no value is transparent.
struct MapColours {
    double low = 0.0, high = 1.0;
    bool logarithmic = false; ///< where values span decades; both ends above zero
    bool reversed = false;    ///< where small values are the good ones
};
/// From the 2nd to the 98th percentile of the values.
MapColours coloursFor(const MapValues& map);
/// 0xAARRGGBB.
std::uint32_t colourOf(double value, const MapColours& colours);

/// One file of an export.
struct MapFile {
    std::string path, bytes;
};
/// The files of a map, by the ending of the wanted path: .tif or .tiff is a GeoTIFF of the values; .png is a
/// picture, with its world file and .prj beside it. `crs` as in toGeoTiff() and worldFileOf().
Expected<std::vector<MapFile>> mapFiles(const std::string& path, const MapValues& map,
                                        const MapColours& colours, const std::optional<GeoOrigin>& origin,
                                        const std::string& crs = {});
bool isMapFile(const std::string& path);

/// Turns rows that begin in the south, as some grids keep them, to rows that begin in the north.
std::vector<float> northFirst(const std::vector<float>& southFirst, int width);

} // namespace cellwright
