// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"
#include "data/exchange/columns.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cellwright {

/// Columns that a position can be given in.
inline constexpr Column positionColumns[] = {Column::latitude, Column::longitude, Column::x, Column::y};

/// Where the rows of a table lie on the local plane, one position per row.
struct PlacedRows {
    std::vector<Position> positions;
    std::optional<GeoOrigin> origin; ///< the one given, or the centre of geographic data
    std::vector<std::string> warnings;
};

/// Reads latitude and longitude, or x and y where those are missing. Fails with line and column on anything
/// that is not a place within 1,000 km of the origin.
Expected<PlacedRows> placeRows(const CsvTable& table, const Columns& columns, const std::string& where,
                               std::optional<GeoOrigin> origin);

double distance(const Position& a, const Position& b);

} // namespace cellwright
