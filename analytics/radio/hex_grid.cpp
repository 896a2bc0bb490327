// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/hex_grid.h"

#include <array>
#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

/// A place of the lattice: u steps along its rows, v along the direction 60 degrees to the left of them.
struct Step {
    int u = 0, v = 0;
};
/// The six neighbours, clockwise from the one along the row.
constexpr std::array<Step, 6> neighbours{{{1, 0}, {1, -1}, {0, -1}, {-1, 0}, {-1, 1}, {0, 1}}};

class Lattice {
public:
    Lattice(Metres distance, Position centre, Degrees rotation)
        : centre_(centre) {
        const double turn = -rotation.degrees() * std::numbers::pi / 180.0; // clockwise
        const auto along = [&](double angle) {
            return Position{distance * std::cos(angle + turn), distance * std::sin(angle + turn)};
        };
        row_ = along(0.0);
        slanted_ = along(std::numbers::pi / 3.0);
    }
    [[nodiscard]] Position at(Step step) const {
        return {centre_.x + row_.x * double(step.u) + slanted_.x * double(step.v),
                centre_.y + row_.y * double(step.u) + slanted_.y * double(step.v)};
    }

private:
    Position centre_, row_, slanted_;
};

/// The places of one ring, clockwise from the corner to the upper left of the row.
std::vector<Step> ringOf(int ring) {
    std::vector<Step> steps;
    Step place{0, ring};
    for (std::size_t side = 0; side < neighbours.size(); ++side)
        for (int i = 0; i < ring; ++i) {
            steps.push_back(place);
            const Step way = neighbours[(side + 1) % neighbours.size()];
            place = {place.u + way.u, place.v + way.v};
        }
    return steps;
}

Expected<void> checkWrapAround(int sites) {
    if (ringsOfSites(sites))
        return {};
    int rings = 0;
    while (sitesOfRings(rings + 1) < sites)
        ++rings;
    return failure("a wrap-around needs whole rings, and " + std::to_string(sites) + " sites are none",
                   "sites",
                   "use " + std::to_string(sitesOfRings(rings)) + " or " +
                       std::to_string(sitesOfRings(rings + 1)) + " sites, or no wrap-around");
}

Expected<void> check(const HexGrid& grid) {
    if (grid.sites < 1 || grid.sites > mostGridSites)
        return failure("a grid has 1 to " + std::to_string(mostGridSites) + " sites, not " +
                           std::to_string(grid.sites),
                       "sites", "for whole rings use 1, 7, 19, 37 or 61");
    const double distance = grid.interSiteDistance.si();
    if (!(distance > 0.0) || !(distance <= 1e6))
        return failure("the distance between sites must lie above 0 and be at most 1000 km",
                       "inter-site distance", "3GPP uses 200 m (UMi), 500 m (UMa) and 1732 m (RMa)");
    if (grid.sectors < 1 || grid.sectors > 12)
        return failure("a site has 1 to 12 sectors, not " + std::to_string(grid.sectors), "sectors",
                       "3 is usual");
    if (grid.firstPci && (*grid.firstPci < 0 || *grid.firstPci > 1007))
        return failure("a PCI lies from 0 to 1007", "first PCI", "TS 38.211 clause 7.4.2.1");
    return grid.wrapAround ? checkWrapAround(grid.sites) : Expected<void>();
}

/// The same direction from 0 up to 360 degrees.
double fullTurn(double degrees) {
    const double rest = std::fmod(degrees, 360.0);
    return rest < 0.0 ? rest + 360.0 : rest;
}

std::string sectorName(int face) {
    return {char('A' + face)};
}

/// Site number `number` of the grid. PCIs leave room for three faces, so that equal faces share PCI mod 3.
Site siteAt(const HexGrid& grid, Position place, int number, std::int64_t& id) {
    Site site = grid.site;
    site.id = {id++};
    site.name = grid.namePrefix + std::to_string(number + 1);
    site.position = place;
    site.sectors.clear();
    const int faces = std::max(grid.sectors, 3);
    for (int face = 0; face < grid.sectors; ++face) {
        Sector sector = grid.sector;
        sector.id = {id++};
        sector.name = sectorName(face);
        sector.azimuth = Degrees(fullTurn(grid.azimuthOffset.degrees() + 360.0 * face / grid.sectors));
        if (grid.firstPci)
            sector.pci = (*grid.firstPci + faces * number + face) % 1008;
        site.sectors.push_back(std::move(sector));
    }
    return site;
}

Site copyOf(const Site& original, Position shift, std::size_t number, std::int64_t& id) {
    Site copy = original;
    copy.id = {id++};
    copy.name += ", copy " + std::to_string(number);
    copy.position = {copy.position.x + shift.x, copy.position.y + shift.y};
    copy.locked = true;
    for (auto& sector : copy.sectors)
        sector.id = {id++};
    return copy;
}

} // namespace

int sitesOfRings(int rings) {
    return 1 + 3 * rings * (rings + 1);
}

std::optional<int> ringsOfSites(int sites) {
    int rings = 0;
    while (sitesOfRings(rings) < sites)
        ++rings;
    return sitesOfRings(rings) == sites ? std::optional(rings) : std::nullopt;
}

std::vector<Position> hexPlaces(int sites, Metres interSiteDistance, Position centre, Degrees rotation) {
    const Lattice lattice(interSiteDistance, centre, rotation);
    std::vector<Position> places{centre};
    for (int ring = 1; int(places.size()) < sites; ++ring)
        for (const Step step : ringOf(ring)) {
            if (int(places.size()) >= sites)
                break;
            places.push_back(lattice.at(step));
        }
    return places;
}

std::vector<Position> wrapAroundShifts(int rings, Metres interSiteDistance, Degrees rotation) {
    const Lattice lattice(interSiteDistance, {}, rotation);
    std::vector<Position> shifts;
    // A rhombic number of sites, i² + ij + j² with i = rings + 1 and j = rings, tiles the plane by (i, j) and
    // its five rotations.
    Step step{rings + 1, rings};
    for (int sixth = 0; sixth < 6; ++sixth) {
        shifts.push_back(lattice.at(step));
        step = {-step.v, step.u + step.v};
    }
    return shifts;
}

Expected<std::vector<Site>> hexSites(const HexGrid& grid, std::int64_t firstId) {
    if (const auto fine = check(grid); !fine)
        return tl::make_unexpected(fine.error());
    std::vector<Site> sites;
    std::int64_t id = firstId;
    for (const Position place : hexPlaces(grid.sites, grid.interSiteDistance, grid.centre, grid.rotation))
        sites.push_back(siteAt(grid, place, int(sites.size()), id));
    if (!grid.wrapAround)
        return sites;
    const auto cluster = sites.size();
    std::size_t number = 0;
    for (const Position shift :
         wrapAroundShifts(*ringsOfSites(grid.sites), grid.interSiteDistance, grid.rotation)) {
        ++number;
        for (std::size_t i = 0; i < cluster; ++i)
            sites.push_back(copyOf(sites[i], shift, number, id));
    }
    return sites;
}

} // namespace cellwright::radio
