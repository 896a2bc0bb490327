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

/// Which rounds to keep, from what the canary took in each.
struct RoundChoice {
    std::vector<bool> kept;
    int disturbed = 0;   ///< rounds dropped
    bool mostly = false; ///< more than a third of the rounds were disturbed
};
/// A round is disturbed when its canary took 12 % more than the 10 % quantile of all rounds. At least a third
/// of the rounds (the quietest) and at least three are kept in any case.
RoundChoice chooseRounds(const std::vector<double>& canary);

} // namespace cellwright::kernels
