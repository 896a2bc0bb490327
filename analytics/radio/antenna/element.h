// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/topology.h"

namespace cellwright::radio {

/// TR 38.901 table 7.3-1: one panel element. Degrees and decibels.
constexpr double beamwidth = 65.0;     ///< both cuts, 3 dB
constexpr double sideLobeFloor = 30.0; ///< A_max and SLA_V

/// A direction in the antenna's own coordinates: azimuth off boresight (-180 to 180) and zenith (0 up, 90
/// boresight).
template <class R>
struct LocalAngles {
    Of<double, R> azimuth; ///< degrees
    Of<double, R> zenith;  ///< degrees
};

/// The direction from an antenna to a point `east`, `north` and `up` of it, seen by an antenna that is turned
/// by `azimuth` (clockwise from north) and then tilted down mechanically by `downtilt` (TR 38.901
/// clause 7.1.3 with slant 0).
template <class R>
LocalAngles<R> localAngles(R& rec, Of<Metres, R> east, Of<Metres, R> north, Of<Metres, R> up,
                           const Of<double, R>& azimuth, const Of<double, R>& downtilt);

/// Gain of the element in a direction of its own coordinates: peak - min(A_V + A_H, 30 dB), each cut
/// min(12 (angle / 65)^2, 30 dB). TR 38.901 table 7.3-1; `peak` is 8 dBi there.
template <class R>
Of<Decibels, R> elementGain(R& rec, const LocalAngles<R>& direction, Of<Decibels, R> peak);

} // namespace cellwright::radio
