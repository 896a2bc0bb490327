// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/gaussian_mechanism.h"

#include "analytics/privacy/bracketed_root.h"
#include "analytics/privacy/normal.h"
#include "analytics/privacy/recorded_call.h"
#include "analytics/quantity/check.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::privacy {
namespace {

constexpr double logRootTwoPi = 0.91893853320467274178;
constexpr auto where = "Gaussian mechanism";
constexpr auto source = "Balle and Wang 2018, equation 6";

/// millsRatio(b + mu) - millsRatio(b) as an integral: with little noise-to-signal the difference would
/// cancel. Gauss-Legendre with 8 points; the integrand is entire and the interval at most 0.5 wide.
double narrowMillsDifference(double b, double mu) {
    constexpr std::array<double, 4> nodes = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                             0.9602898564975363};
    constexpr std::array<double, 4> weights = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                               0.1012285362903763};
    const double centre = b + mu / 2.0;
    double total = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const double offset = nodes[i] * mu / 2.0;
        total += weights[i] * (millsRatioSlope(centre - offset) + millsRatioSlope(centre + offset));
    }
    return total * mu / 2.0;
}

double solveEpsilon(double mu, double delta) {
    const double target = std::log(delta);
    const auto excess = [&](double epsilon) { return logGaussianDelta(epsilon, mu) - target; };
    if (excess(0.0) <= 0.0)
        return 0.0;
    // delta(epsilon) <= Phi(mu/2 - epsilon/mu), so this epsilon is enough; rounding may ask for a little
    // more.
    double high = std::max(mu * (mu / 2.0 - normalQuantile(delta)), mu * mu * 1e-16);
    while (excess(high) > 0.0 && std::isfinite(high))
        high *= 1.0 + 1e-6;
    return bracketedRoot(excess, 0.0, high);
}

double solveMu(double epsilon, double delta) {
    const double target = std::log(delta);
    const auto excess = [&](double mu) { return logGaussianDelta(epsilon, mu) - target; };
    // From the same bound, and from delta(epsilon) <= delta(0) <= 0.4 mu, no smaller mu can be the answer.
    const double z = -normalQuantile(delta);
    const double root = std::hypot(z, std::sqrt(2.0 * epsilon));
    const double low = std::max(z > 0.0 ? 2.0 * epsilon / (z + root) : root - z, 2.0 * delta) * (1.0 - 1e-9);
    double high = 2.0 * low;
    while (excess(high) < 0.0)
        high *= 2.0;
    return bracketedRoot(excess, low, high);
}

} // namespace

double logGaussianDelta(double epsilon, double mu) {
    const double a = mu / 2.0 - epsilon / mu;
    const double b = -mu / 2.0 - epsilon / mu;
    const double logDensity = -a * a / 2.0 - logRootTwoPi;
    // e^epsilon phi(b) = phi(a), so delta = phi(a) (m(a) - m(b)) with m = Phi / phi: nothing overflows.
    if (mu < 0.5)
        return logDensity + std::log(narrowMillsDifference(b, mu));
    if (a <= 0.0)
        return logDensity + std::log(millsRatio(a) - millsRatio(b));
    return std::log1p(-(normalCdf(-a) + std::exp(logDensity) * millsRatio(b)));
}

Expected<double> gaussianDelta(double epsilon, double sigma, double sensitivity) {
    Check check(where);
    check.notNegative("epsilon", epsilon).positive("sigma", sigma).positive("sensitivity", sensitivity);
    if (check.positive("sensitivity / sigma", sensitivity / sigma).error())
        return tl::make_unexpected(*check.error());
    return std::exp(logGaussianDelta(epsilon, sensitivity / sigma));
}

Expected<double> gaussianEpsilon(double sigma, double sensitivity, double delta) {
    return composedGaussianEpsilon(sigma, sensitivity, 1.0, delta);
}

Expected<double> gaussianSigma(double epsilon, double sensitivity, double delta) {
    Check check(where);
    check.notNegative("epsilon", epsilon).positive("sensitivity", sensitivity).openShare("delta", delta);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const double sigma = sensitivity / solveMu(epsilon, delta);
    if (check.positive("the sigma that this needs", sigma).error())
        return tl::make_unexpected(*check.error());
    return sigma;
}

