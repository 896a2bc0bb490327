// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/normal.h"

#include <cmath>
#include <limits>

namespace cellwright::privacy {
namespace {

constexpr double rootTwoPi = 2.50662827463100050242;
constexpr double logRootTwoPi = 0.91893853320467274178;
constexpr double rootHalf = 0.70710678118654752440;
/// Left of this the asymptotic series has full accuracy, right of it erfc has.
constexpr double seriesBelow = -10.0;

/// sum_{n >= first} (-1)^n (2n - 1)!! / x^(2n), the series of |x| Phi(x) / phi(x).
double tailSeries(double x, int first) {
    const double step = 1.0 / (x * x);
    double term = first == 0 ? 1.0 : -step;
    double total = 0.0;
    for (int n = first; n < 30 && std::abs(term) > 1e-18 * std::abs(total); ++n) {
        total += term;
        term *= -double(2 * n + 1) * step;
    }
    return total;
}

/// e^(x^2/2) with the rounding of the square made good.
double expHalfSquare(double x) {
    const double square = x * x;
    const double lost = std::fma(x, x, -square);
    return std::exp(square / 2.0) * (1.0 + lost / 2.0);
}

/// Abramowitz and Stegun 26.2.23, good to 4.5e-4 for 0 < p <= 0.5: where the refinement starts.
double roughQuantile(double p) {
    const double t = std::sqrt(-2.0 * std::log(p));
    return (2.515517 + t * (0.802853 + t * 0.010328)) /
               (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
           t;
}

} // namespace

double normalCdf(double x) {
    return 0.5 * std::erfc(-x * rootHalf);
}

double logNormalCdf(double x) {
    if (x > 0.0)
        return std::log1p(-normalCdf(-x));
    return x > -1.0 ? std::log(normalCdf(x)) : std::log(millsRatio(x)) - x * x / 2.0 - logRootTwoPi;
}

double millsRatio(double x) {
    if (x < seriesBelow)
        return tailSeries(x, 0) / -x;
    return rootTwoPi * expHalfSquare(x) * normalCdf(x);
}

double millsRatioSlope(double x) {
    return x < seriesBelow ? -tailSeries(x, 1) : 1.0 + x * millsRatio(x);
}

double normalQuantile(double p) {
    if (!(p > 0.0) || !(p < 1.0))
        return p == 0.0   ? -std::numeric_limits<double>::infinity()
               : p == 1.0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
    if (p > 0.5)
        return -normalQuantile(1.0 - p);
    // Newton on ln Phi, which is concave: quadratic from a start that is good to 4.5e-4.
    double x = roughQuantile(p);
    for (int i = 0; i < 4; ++i)
        x -= (logNormalCdf(x) - std::log(p)) * millsRatio(x);
    return x;
}

} // namespace cellwright::privacy
