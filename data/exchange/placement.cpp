// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/placement.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geography.h"

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

constexpr double planeLimit = 1e6;      ///< metres; the range of positions in a scenario
constexpr double accurateWithin = 50e3; ///< metres from the origin

Expected<std::vector<GeoOrigin>> readCoordinates(const CsvTable& table, const Columns& columns) {
    std::vector<GeoOrigin> places;
    places.reserve(table.rows.size());
    for (const auto& row : table.rows) {
        const auto latitude = columns.number(row, Column::latitude, -90.0, 90.0);
        if (!latitude)
            return tl::make_unexpected(latitude.error());
        const auto longitude = columns.number(row, Column::longitude, -180.0, 180.0);
        if (!longitude)
            return tl::make_unexpected(longitude.error());
        places.push_back({*latitude, *longitude});
    }
    return places;
}

/// The middle of the smallest box around the places; longitudes count from the first, so that the box may
/// span 180°.
GeoOrigin centreOf(const std::vector<GeoOrigin>& places) {
    GeoOrigin low = places.front(), high = low;
    const double first = low.longitude;
    for (const auto& place : places) {
        const double longitude = first + std::remainder(place.longitude - first, 360.0);
        low = {std::min(low.latitude, place.latitude), std::min(low.longitude, longitude)};
        high = {std::max(high.latitude, place.latitude), std::max(high.longitude, longitude)};
    }
    const auto rounded = [](double degrees) { return std::round(degrees * 1e5) / 1e5; };
    return {rounded((low.latitude + high.latitude) / 2.0),
            rounded(std::remainder((low.longitude + high.longitude) / 2.0, 360.0))};
}

Expected<PlacedRows> placeGeographic(const CsvTable& table, const Columns& columns,
                                     std::optional<GeoOrigin> origin) {
    const auto places = readCoordinates(table, columns);
    if (!places)
        return tl::make_unexpected(places.error());
    PlacedRows placed;
    placed.origin = origin ? *origin : centreOf(*places);
    double farthest = 0.0;
    for (std::size_t i = 0; i < places->size(); ++i) {
        const auto& place = (*places)[i];
        const auto position = toLocal(*placed.origin, place.latitude, place.longitude);
        const double away = distance(position, {});
        // Beyond a quarter of the globe the tangent plane folds back, so the angle is checked too.
        if (away > planeLimit || std::abs(place.latitude - placed.origin->latitude) > 20.0)
            return columns.fail(table.rows[i], Column::latitude,
                                "the place lies " + roundedText(away / 1e3) +
                                    " km or more from the origin at " + exactText(placed.origin->latitude) +
                                    ", " + exactText(placed.origin->longitude),
                                "give places within 1000 km of each other; check for swapped columns");
        farthest = std::max(farthest, away);
        placed.positions.push_back(position);
    }
    if (farthest > accurateWithin)
        placed.warnings.push_back("the data reach " + roundedText(farthest / 1e3) +
                                  " km from the origin; the local plane is meant for 50 km");
    if (columns.has(Column::x) || columns.has(Column::y))
        placed.warnings.push_back("x and y are ignored, because there are latitude and longitude");
    return placed;
}

Expected<PlacedRows> placePlane(const CsvTable& table, const Columns& columns,
                                std::optional<GeoOrigin> origin) {
    PlacedRows placed;
    placed.origin = origin;
    for (const auto& row : table.rows) {
        const auto x = columns.number(row, Column::x, -planeLimit, planeLimit, "length");
        if (!x)
            return tl::make_unexpected(x.error());
        const auto y = columns.number(row, Column::y, -planeLimit, planeLimit, "length");
        if (!y)
            return tl::make_unexpected(y.error());
        placed.positions.push_back({Metres(*x), Metres(*y)});
    }
    return placed;
}

} // namespace

double distance(const Position& a, const Position& b) {
    return std::hypot((a.x - b.x).si(), (a.y - b.y).si());
}

Expected<PlacedRows> placeRows(const CsvTable& table, const Columns& columns, const std::string& where,
                               std::optional<GeoOrigin> origin) {
    if (table.rows.empty())
        return failure("the table has a header but no rows", where, "give one row per entry");
    if (columns.has(Column::latitude) && columns.has(Column::longitude))
        return placeGeographic(table, columns, origin);
    if (columns.has(Column::x) && columns.has(Column::y))
        return placePlane(table, columns, origin);
    const char* missing = columns.has(Column::latitude)    ? "the column LONGITUDE is missing"
                          : columns.has(Column::longitude) ? "the column LATITUDE is missing"
                          : columns.has(Column::x)         ? "the column Y is missing"
                          : columns.has(Column::y)         ? "the column X is missing"
                                                           : "there are no columns for the position";
    return failure(missing, where + ":1", "name them LATITUDE and LONGITUDE (degrees), or X and Y (metres)");
}

} // namespace cellwright
