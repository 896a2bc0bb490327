// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cellwright::radio {

/// A regular network as 3GPP's evaluations draw it (TR 38.901 clause 7.8, TR 36.814 annex A.2.1.1): sites on
/// a hexagonal lattice, each with the same sectors.
struct HexGrid {
    int sites = 19; ///< from the middle outwards; 1, 7, 19, 37, … are whole rings
    Metres interSiteDistance{500.0};
    Position centre;
    Degrees rotation{0.0}; ///< of the lattice, clockwise; at 0 its rows run from west to east
    int sectors = 3;       ///< evenly spread
    /// Of the first sector, clockwise from north. With 3 sectors and no rotation, 0 points between two
    /// neighbours, as 3GPP does; 30 points at one.
    Degrees azimuthOffset{0.0};
    Site site;     ///< height, propagation and status of every site; its sectors, name and place are not used
    Sector sector; ///< carrier, power, tilt and antenna of every sector
    std::string namePrefix = "Site ";
    std::optional<int> firstPci; ///< numbered from here, three to a site, modulo 1008; absent: none
    /// Six locked copies around the cluster: a user in the cluster then hears what it would hear if the plane
    /// were wrapped around it, with the loads as entered (copies have no users of their own). Whole rings
    /// only.
    bool wrapAround = false;
};

/// The most sites that a grid has, copies not counted.
constexpr int mostGridSites = 10'000;

/// Sites of `rings` whole rings about one in the middle: 1, 7, 19, 37, …
[[nodiscard]] int sitesOfRings(int rings);
/// The number of whole rings that make exactly so many sites, or nothing.
[[nodiscard]] std::optional<int> ringsOfSites(int sites);

/// Places in the order of their rings, within a ring clockwise. Every place has its neighbours at exactly the
/// inter-site distance.
[[nodiscard]] std::vector<Position> hexPlaces(int sites, Metres interSiteDistance, Position centre = {},
                                              Degrees rotation = {});
/// From a cluster of whole rings to the six that surround it without gap or overlap.
[[nodiscard]] std::vector<Position> wrapAroundShifts(int rings, Metres interSiteDistance,
                                                     Degrees rotation = {});

/// The sites of the grid, with ids from `firstId` on and numbered names. Refuses what no grid can have, and a
/// wrap-around of a cluster that is not of whole rings, with the nearest numbers that are.
[[nodiscard]] Expected<std::vector<Site>> hexSites(const HexGrid& grid, std::int64_t firstId);

} // namespace cellwright::radio
