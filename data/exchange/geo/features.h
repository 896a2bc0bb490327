// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/import.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellwright {

/// What a file of places may ask for at most.
struct FeatureLimits {
    static constexpr std::size_t features = 100'000;
    static constexpr std::size_t points = 2'000'000;
    static constexpr std::size_t properties = 200;          ///< of one feature
    static constexpr std::size_t valueBytes = 4096;         ///< of one property's name or value
    static constexpr std::size_t repeatedBytes = 64u << 20; ///< that the parts of multiple geometries repeat
    static constexpr int depth = 32;                        ///< of folders, collections and geometries
};

/// A point, line or polygon on the Earth with what the file says about it. All in WGS 84.
struct Feature {
    enum class Kind { point, line, polygon };
    Kind kind = Kind::point;
    std::string name;
    std::string where; ///< "places.kml, placemark 3 (POP5)"
    std::vector<std::pair<std::string, std::string>> properties;
    /// One place for a point, the line, or the outer ring without its closing point.
    std::vector<GeoOrigin> places;
    int holes = 0; ///< of a polygon; not read

    /// The property of the first of these names that is there and not empty; capitals, blanks and punctuation
    /// are ignored.
    [[nodiscard]] std::string property(std::initializer_list<std::string_view> names) const;
    /// Adds a property as far as the limits allow; returns whether all of it is kept.
    bool keep(std::string_view key, std::string_view value);
};

/// Counts what the parts of multiple geometries repeat of their feature.
class RepeatedBytes {
public:
    void startFeature() { first_ = true; }
    /// Fails where this part would repeat too much; `where` names the file.
    Expected<void> addPart(const Feature& feature, const std::string& where);

private:
    std::size_t bytes_ = 0;
    bool first_ = true;
};

/// What a file holds, with what was left out of it and why.
struct Features {
    std::vector<Feature> all;
    std::vector<std::string> skipped;
    std::vector<std::string> warnings;
};

/// Makes sites, hosts, users, areas and links of features:
/// - points become sites, as rows of a table of sites do (three sectors where there is no azimuth);
///   hosts where a property "kind" says "host"; points of one user group where it says "user";
/// - polygons become the areas of user groups; lines become links between the nearest sites or hosts within
/// 50 m
///   of their ends, two lines there and back one link.
/// HEIGHT, AZIMUTH, STATUS, LOCKED and the like are read as in tables of sites; the fields of hosts, links
/// (kind "link") and users (kind "user", "users") by their keys in a project's JSON. Hosts, groups and links
/// that the scenario has by their names (links between the same ends) are updated by what the file says of
/// them. What cannot be used is named in the result; a wrong value fails, and the scenario is then untouched.
Expected<ImportResult> addFeatures(Features features, const std::string& where, Scenario& scenario);

} // namespace cellwright
