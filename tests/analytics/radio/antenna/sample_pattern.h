// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <algorithm>
#include <cmath>

namespace cellwright::test {

/// An antenna with a lopsided horizontal cut, a vertical beam 6 degrees down, and a back lobe.
inline AntennaPattern samplePattern(std::int64_t id) {
    AntennaPattern pattern{.id = {id}, .name = "sample", .gain = Decibels(17.0), .source = "made up"};
    for (int degrees = 0; degrees < 360; ++degrees) {
        const double off = degrees > 180 ? degrees - 360.0 : degrees;
        const double width = off < 0.0 ? 33.0 : 30.0;
        pattern.horizontal.push_back(std::min(25.0, 3.0 * std::pow(off / width, 2.0)));
        const double below = degrees > 180 ? degrees - 360.0 : degrees;
        const double beam = std::min(22.0, 3.0 * std::pow((below - 6.0) / 5.0, 2.0));
        pattern.vertical.push_back(std::abs(below) > 120.0 ? 25.0 : beam);
    }
    return pattern;
}

} // namespace cellwright::test
