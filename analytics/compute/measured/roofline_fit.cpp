// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/roofline_fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::compute::measured {
namespace {

constexpr std::size_t parameters = 4;
using Vector = std::array<double, parameters>;
using Matrix = std::array<Vector, parameters>;

constexpr double leastExponent = 1.0, mostExponent = 12.0, leastFixed = 1e-12;

Vector logarithms(const RooflineConstants& c) {
    return {std::log(c.flopRate), std::log(c.byteRate), std::log(c.exponent),
            std::log(std::max(c.fixed, leastFixed))};
}
RooflineConstants constants(const Vector& x) {
    return {std::exp(x[0]), std::exp(x[1]), std::clamp(std::exp(x[2]), leastExponent, mostExponent),
            std::exp(x[3])};
}

/// ln t and its derivatives by the logarithms of the constants.
double logTime(const RooflineConstants& c, const Observation& o, Vector& slope) {
    const double a = o.flop / c.flopRate, b = o.bytes / c.byteRate, p = c.exponent;
    const double largest = std::max(a, b);
    slope = {};
    if (largest <= 0.0) {
        slope[3] = 1.0;
        return std::log(c.fixed);
    }
    const double ap = std::pow(a / largest, p), bp = std::pow(b / largest, p), both = ap + bp;
    const double busy = largest * std::pow(both, 1.0 / p), time = busy + c.fixed;
    const double share = busy / time;
    const auto entropy = [&](double part, double x) {
        return part > 0.0 ? part * std::log(x / largest) : 0.0;
    };
    slope[0] = -share * ap / both;
    slope[1] = -share * bp / both;
    slope[2] = share * ((entropy(ap, a) + entropy(bp, b)) / both - std::log(both) / p);
    slope[3] = c.fixed / time;
    return std::log(time);
}

/// The squares that are minimised, and their normal equations.
struct Normal {
    double squares = 0.0;
    Matrix left{};
    Vector right{};
};

Normal normalEquations(std::span<const Observation> observations, const Vector& x, const Vector& centre,
                       const Vector& deviation) {
    Normal n;
    const auto c = constants(x);
    Vector slope;
    for (const auto& o : observations) {
        const double weight = 1.0 / (o.deviation * o.deviation);
        const double miss = std::log(o.seconds) - logTime(c, o, slope);
        n.squares += weight * miss * miss;
        for (std::size_t i = 0; i < parameters; ++i) {
            n.right[i] += weight * slope[i] * miss;
            for (std::size_t j = 0; j < parameters; ++j)
                n.left[i][j] += weight * slope[i] * slope[j];
        }
    }
    for (std::size_t i = 0; i < parameters; ++i) {
        const double weight = 1.0 / (deviation[i] * deviation[i]), miss = centre[i] - x[i];
        n.squares += weight * miss * miss;
        n.right[i] += weight * miss;
        n.left[i][i] += weight;
    }
    return n;
}

/// Solves a symmetric, positive definite system (Cholesky).
Vector solve(Matrix a, Vector b) {
    for (std::size_t i = 0; i < parameters; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i][j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= a[i][k] * a[j][k];
            a[i][j] = i == j ? std::sqrt(std::max(sum, 1e-300)) : sum / a[j][j];
        }
        for (std::size_t k = 0; k < i; ++k)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (std::size_t i = parameters; i-- > 0;) {
        for (std::size_t k = i + 1; k < parameters; ++k)
            b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

} // namespace

double timeOf(const RooflineConstants& c, double flop, double bytes) {
    const double a = flop / c.flopRate, b = bytes / c.byteRate;
    const double larger = std::max(a, b), smaller = std::min(a, b);
    if (smaller <= 0.0)
        return larger + c.fixed;
    return larger * std::pow(1.0 + std::pow(smaller / larger, c.exponent), 1.0 / c.exponent) + c.fixed;
}

RooflineConstants fitRoofline(std::span<const Observation> observations, const RooflinePrior& prior,
                              const RooflineConstants* start) {
    const Vector centre = logarithms(prior.centre);
    const Vector deviation{prior.flopRate, prior.byteRate, prior.exponent, prior.fixed};
    Vector x = start ? logarithms(*start) : centre;
    double damping = 1e-3;
    Normal now = normalEquations(observations, x, centre, deviation);
    for (int step = 0; step < 60 && damping < 1e6; ++step) {
        Matrix left = now.left;
        for (std::size_t i = 0; i < parameters; ++i)
            left[i][i] *= 1.0 + damping;
        const Vector move = solve(left, now.right);
        Vector next = x;
        for (std::size_t i = 0; i < parameters; ++i)
            next[i] += std::clamp(move[i], -1.0, 1.0);
        next[2] = std::clamp(next[2], std::log(leastExponent), std::log(mostExponent));
        const Normal there = normalEquations(observations, next, centre, deviation);
        if (!(there.squares < now.squares)) {
            damping *= 4.0;
            continue;
        }
        const double gain = now.squares - there.squares;
        x = next;
        now = there;
        damping *= 0.3;
        if (gain < 1e-9 * (1.0 + now.squares))
            break;
    }
    return constants(x);
}

} // namespace cellwright::compute::measured
