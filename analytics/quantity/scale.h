// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

/// A number in a unit as SI and back. Private to this room.
namespace cellwright {

/// 1e6 for a unit of 1e-6, or 0 where the unit is no such submultiple: 1e-6 is not a double, 1e6 is.
inline double exactInverse(double unit) {
    const double inverse = std::round(1.0 / unit);
    return unit < 1.0 && std::abs(inverse * unit - 1.0) < 1e-12 ? inverse : 0.0;
}
/// Submultiples divide by their exact inverse, so that "100 µs" is 1e-4 and is written as 100 µs again.
inline double scaleToSi(double number, double unit) {
    const double inverse = exactInverse(unit);
    return inverse > 0.0 ? number / inverse : number * unit;
}
inline double scaleFromSi(double si, double unit) {
    const double inverse = exactInverse(unit);
    return inverse > 0.0 ? si * inverse : si / unit;
}

} // namespace cellwright
