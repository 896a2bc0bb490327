// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"

namespace cellwright::nr {

inline constexpr int lastArfcn = 3279165;
inline constexpr int firstGscn = 2, lastGscn = 26639;

/// The frequency of an NR-ARFCN, exactly: TS 38.104 table 5.4.2.1-1. Fails outside 0 to 3279165.
Expected<Hertz> frequencyOfArfcn(int arfcn);

/// The channel number nearest to a frequency.
struct RasterPoint {
    int number = 0;
    Hertz frequency; ///< of that number
    Hertz offset;    ///< what was asked for less `frequency`; at most half a step
};
/// The nearest NR-ARFCN (of two equally near the lower). Fails outside 0 to 100 GHz, where there are none.
Expected<RasterPoint> nearestArfcn(Hertz frequency);

/// SS_REF of a global synchronization channel number: TS 38.104 table 5.4.3.1-1. Fails on numbers that the
/// table does not have.
Expected<Hertz> frequencyOfGscn(int gscn);
/// The nearest place for a synchronization signal block. Fails outside 0 to 100 GHz.
Expected<RasterPoint> nearestGscn(Hertz frequency);

} // namespace cellwright::nr
