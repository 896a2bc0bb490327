// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <span>

/// The Gaussian mechanism, exactly (Balle and Wang 2018, "Improving the Gaussian Mechanism for Differential
/// Privacy", equation 6): with mu = sensitivity / sigma,
///     delta(epsilon) = Phi(mu/2 - epsilon/mu) - e^epsilon Phi(-mu/2 - epsilon/mu).
/// The classical sigma = sensitivity sqrt(2 ln(1.25/delta)) / epsilon is deliberately absent: it is proved
/// for epsilon <= 1 only and falls short of its promise above about 8.
///
/// Everything here is about the noise that is really added to vectors whose norm is really clipped. sigma is
/// the standard deviation per coordinate, sensitivity the L2 distance that one change can make (see
/// hidden_state_noise.h). Invalid arguments (sigma or sensitivity not positive, delta outside (0, 1), epsilon
/// negative, not finite) are errors.
namespace cellwright::privacy {

/// ln delta(epsilon) for mu > 0, epsilon >= 0; no checks, for use in searches. Never -inf for finite
/// arguments whose squares are finite.
double logGaussianDelta(double epsilon, double mu);

/// delta at which `epsilon` is reached; 0 where it underflows (below 1e-308).
Expected<double> gaussianDelta(double epsilon, double sigma, double sensitivity);
/// The smallest epsilon that holds at `delta`; 0 where the noise alone is enough.
Expected<double> gaussianEpsilon(double sigma, double sensitivity, double delta);
/// The smallest sigma that gives (epsilon, delta).
Expected<double> gaussianSigma(double epsilon, double sensitivity, double delta);
/// epsilon of `releases` releases with the same sigma and sensitivity, chosen adaptively; exact, not a bound.
Expected<double> composedGaussianEpsilon(double sigma, double sensitivity, double releases, double delta);

/// `count` releases with noise `sigma` of something whose sensitivity is `sensitivity`.
struct GaussianRelease {
    double sigma = 0.0;
    double sensitivity = 0.0;
    double count = 1.0;
};
/// mu of all the releases together: sqrt(sum count_i (sensitivity_i / sigma_i)^2), exact for adaptive
/// composition (Dong, Roth and Su 2022, "Gaussian Differential Privacy", corollary 3.3).
Expected<double> composedMu(std::span<const GaussianRelease> releases);

/// The same as recorded formulas. `mu` = sensitivity / sigma; epsilon is labelled a guarantee.
template <class R>
Expected<Of<double, R>> gaussianMu(R& rec, Of<double, R> sensitivity, Of<double, R> sigma);
template <class R>
Expected<Of<double, R>> gaussianEpsilonOfMu(R& rec, Of<double, R> mu, Of<double, R> delta);

/// What (mu) means for an attacker who must tell two neighbouring inputs apart: at false-positive rate `fpr`
/// the true-positive rate is at most Phi(Phi^-1(fpr) + mu), whatever the attack. `fpr` in [0, 1], mu >= 0.
Expected<double> maximumTruePositiveRate(double fpr, double mu);
/// Phi(mu/2): the best balanced accuracy of that attacker (0.5 is guessing).
template <class R>
Expected<Of<double, R>> maximumBalancedAccuracy(R& rec, Of<double, R> mu);
/// The weaker statements that follow from (epsilon, delta) alone, for any mechanism:
/// min(e^epsilon fpr + delta, 1 - e^-epsilon (1 - delta - fpr)) and (e^epsilon + delta) / (1 + e^epsilon).
Expected<double> maximumTruePositiveRate(double fpr, double epsilon, double delta);
Expected<double> maximumBalancedAccuracy(double epsilon, double delta);

} // namespace cellwright::privacy
