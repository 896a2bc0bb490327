// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/picture/georeference.h"

namespace cellwright {

/// What stands in a GeoTIFF for "no value" (tag GDAL_NODATA).
inline constexpr float geoTiffNoData = -9999.0f;

/// A GeoTIFF (OGC 19-008r4) of 32-bit floats in a system in metres with an EPSG code: `crs`, or the UTM zone
/// of the origin. The local plane is turned and scaled against that grid, so each pixel of the grid takes the
/// value of the map's pixel that it lies in; pixels outside of the map have no value. Without an origin the
/// file has the metres of the local plane and no system.
Expected<std::string> toGeoTiff(const MapValues& map, const std::optional<GeoOrigin>& origin,
                                const std::string& crs = {});

} // namespace cellwright
