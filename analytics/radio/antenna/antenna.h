// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/antenna/element.h"

namespace cellwright::radio {

/// Which beam of a sector's grid meets a place. A cell serves its users with the strongest one; its
/// neighbours' users are met by whichever beam is on, each equally often: the mean of their powers.
enum class Beam { strongest, mean };

/// Whether the two differ.
bool hasBeams(const Sector& sector);

/// Gain of a sector's antenna in a direction of its own coordinates: an imported pattern where there is one,
/// else the same everywhere (omni) or an element (table 7.3-1) times the array factors of rows and columns.
template <class R>
Of<Decibels, R> antennaGain(R& rec, const Sector& sector, const AntennaPattern* pattern,
                            const LocalAngles<R>& direction, Beam beam);

} // namespace cellwright::radio
