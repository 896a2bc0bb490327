// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/placement.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/crs.h"
#include "data/exchange/geography.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright {
namespace {

constexpr double planeLimit = 1e6;      ///< metres; the range of positions in a scenario
constexpr double accurateWithin = 50e3; ///< metres from the origin
constexpr double samePlace = 1.0;       ///< metres between two statements of one place

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
GeoOrigin centreOf(std::span<const GeoOrigin> places) {
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

/// Coordinates of a named system: X and Y, or LONGITUDE and LATITUDE where it counts in degrees.
Expected<std::vector<GeoOrigin>> readInCrs(const CsvTable& table, const Columns& columns,
                                           const std::string& where, const std::string& name,
                                           std::vector<std::string>& warnings) {
    auto crs = Crs::find(name, "--crs");
    if (!crs)
        return tl::make_unexpected(crs.error());
    const bool geographic = columns.has(Column::latitude) && columns.has(Column::longitude);
    const bool plane = columns.has(Column::x) && columns.has(Column::y) && !(crs->degrees() && geographic);
    if (!plane && !crs->degrees())
        return failure("the columns of " + crs->code() + " (" + crs->title() + ") are missing",
                       where + table.rowMark + "1", "name its coordinates X and Y, or SITE_X and SITE_Y");
    const auto x = plane ? Column::x : Column::longitude, y = plane ? Column::y : Column::latitude;
    std::vector<GeoOrigin> places;
    for (const auto& row : table.rows) {
        const auto east = columns.number(row, x, -1e8, 1e8);
        if (!east)
            return tl::make_unexpected(east.error());
        const auto north = columns.number(row, y, -1e8, 1e8);
        if (!north)
            return tl::make_unexpected(north.error());
        const auto place = crs->place(*east, *north, where + table.rowMark + std::to_string(row.line));
        if (!place)
            return tl::make_unexpected(place.error());
        places.push_back(*place);
    }
    if (crs->outside())
        warnings.push_back("places lie outside of the area that " + crs->code() + " is made for (" +
                           crs->areaText() + "); check the system");
    return places;
}

Expected<PlacedRows> placeGeographic(const CsvTable& table, const Columns& columns, const std::string& where,
                                     std::optional<GeoOrigin> origin, const std::string& crs) {
    std::vector<std::string> warnings;
    const auto places =
        crs.empty() ? readCoordinates(table, columns) : readInCrs(table, columns, where, crs, warnings);
    if (!places)
        return tl::make_unexpected(places.error());
    auto placed = placeOnPlane(*places, origin, [&](std::size_t i) {
        return where + table.rowMark + std::to_string(table.rows[i].line) +
               (crs.empty() ? ", column " + columns.title(Column::latitude) : std::string());
    });
    if (!placed)
        return placed;
    placed->warnings.insert(placed->warnings.begin(), warnings.begin(), warnings.end());
    if (crs.empty() && (columns.has(Column::x) || columns.has(Column::y)))
        placed->warnings.push_back("x and y are ignored, because there are latitude and longitude");
    return placed;
}

/// Metres of the local plane; larger numbers are those of a map.
Expected<double> local(const Columns& columns, const CsvTable::Row& row, Column column) {
    const auto value = columns.number(row, column, -1e9, 1e9, "length");
    if (value && std::abs(*value) > planeLimit)
        return columns.fail(row, column, std::string(columns.text(row, column)) + " is out of range",
                            "give a number from -1e+06 to 1e+06, in metres from the scenario's origin; if "
                            "these are coordinates "
                            "of a map, name its system with --crs, such as EPSG:25833");
    return value;
}

Expected<PlacedRows> placePlane(const CsvTable& table, const Columns& columns,
                                std::optional<GeoOrigin> origin) {
    PlacedRows placed;
    placed.origin = origin;
    for (const auto& row : table.rows) {
        const auto x = local(columns, row, Column::x);
        if (!x)
            return tl::make_unexpected(x.error());
        const auto y = local(columns, row, Column::y);
        if (!y)
            return tl::make_unexpected(y.error());
        placed.positions.push_back({Metres(*x), Metres(*y)});
    }
    return placed;
}

/// Our own tables give each place twice; whoever changes one of the two must not be misunderstood.
Expected<void> checkSamePlace(const CsvTable& table, const Columns& columns,
                              const std::vector<GeoOrigin>& places) {
    if (!columns.has(Column::latitude) || !columns.has(Column::longitude))
        return {};
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        if (columns.text(row, Column::latitude).empty() && columns.text(row, Column::longitude).empty())
            continue;
        const auto latitude = columns.number(row, Column::latitude, -90.0, 90.0);
        if (!latitude)
            return tl::make_unexpected(latitude.error());
        const auto longitude = columns.number(row, Column::longitude, -180.0, 180.0);
        if (!longitude)
            return tl::make_unexpected(longitude.error());
        const double apart = distance(toLocal(places[i], *latitude, *longitude), {});
        if (apart > samePlace)
            return columns.fail(row, Column::latitude,
                                "latitude and longitude lie " + roundedText(apart) + " m from " +
                                    columns.title(Column::x) + " and " + columns.title(Column::y),
                                "remove the two columns that are out of date");
    }
    return {};
}

/// The origin that each row names for its X and Y, as our own tables do; nothing where there are no such
/// columns, or none is filled in.
Expected<std::vector<GeoOrigin>> ownOrigins(const CsvTable& table, const Columns& columns,
                                            const std::string& where) {
    std::vector<GeoOrigin> origins;
    const auto latitude = Column::originLatitude, longitude = Column::originLongitude;
    if (!columns.has(Column::x) || !columns.has(Column::y) ||
        (!columns.has(latitude) && !columns.has(longitude)))
        return origins;
    if (!columns.has(latitude) || !columns.has(longitude))
        return failure(columns.has(latitude) ? "the column ORIGIN_LON is missing"
                                             : "the column ORIGIN_LAT is missing",
                       where + ":1", "give both, or neither");
    const auto empty = [&](const CsvTable::Row& row) {
        return columns.text(row, latitude).empty() && columns.text(row, longitude).empty();
    };
    if (std::ranges::all_of(table.rows, empty))
        return origins;
    for (const auto& row : table.rows) {
        const auto north = columns.number(row, latitude, -90.0, 90.0);
        if (!north)
            return tl::make_unexpected(north.error());
        const auto east = columns.number(row, longitude, -180.0, 180.0);
        if (!east)
            return tl::make_unexpected(east.error());
        origins.push_back({*north, *east});
    }
    return origins;
}

/// X and Y about the origins that the rows name, on the plane about the scenario's: as they are where it is
/// the same, shifted and turned where it is another.
Expected<PlacedRows> placeAboutOwn(const CsvTable& table, const Columns& columns, const std::string& where,
                                   const std::vector<GeoOrigin>& own, std::optional<GeoOrigin> origin) {
    auto placed = placePlane(table, columns, own.front());
    if (!placed)
        return placed;
    std::vector<GeoOrigin> places;
    for (std::size_t i = 0; i < own.size(); ++i)
        places.push_back(toGeographic(own[i], placed->positions[i]));
    if (const auto same = checkSamePlace(table, columns, places); !same)
        return tl::make_unexpected(same.error());
    const bool one = std::ranges::all_of(own, [&](const auto& each) { return each == own.front(); });
    if (one && (!origin || *origin == own.front()))
        return placed;
    return placeOnPlane(places, origin,
                        [&](std::size_t i) {
                            return where + table.rowMark + std::to_string(table.rows[i].line) + ", column " +
                                   columns.title(Column::x);
                        })
        .map([&](PlacedRows moved) {
            moved.warnings.push_back(
                columns.title(Column::x) + " and " + columns.title(Column::y) + " count from " +
                (one ? exactText(own.front().latitude) + ", " + exactText(own.front().longitude)
                     : std::string("several origins")) +
                "; they are shifted to the plane about " + exactText(moved.origin->latitude) + ", " +
                exactText(moved.origin->longitude));
            return moved;
        });
}

} // namespace

