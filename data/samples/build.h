// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <initializer_list>
#include <string>

/// Short hands for writing a topology down. Private to data/samples.
namespace cellwright::samples {

inline Position at(double x, double y) {
    return {Metres(x), Metres(y)};
}

/// A site with one sector per azimuth; sector ids follow the site's id.
inline Site site(std::int64_t id, std::string name, Position position, CarrierId carrier, double height,
                 Propagation propagation, double powerDbm, std::initializer_list<double> azimuths) {
    Site made{.id = {id},
              .name = std::move(name),
              .position = position,
              .height = Metres(height),
              .propagation = propagation};
    for (const double azimuth : azimuths) {
        Sector sector;
        sector.id = {id + 1 + std::int64_t(made.sectors.size())};
        sector.name = std::string(1, char('A' + made.sectors.size()));
        sector.carrier = carrier;
        sector.azimuth = Degrees(azimuth);
        sector.power = DecibelMilliwatts(powerDbm);
        made.sectors.push_back(sector);
    }
    return made;
}

inline Link fibre(std::int64_t id, std::string name, Endpoint from, Endpoint to, double gigabits) {
    Link link;
    link.id = {id};
    link.name = std::move(name);
    link.from = from;
    link.to = to;
    link.capacity = BitsPerSecond(gigabits * 1e9);
    return link;
}

} // namespace cellwright::samples
