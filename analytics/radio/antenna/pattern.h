// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/antenna/element.h"

namespace cellwright::radio {

/// Attenuation of a cut at any angle in degrees: straight lines in decibels between whole degrees, all
/// around.
double cutAttenuation(const std::vector<double>& cut, double degrees);

/// Gain of an imported antenna in any direction, from its two cuts by horizontal projection interpolation
/// (Gil, Claro, Ferreira, Pardelinha, Correia: A 3-D interpolation method for base-station-antenna radiation
/// patterns, IEEE Antennas and Propagation Magazine 43(2), 2001): with φ degrees off boresight and ε degrees
/// below the horizon,
///     A = A_H(φ) - (1 - |φ|/180) (A_H(0) - A_V(ε)) - |φ|/180 (A_H(180) - A_V(180 - ε)).
/// It keeps the whole vertical cut, and the horizontal one where the vertical cut says nothing else. `tilt`
/// turns the vertical cut down by an electrical tilt on top of the one that it contains.
template <class R>
Of<Decibels, R> patternGain(R& rec, const AntennaPattern& pattern, const LocalAngles<R>& direction,
                            const Of<double, R>& tilt);

} // namespace cellwright::radio