Expected<PlacedRows> placeOnPlane(std::span<const GeoOrigin> places, std::optional<GeoOrigin> origin,
                                  const std::function<std::string(std::size_t)>& whereOf) {
    PlacedRows placed;
    if (places.empty())
        return placed;
    placed.origin = origin ? *origin : centreOf(places);
    double farthest = 0.0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& place = places[i];
        const auto position = toLocal(*placed.origin, place.latitude, place.longitude);
        const double away = distance(position, {});
        // Beyond a quarter of the globe the tangent plane folds back, so the angle is checked too.
        const double around = std::remainder(place.longitude - placed.origin->longitude, 360.0);
        if (away > planeLimit || std::abs(place.latitude - placed.origin->latitude) > 20.0 ||
            std::abs(around) * std::cos(place.latitude * std::numbers::pi / 180.0) > 20.0)
            return failure("the place lies " + roundedText(away / 1e3) + " km or more from the origin at " +
                               exactText(placed.origin->latitude) + ", " +
                               exactText(placed.origin->longitude),
                           whereOf(i), "give places within 1000 km of each other; check for swapped columns");
        farthest = std::max(farthest, away);
        placed.positions.push_back(position);
    }
    if (farthest > accurateWithin)
        placed.warnings.push_back("the data reach " + roundedText(farthest / 1e3) +
                                  " km from the origin; the local plane is meant for 50 km");
    return placed;
}

bool hasPlaces(const Topology& topology) {
    return !topology.sites.empty() || !topology.hosts.empty() || !topology.groups.empty();
}

Expected<void> checkOrigin(const Topology& topology, const std::optional<GeoOrigin>& taken,
                           const std::string& where) {
    if (!taken || topology.origin || !hasPlaces(topology))
        return {};
    return failure(
        "the scenario has no origin, so nobody knows where its objects lie on the Earth beside these", where,
        "set the scenario's origin first, or import into a new one");
}

double distance(const Position& a, const Position& b) {
    return std::hypot((a.x - b.x).si(), (a.y - b.y).si());
}

Expected<PlacedRows> placeRows(const CsvTable& table, const Columns& columns, const std::string& where,
                               std::optional<GeoOrigin> origin, const std::string& crs) {
    if (table.rows.empty())
        return failure("the table has a header but no rows", where, "give one row per entry");
    if (crs.empty()) {
        const auto own = ownOrigins(table, columns, where);
        if (!own)
            return tl::make_unexpected(own.error());
        if (!own->empty())
            return placeAboutOwn(table, columns, where, *own, origin);
    }
    const bool geographic = columns.has(Column::latitude) && columns.has(Column::longitude);
    const bool plane = columns.has(Column::x) && columns.has(Column::y);
    if (geographic || (plane && !crs.empty()))
        return placeGeographic(table, columns, where, origin, crs);
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
