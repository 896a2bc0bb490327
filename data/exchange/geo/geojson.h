// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/geo/features.h"

namespace cellwright {

/// Reads GeoJSON (RFC 7946, and the named crs of GeoJSON 2008): a FeatureCollection, a Feature or a bare
/// geometry. Points, lines, polygons and their multiple forms; a GeometryCollection is taken apart.
///
/// The coordinate system is `crs` where given; else the one that the file names; else WGS 84 as the RFC says.
/// Coordinates that cannot be of that system fail, so a file in metres without a crs is told so rather than
/// misplaced. A `crs` that differs from what the file names is used, with a warning.
Expected<Features> readGeoJson(std::string_view text, const std::string& where, const std::string& crs = {});

/// The scenario as GeoJSON in WGS 84: sites with a property per planner's field, hosts, links, users and
/// areas, so that reading it back gives the same places and names. Fails without an origin.
Expected<std::string> toGeoJson(const Scenario& scenario);

} // namespace cellwright
