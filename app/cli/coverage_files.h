// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/layer_map.h"
#include "app/cli/options.h"

/// Maps as files.
namespace cellwright::cli {

/// A file to write, with its name.
struct MapFile {
    std::string path, bytes;
};

/// Whether a name ends as a kind of map that can be written: .csv, .png or .tif.
bool isMapName(const std::string& path);

/// The map of one layer in the form that the name asks for. A line per pixel from the south-west (.csv),
/// colours over the layer's usual range with a world file beside the picture (.png), or values with their
/// place on the Earth
/// (.tif). Without an origin pictures have coordinates of the local plane.
Expected<std::vector<MapFile>> mapFiles(const std::string& path, const maps::LayerMap& map,
                                        const radio::Network& network, maps::Layer layer,
                                        const std::optional<GeoOrigin>& origin);

} // namespace cellwright::cli