Expected<double> composedGaussianEpsilon(double sigma, double sensitivity, double releases, double delta) {
    const GaussianRelease release{sigma, sensitivity, releases};
    NullRecorder none;
    return composedMu({&release, 1}).and_then([&](double mu) {
        return gaussianEpsilonOfMu(none, mu, delta);
    });
}

Expected<double> composedMu(std::span<const GaussianRelease> releases) {
    Check check(where);
    double total = 0.0;
    for (const auto& release : releases) {
        check.positive("sigma", release.sigma).positive("sensitivity", release.sensitivity);
        check.positive("number of releases", release.count);
        total = std::hypot(total, std::sqrt(release.count) * (release.sensitivity / release.sigma));
    }
    if (!releases.empty())
        check.positive("sensitivity / sigma of all releases", total);
    if (check.error())
        return tl::make_unexpected(*check.error());
    return total;
}

template <class R>
Expected<Of<double, R>> gaussianMu(R& rec, Of<double, R> sensitivity, Of<double, R> sigma) {
    Check check(where);
    check.positive("sensitivity", valueOf(sensitivity)).positive("sigma", valueOf(sigma));
    const auto mu = sensitivity / sigma;
    if (check.positive("sensitivity / sigma", valueOf(mu)).error())
        return tl::make_unexpected(*check.error());
    return rec.name(mu, "µ", "sensitivity over noise", source);
}

template <class R>
Expected<Of<double, R>> gaussianEpsilonOfMu(R& rec, Of<double, R> mu, Of<double, R> delta) {
    Check check(where);
    check.notNegative("mu", valueOf(mu)).openShare("delta", valueOf(delta));
    if (check.error())
        return tl::make_unexpected(*check.error());
    const double epsilon = valueOf(mu) == 0.0 ? 0.0 : solveEpsilon(valueOf(mu), valueOf(delta));
    if (check.notNegative("the epsilon that results", epsilon).error())
        return tl::make_unexpected(*check.error());
    return rec.labelled(recordedCall("exactEpsilon", epsilon, mu, delta), Label::guarantee, "ε",
                        "epsilon of the exact Gaussian mechanism", source);
}

Expected<double> maximumTruePositiveRate(double fpr, double mu) {
    Check check("attack on a Gaussian release");
    if (check.share("false-positive rate", fpr).notNegative("mu", mu).error())
        return tl::make_unexpected(*check.error());
    return normalCdf(normalQuantile(fpr) + mu);
}

template <class R>
Expected<Of<double, R>> maximumBalancedAccuracy(R& rec, Of<double, R> mu) {
    Check check("attack on a Gaussian release");
    if (check.notNegative("mu", valueOf(mu)).error())
        return tl::make_unexpected(*check.error());
    const auto half = mu / Of<double, R>(2.0);
    return rec.labelled(recordedCall("Φ", normalCdf(valueOf(half)), half), Label::guarantee, "A",
                        "best balanced accuracy of telling two neighbouring requests apart",
                        "Dong, Roth and Su 2022, trade-off function of the Gaussian mechanism");
}

Expected<double> maximumTruePositiveRate(double fpr, double epsilon, double delta) {
    Check check("attack on an (epsilon, delta) release");
    check.share("false-positive rate", fpr).notNegative("epsilon", epsilon).share("delta", delta);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const double rising = fpr == 0.0 ? delta : std::exp(std::min(epsilon, 700.0)) * fpr + delta;
    const double levelling = 1.0 - std::exp(-epsilon) * std::max(0.0, 1.0 - delta - fpr);
    return std::min({rising, levelling, 1.0});
}

Expected<double> maximumBalancedAccuracy(double epsilon, double delta) {
    Check check("attack on an (epsilon, delta) release");
    if (check.notNegative("epsilon", epsilon).share("delta", delta).error())
        return tl::make_unexpected(*check.error());
    return (1.0 + delta * std::exp(-epsilon)) / (1.0 + std::exp(-epsilon));
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<double, R>> gaussianMu(R&, Of<double, R>, Of<double, R>);                           \
    template Expected<Of<double, R>> gaussianEpsilonOfMu(R&, Of<double, R>, Of<double, R>);                  \
    template Expected<Of<double, R>> maximumBalancedAccuracy(R&, Of<double, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::privacy
