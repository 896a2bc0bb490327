// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/topology.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// The frame of a map over the ground: square pixels on the local plane, the first row northernmost.
struct MapFrame {
    Position corner; ///< north-west outer corner of the first pixel
    Metres step;     ///< side of a pixel
    int width = 0, height = 0;
    bool operator==(const MapFrame&) const = default;
};

/// A map of values; NaN where there is none.
struct MapValues {
    MapFrame frame;
    std::vector<float> values; ///< row by row, width × height
    std::string name;          ///< what they are: "SINR, dB"
};

/// Six numbers that take the centre of pixel (column, row) to map coordinates:
/// x = a·column + c·row + e, y = b·column + d·row + f, in the order a b c d e f of a world file.
using PixelToMap = std::array<double, 6>;

/// The text of a world file, and that of the .prj file that names its system.
struct WorldFile {
    std::string world, projection;
};
/// For a picture with this frame, in `crs` (empty: the UTM zone of the origin). The plane is turned and
/// scaled a little against the map's grid, which the six numbers hold; exact at the corners of the picture to
/// the curvature of the system within it. Without an origin the coordinates are metres of the local plane and
/// there is no projection.
Expected<WorldFile> worldFileOf(const MapFrame& frame, const std::optional<GeoOrigin>& origin,
                                const std::string& crs = {});
/// The usual name of a picture's world file: map.png has map.pgw.
std::string worldFileName(const std::string& picture);
/// Reads a world file: six numbers, one a line. Fails with the line, and for pixels without extent.
Expected<PixelToMap> readWorldFile(std::string_view text, const std::string& where);

} // namespace cellwright
