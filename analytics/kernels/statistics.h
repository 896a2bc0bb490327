// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace cellwright::kernels {

/// The quantile of a sample, linear between its order statistics (type 7 of Hyndman and Fan); 0 without
/// sample.
double quantile(std::vector<double> sample, double share);
double median(std::vector<double> sample);
/// (p90 - p10) / median; 0 for fewer than two values.
double relativeSpread(const std::vector<double>& sample);
/// Half the width of the interval that holds the median of the population with 95 % probability, relative to
/// the sample's median: between the order statistics n/2 -+ 0.98 sqrt(n) (the sign test's interval; Conover,
/// Practical Nonparametric Statistics, 3.2). Below 6 values, for which there is none, half of the range; 1
/// below 3 values.
double medianError(std::vector<double> sample);
/// At most this makes a median settled.
inline constexpr double settledError = 0.02;

/// Which rounds to keep, from what the canary took in each.
struct RoundChoice {
    std::vector<bool> kept;
    int disturbed = 0;   ///< rounds dropped
    int loud = 0;        ///< rounds with a slow canary, dropped or not
    bool mostly = false; ///< more than a third of the rounds were disturbed
};
/// A round is disturbed when its canary took 12 % more than the 10 % quantile of all rounds. At least a third
/// of the rounds (the quietest) and at least three are kept in any case.
RoundChoice chooseRounds(const std::vector<double>& canary);

} // namespace cellwright::kernels
