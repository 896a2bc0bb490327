// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/maps/map_settings.h"

#include <filesystem>

namespace cellwright {

/// Writes a map for GIS programs, by the extension: .tif the values as GeoTIFF, .png the colours with a world
/// file (and a .prj file where the scenario has an origin) beside it. Files appear whole or not at all; those
/// that exist are replaced. Returns the names of what was written.
Expected<std::vector<std::string>> exportMap(const std::filesystem::path& file, const MapData& map,
                                             const MapSettings& settings,
                                             const std::optional<GeoOrigin>& origin);

} // namespace cellwright
