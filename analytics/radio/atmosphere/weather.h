// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/radio/atmosphere/gas.h"
#include "analytics/scenario/scenario.h"

#include <string>

namespace cellwright::radio {

/// What is in the air between all antennas; the same everywhere.
struct Weather {
    bool gases = false;    ///< count what air takes (ITU-R P.676)
    double rainRate = 0.0; ///< mm/h
    Air air;
    bool operator==(const Weather&) const = default;
};
/// As the assumptions have it, at the pressure of sea level.
Weather weatherOf(const Assumptions& assumptions);

/// The same at a site: it does not rain inside, where sites of InH and InF and their users are.
Weather weatherAt(const Weather& weather, Propagation model);

/// Decibels per kilometre at one frequency.
struct AirLoss {
    double gas = 0.0;
    double rain = 0.0;
    [[nodiscard]] double total() const { return gas + rain; }
    bool operator==(const AirLoss&) const = default;
};
/// Rain meets antennas slanted by 45 degrees, as those of NR are: the mean of both polarisations. It falls
/// over the whole path; over more than a few kilometres real showers cover less (ITU-R P.530-18
/// clause 2.4.1).
AirLoss airLoss(const Weather& weather, Hertz frequency);

/// What the recommendations do not vouch for: they start at 1 GHz. Empty where they do, and in clear air.
std::string weatherLimit(const Weather& weather, Hertz frequency);

/// What air takes over a path: the specific attenuations times its length.
template <class R>
Of<Decibels, R> airAttenuation(R& rec, const AirLoss& loss, const Of<Metres, R>& path);

} // namespace cellwright::radio
