// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The standard normal distribution, accurate in its tails: privacy budgets live at probabilities of 1e-5 to
/// 1e-300, where 1 - Phi(x) has no digits left.
namespace cellwright::privacy {

/// Phi(x).
double normalCdf(double x);
/// ln Phi(x); finite for every finite x down to about -1e154.
double logNormalCdf(double x);
/// Phi(x) / phi(x) for x <= 0 (the Mills ratio of -x); grows without bound for x > 0 and overflows near 38.
double millsRatio(double x);
/// d/dx millsRatio(x) = 1 + x millsRatio(x), without the cancellation of that formula for large -x.
double millsRatioSlope(double x);
/// x with Phi(x) = probability, for 0 < probability < 1 (-inf and +inf at the ends).
double normalQuantile(double probability);

} // namespace cellwright::privacy
