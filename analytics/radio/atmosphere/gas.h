// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/quantity.h"

namespace cellwright::radio {

/// Air near the ground; the values are those of the mean annual global reference atmosphere at sea level
/// (ITU-R P.835-6: 1013.25 hPa, 288.15 K, 7.5 g/m3).
struct Air {
    double dryPressure = 1013.25; ///< hPa, of the dry air
    Kelvin temperature{288.15};
    double waterVapour = 7.5; ///< g/m3
    bool operator==(const Air&) const = default;
};

/// Decibels per kilometre.
struct GasAttenuation {
    double oxygen = 0.0; ///< the dry part: lines of oxygen, Debye spectrum, nitrogen
    double water = 0.0;
    [[nodiscard]] double total() const { return oxygen + water; }
};

/// Specific attenuation by gases, line by line: ITU-R P.676-13, annex 1, equations 1 to 9.
/// Valid from 1 GHz to 1000 GHz; below 1 GHz the sum is still formed and is next to nothing.
GasAttenuation gasAttenuation(Hertz frequency, const Air& air = {});

} // namespace cellwright::radio
