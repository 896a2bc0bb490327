// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/picture/georeference.h"

#include <string>

namespace cellwright {

/// A point of a picture and where it lies on the local plane. Pixels count right and down from the outer
/// corner of the first one.
struct PictureAnchor {
    double column = 0.0, row = 0.0;
    Position position;
    bool operator==(const PictureAnchor&) const = default;
};

/// A picture under the drawing, georeferenced by two of its points: turned, scaled and moved, not sheared.
/// Kept in a project as an attachment of kind "background" whose JSON this is.
struct Background {
    std::string file; ///< path of the picture, as the user gave it
    PictureAnchor first, second;
    double opacity = 0.5; ///< 0 to 1
    bool operator==(const Background&) const = default;
};
inline constexpr const char* backgroundKind = "background";

/// Where the pixel (column, row) lies: x = a·column + c·row + e, y = b·column + d·row + f.
/// Fails where the two points fall together in the picture or on the ground.
Expected<PixelToMap> placementOf(const Background& background);

/// The background of a picture with a world file in `crs` (empty: its coordinates are metres of the local
/// plane), by two opposite corners. A sheared or mirrored world file cannot be kept by two points: it fails
/// and says so, as do coordinates beyond the local plane without a system.
Expected<Background> backgroundFromWorld(const std::string& file, int width, int height,
                                         const PixelToMap& world, const std::optional<GeoOrigin>& origin,
                                         const std::string& crs, const std::string& where);

std::string toJsonText(const Background& background);
Expected<Background> backgroundFromJson(std::string_view text, const std::string& where);

} // namespace cellwright
