// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/fading/normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr double widest = 7.0;

/// Share of the normal distribution beyond x.
double tail(double x) {
    return 0.5 * std::erfc(x / std::numbers::sqrt2);
}

} // namespace

double normalQuantile(double p) {
    const double rare = std::min(p, 1.0 - p);
    if (!(rare > tail(widest)))
        return p < 0.5 ? -widest : widest;
    // Halley's method on the tail, from the leading term of its asymptotic series.
    double x = rare > 0.1
                   ? (0.5 - rare) * std::sqrt(2.0 * std::numbers::pi)
                   : std::sqrt(-2.0 * std::log(rare * std::sqrt(-4.0 * std::numbers::pi * std::log(rare))));
    for (int step = 0; step < 4; ++step) {
        const double density = std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi);
        const double newton = (tail(x) - rare) / density;
        x += newton / (1.0 + 0.5 * x * newton);
    }
    return p < 0.5 ? -x : x;
}

} // namespace cellwright::radio
