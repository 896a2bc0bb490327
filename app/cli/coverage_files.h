// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/layer_map.h"
#include "data/exchange/picture/map_file.h"

/// Maps as files.
namespace cellwright::cli {

/// Whether a name ends as a kind of map that can be written: .csv, .png or .tif.
bool isCoverageFile(const std::string& path);

/// The map of one layer in the form that the name asks for: a line per pixel from the south-west (.csv), or
/// what mapFiles() makes, with colours over the layer's usual range.
Expected<std::vector<MapFile>> coverageFiles(const std::string& path, const maps::LayerMap& map,
                                             const radio::Network& network, maps::Layer layer,
                                             const std::optional<GeoOrigin>& origin);

} // namespace cellwright::cli
