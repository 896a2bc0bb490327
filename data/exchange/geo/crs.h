// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/topology.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cellwright {

/// A coordinate reference system that points come in, and the way from it to WGS 84 and back (PROJ, without
/// its network). Not to be used by two threads at once.
class Crs {
public:
    /// WGS 84 in degrees, longitude first (OGC:CRS84): what GeoJSON and KML are in unless they say otherwise.
    static Expected<Crs> wgs84();
    /// By any name that PROJ knows: "EPSG:25833", "urn:ogc:def:crs:EPSG::25833", a WKT text. Two-dimensional
    /// systems only, names in full (PROJ takes "WGS" for WGS 72), and only those that lead to WGS 84 by a
    /// known datum. `where` names the place of the text in messages.
    static Expected<Crs> find(std::string_view text, const std::string& where);
    /// The zone of UTM on WGS 84 that a place lies in ("EPSG:32633").
    static std::string utmZoneOf(const GeoOrigin& place);

    Crs(Crs&&) noexcept;
    Crs& operator=(Crs&&) noexcept;
    ~Crs();

    [[nodiscard]] const std::string& code() const;  ///< "EPSG:25833" where it has one, else as given
    [[nodiscard]] const std::string& title() const; ///< "ETRS89 / UTM zone 33N"
    [[nodiscard]] std::string wkt() const;          ///< as GIS programs keep it in .prj files
    [[nodiscard]] bool degrees() const;             ///< geographic; else in metres or feet on a plane
    /// Whether its coordinates are metres towards east and north (in either order, as GeoTIFF takes x for
    /// east): not feet, not southwards as in South Africa, not along meridians as around the poles.
    [[nodiscard]] bool eastNorthMetres() const;

    /// The place of a coordinate pair, x (east or longitude) first. Fails where the pair cannot be one of
    /// this system: degrees in a projected system, metres in a geographic one, far outside of the area that
    /// the system is made for (`where` names the pair). What lies less than 10 degrees outside passes with
    /// outside() set.
    Expected<GeoOrigin> place(double x, double y, const std::string& where);
    /// The coordinate pair of a place.
    Expected<std::pair<double, double>> coordinates(const GeoOrigin& place);
    /// Whether any place so far lay outside of the system's area of use; for a warning.
    [[nodiscard]] bool outside() const;
    [[nodiscard]] std::string areaText() const; ///< "12° E to 18° E, 46° N to 84° N"

private:
    struct Inside;
    explicit Crs(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

} // namespace cellwright
