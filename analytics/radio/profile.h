// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "analytics/radio/user_link.h"

#include <string>
#include <string_view>
#include <vector>

namespace cellwright::radio {

/// One line of a link budget. Gains add to the level, losses are negative gains; a level is where the budget
/// has got to so far.
struct BudgetTerm {
    std::string_view key;  ///< stable: "transmit_power", "path_loss"
    std::string name;      ///< for people
    double value = 0.0;    ///< dB for a gain, dBm for a power or a level
    std::string_view unit; ///< "dB", "dBm"
    bool level = false;    ///< a sum of the lines above it
    std::string source;
};

/// A place on the straight line between the two antennas over flat ground.
struct ProfilePoint {
    Metres along;   ///< from the site, on the ground
    Metres ray;     ///< height of the line of sight
    Metres bulge;   ///< height of the round Earth under it, 4/3 radius (ITU-R P.530 clause 2.2)
    Metres fresnel; ///< radius of the first Fresnel zone: sqrt(λ d1 d2 / (d1 + d2)), ITU-R P.526 clause 3
};

/// Everything between one cell and one place.
struct PathProfile {
    SectorId sector;
    std::string cell; ///< "Site A"
    Metres ground, direct;
    Degrees bearing;      ///< from the site to the place, clockwise from north
    Degrees elevation;    ///< of the place, seen from the site's antenna: negative is down
    Degrees offAzimuth;   ///< of the place, off the antenna's boresight, -180 to 180
    Decibels freeSpace;   ///< loss of free space over the direct distance
    Decibels pathLoss;    ///< by the site's model, with shadow fading where there is any
    Decibels penetration; ///< of walls or a car
    Decibels air;         ///< by gases and rain
    double losProbability = 1.0;
    std::vector<ProfilePoint> points; ///< from the site to the place
    double clearance = 0.0; ///< least height of the ray over the Earth, in radii of the first Fresnel zone
    std::vector<BudgetTerm> down, up; ///< from the transmitter's power to the SINR and the rate's threshold
    UserLink link;                    ///< of a device there, served by this cell, alone in it
    bool strongest = false;           ///< a device there would choose this cell
    Derivation downDerivation, upDerivation; ///< of the rates, down to inputs
    std::string warning;                     ///< limits of the path loss model that the path violates
};

/// The profile from a cell to a place for a device of the group, `steps` points apart from its ends. With
/// `users` come the interference of everybody and the options. Fails on a cell that does not exist.
Expected<PathProfile> pathProfile(const UserField& users, int cell, Position at, const UserGroup& device,
                                  int steps = 64);
/// The same for a sector of a topology; fails as UserField::make does, and where the sector is not on the
/// air.
Expected<PathProfile> pathProfile(const Topology& topology, const RadioOptions& options, SectorId sector,
                                  Position at, const UserGroup& device, int steps = 64);

} // namespace cellwright::radio
