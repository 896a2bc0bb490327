// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwright::privacy {

/// The root of `f` between `a` and `b`, where it has opposite signs (or is zero at one of them), to the last
/// digits. Inverse quadratic interpolation where that is safe, else bisection (Chandrupatla 1997): never
/// slower than bisection by more than a constant, and it cannot leave the bracket.
template <class F>
double bracketedRoot(F f, double a, double b) {
    double fa = f(a), fb = f(b);
    if (fa == 0.0 || fb == 0.0)
        return fa == 0.0 ? a : b;
    double t = 0.5;
    for (int i = 0; i < 2200; ++i) { // bisection down to the smallest double takes 2,100
        const double x = a + t * (b - a);
        const double fx = f(x);
        const bool sameSide = (fx < 0.0) == (fa < 0.0);
        const double c = sameSide ? a : b, fc = sameSide ? fa : fb;
        if (!sameSide) {
            b = a;
            fb = fa;
        }
        a = x;
        fa = fx;
        const double best = std::abs(fa) < std::abs(fb) ? a : b;
        const double tolerance = 2.0 * std::numeric_limits<double>::epsilon() * std::abs(best);
        const double least = tolerance / std::abs(b - a);
        if (fa == 0.0 || !(least <= 0.5))
            return best;
        const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
        const bool safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        t = safe ? fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
                 : 0.5;
        t = std::clamp(t, least, 1.0 - least);
    }
    return a;
}

} // namespace cellwright::privacy
