// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/quantity.h"
#include "analytics/scenario/topology.h"

#include <string>
#include <vector>

namespace cellwright::radio {

/// Which of the two propagation states a link is taken to be in.
/// `expected` is the mean of the two linear gains weighted by the LOS probability of table 7.4.2-1: the mean
/// received power over many users at that distance. It is a choice of ours; the standard draws one state per
/// user.
enum class PathChoice { los, nlos, expected };

/// Where a model was fitted: TR 38.901 table 7.4.1-1 and its notes, or the publication of a classic one.
struct PathLossLimits {
    double nearest = 10.0, farthest = 5000.0; ///< m, on the ground, or between the antennas where `inSpace`
    double farthestNlos = 5000.0;             ///< the same without line of sight
    bool inSpace = false;
    double lowestSite = 0.0, highestSite = 1e9; ///< m
    double lowestUser = 0.0, highestUser = 1e9; ///< m
    double lowest = 0.5e9, highest = 100e9;     ///< Hz
    double usualSite = 10.0;                    ///< m, of an antenna when nothing else is known
    const char* source = "";
};
const PathLossLimits& pathLossLimits(Propagation model);

/// Below this ground distance (outdoors 10 m, elsewhere 0) the models say nothing; the loss at this distance
/// is used instead, and PathLossRange::distance reports it.
Metres nearestGround(Propagation model);

/// Which limits of its model a link violates; the loss is still computed.
struct PathLossRange {
    Propagation model = Propagation::uma;
    PathChoice choice = PathChoice::los;
    bool distance = true;
    bool siteHeight = true; ///< for UMa 25 m and for UMi 10 m within 1 m
    bool userHeight = true;
    bool frequency = true;
    [[nodiscard]] bool ok() const { return distance && siteHeight && userHeight && frequency; }
    /// Each violated limit: "distance outside 10 m to 5 km".
    [[nodiscard]] std::vector<std::string> limits() const;
    /// All of them in one line, with semicolons; empty when in range.
    [[nodiscard]] std::string text() const;
    bool operator==(const PathLossRange&) const = default;
};
/// The expected loss contains that without sight, and reaches no farther.
PathLossRange pathLossRange(Propagation model, PathChoice choice, Metres ground, Metres siteHeight,
                            Metres userHeight, Hertz frequency);

} // namespace cellwright::radio
