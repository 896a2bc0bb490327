// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace cellwright::compute {

/// What is believed of the logarithm of a positive constant before anything was measured.
struct LogPrior {
    double mean = 0.0;
    double spread = 1.0; ///< standard deviation; what data say counts the more the larger it is
};

struct LogFit {
    std::vector<double> parameters; ///< logarithms
    std::vector<double> residuals;  ///< log(predicted / measured) of each point
};

/// The logarithm of what a model predicts for point `index` with these log parameters.
using LogModel = std::function<double(std::span<const double> parameters, std::size_t index)>;

/// Least squares in logarithms with shrinkage: minimises the sum over points of weight times a soft L1 of
/// (residual / noise) plus the sum over parameters of ((parameter - mean) / spread)^2, by Levenberg and
/// Marquardt's method from the priors' means. Deterministic. Without points the priors' means come back.
/// `measured` holds logarithms; `weights` is empty (all 1) or as long. Soft L1: outliers count linearly.
LogFit fitLogs(const LogModel& model, std::span<const double> measured, std::span<const double> weights,
               std::span<const LogPrior> priors, double noise = 0.1);

/// The q-quantile of values, linear between neighbours; 0 without values.
double quantile(std::vector<double> values, double q);

} // namespace cellwright::compute
