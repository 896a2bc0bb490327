// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"
#include "data/exchange/csv/columns.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cellwright {

/// Columns that a position can be given in.
inline constexpr Column positionColumns[] = {
    Column::latitude, Column::longitude,      Column::x,
    Column::y,        Column::originLatitude, Column::originLongitude};

/// Where the rows of a table lie on the local plane, one position per row.
struct PlacedRows {
    std::vector<Position> positions;
    std::optional<GeoOrigin> origin; ///< the one given, or the centre of geographic data
    std::vector<std::string> warnings;
};

/// Reads latitude and longitude, or x and y where those are missing. With the name of a coordinate system,
/// the columns are coordinates in it. Rows that name the origin of their x and y (ORIGIN_LAT, ORIGIN_LON) are
/// shifted to the plane about the given one. Fails with line and column on anything that is not a place
/// within 1,000 km of the origin, and where the table names the origin of its x and y but they are not at its
/// latitude and longitude.
Expected<PlacedRows> placeRows(const CsvTable& table, const Columns& columns, const std::string& where,
                               std::optional<GeoOrigin> origin, const std::string& crs = {});

/// The places on the plane about the origin, which is the centre of them where none is given. `whereOf` names
/// one of them in messages.
Expected<PlacedRows> placeOnPlane(std::span<const GeoOrigin> places, std::optional<GeoOrigin> origin,
                                  const std::function<std::string(std::size_t)>& whereOf);

/// Fails where the scenario has objects but no origin, and would take this one: nobody has said where on the
/// Earth its objects lie. `where` names the data in messages.
Expected<void> checkOrigin(const Topology& topology, const std::optional<GeoOrigin>& taken,
                           const std::string& where);
/// Whether anything of the topology has a position.
bool hasPlaces(const Topology& topology);

double distance(const Position& a, const Position& b);

} // namespace cellwright
