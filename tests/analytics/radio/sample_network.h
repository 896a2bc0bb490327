// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <cmath>
#include <random>

namespace cellwright::test {

inline Sector sampleSector(std::int64_t id, CarrierId carrier, double azimuth) {
    Sector sector;
    sector.id = {id};
    sector.name = "S" + std::to_string(id);
    sector.carrier = carrier;
    sector.azimuth = Degrees(azimuth);
    return sector;
}

/// `sites` three-sector sites of one carrier (id 1) on a sunflower spiral, about 400 m apart; sector ids from
/// 1000 on.
inline Topology sampleTopology(int sites, Propagation propagation = Propagation::uma) {
    Topology topology;
    Carrier carrier;
    carrier.id = {1};
    carrier.name = "n78";
    topology.carriers.push_back(carrier);
    for (int i = 0; i < sites; ++i) {
        Site site;
        site.id = {100 + i};
        site.name = "Site " + std::to_string(i);
        const double radius = 260.0 * std::sqrt(double(i)), angle = 2.399963 * i;
        site.position = {Metres(radius * std::cos(angle)), Metres(radius * std::sin(angle))};
        site.propagation = propagation;
        site.height = Metres(propagation == Propagation::uma ? 25.0 : 10.0);
        for (int s = 0; s < 3; ++s)
            site.sectors.push_back(sampleSector(1000 + 3 * i + s, carrier.id, 30.0 + 120.0 * s));
        topology.sites.push_back(site);
    }
    return topology;
}

inline UserGroup squareGroup(std::int64_t id, double half, int count) {
    UserGroup group;
    group.id = {id};
    group.name = "Users";
    group.area = {{Metres(-half), Metres(-half)},
                  {Metres(half), Metres(-half)},
                  {Metres(half), Metres(half)},
                  {Metres(-half), Metres(half)}};
    group.count = count;
    return group;
}

inline std::vector<Position> randomPoints(int count, double half, unsigned seed = 7) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(-half, half);
    std::vector<Position> points;
    for (int i = 0; i < count; ++i)
        points.push_back({Metres(place(random)), Metres(place(random))});
    return points;
}

} // namespace cellwright::test
