// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/calibration/calibration.h"
#include "analytics/radio/propagation/enclosure.h"

#include <random>

namespace cellwright::radio {

/// Numbers that are the same on every computer: the standard's distributions are not.
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : engine_(seed) {}
    double uniform(); ///< from 0 to below 1
    double normal();
    int upTo(int most); ///< 1 to `most`, each equally often
private:
    std::mt19937_64 engine_;
};

/// What is drawn for users themselves, as numbers from 0 to 1: a Latin hypercube, so that the shares of each
/// of them are met in every drop and fewer drops tell as much.
class UserDraws {
public:
    enum Draw { radius, angle, inside, floors, floor, wall, depth, deviation, shadow };
    UserDraws(int users, Dice& dice);
    [[nodiscard]] double value(Draw draw, int user) const;

private:
    std::vector<std::vector<double>> values_;
};

/// One user of a calibration drop.
struct DroppedUser {
    Position position;
    Metres height;
    Indoors indoors;
    double shadow = 0.0; ///< the part of the deviate of shadow fading that all sites share
};
DroppedUser dropUser(const CalibrationSetup& setup, const UserDraws& draws, int user);

/// The 19 sites: the middle one first, then two rings.
std::vector<Position> calibrationSites(Propagation scenario);

/// Path loss in dB of one user to one site, everything drawn.
double drawLoss(const CalibrationSetup& setup, Position site, const DroppedUser& user, Dice& dice);

} // namespace cellwright::radio
