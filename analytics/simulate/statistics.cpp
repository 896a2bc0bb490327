// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulate/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>

namespace cellwright::simulate {
namespace {

constexpr std::size_t batches = 32;

double meanOf(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

double quantileOf(std::span<const double> values, double p) {
    std::vector<double> sorted(values.begin(), values.end());
    const auto rank =
        std::ptrdiff_t(std::min(double(sorted.size()) - 1.0, std::floor(p * double(sorted.size()))));
    std::ranges::nth_element(sorted, sorted.begin() + rank);
    return sorted[std::size_t(rank)];
}

/// The value that a standard normal exceeds with probability `tail`, by bisection of erfc.
double normalQuantile(double tail) {
    double low = 0.0, high = 40.0;
    for (int i = 0; i < 80; ++i) {
        const double middle = (low + high) / 2.0;
        (0.5 * std::erfc(middle / std::numbers::sqrt2) > tail ? low : high) = middle;
    }
    return (low + high) / 2.0;
}

} // namespace

double studentQuantile(double tail, double degrees) {
    const double z = normalQuantile(tail), n = degrees;
    const double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    return z + (z3 + z) / (4.0 * n) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * n * n) +
           (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * n * n * n);
}

template <class Figure>
Estimate Observations::byBatches(const Figure& figure, double confidence) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (values_.empty()) {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        return {none, none, none};
    }
    const std::span<const double> all(values_);
    const double value = figure(all);
    if (values_.size() < 2 * batches)
        return {value, -infinity, infinity};
    std::vector<double> each;
    for (std::size_t b = 0; b < batches; ++b) {
        const std::size_t first = all.size() * b / batches, last = all.size() * (b + 1) / batches;
        each.push_back(figure(all.subspan(first, last - first)));
    }
    const double mean = meanOf(each);
    double squares = 0.0;
    for (const double one : each)
        squares += (one - mean) * (one - mean);
    const double deviation = std::sqrt(squares / double(batches - 1) / double(batches));
    const double half = studentQuantile((1.0 - confidence) / 2.0, double(batches - 1)) * deviation;
    return {value, value - half, value + half};
}

Estimate Observations::mean(double confidence) const {
    return byBatches(meanOf, confidence);
}

Estimate Observations::quantile(double p, double confidence) const {
    return byBatches([p](std::span<const double> values) { return quantileOf(values, p); }, confidence);
}

Estimate Observations::shareAbove(double limit, double confidence) const {
    const auto share = [limit](std::span<const double> values) {
        return double(std::ranges::count_if(values, [limit](double v) { return v > limit; })) /
               double(values.size());
    };
    return byBatches(share, confidence);
}

} // namespace cellwright::simulate
