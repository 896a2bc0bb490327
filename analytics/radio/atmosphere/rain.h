// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/quantity.h"

namespace cellwright::radio {

/// How a wave is polarised, and its path's angle above the horizon; both in degrees.
struct Polarisation {
    double tilt = 0.0; ///< 0 horizontal, 90 vertical, 45 circular
    double elevation = 0.0;
    bool operator==(const Polarisation&) const = default;
};

/// gamma = k R^alpha.
struct RainLaw {
    double k = 0.0;
    double alpha = 1.0;
};

/// ITU-R P.838-3, equations 2 to 5 with tables 1 to 4; from 1 GHz to 1000 GHz.
RainLaw rainLaw(Hertz frequency, const Polarisation& polarisation);

/// Specific attenuation by rain of `rate` mm/h, in decibels per kilometre (P.838-3, equation 1).
double rainAttenuation(Hertz frequency, double rate, const Polarisation& polarisation = {});

} // namespace cellwright::radio
