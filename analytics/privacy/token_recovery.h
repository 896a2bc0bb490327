// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// How often an attacker of any power can recover a token from states with Gaussian noise.
///
/// A token x with prior p_x has a state at distance R_x from a public centre; mu_x = R_x / sigma. For every
/// decoder
///     P(recover) <= sum p_x Phi(t_x + mu_x),  t_x = (ln(p_x / lambda) - mu_x^2 / 2) / mu_x,  lambda so that
///     sum Phi(t_x) = 1
/// (water filling of the Gaussian trade-off curve). The cap is a guarantee relative to the prior that the
/// attacker is assumed to have: a better language model has a better prior. Always show `priorOnly` beside
/// it: that is what the attacker gets without any of the data.
namespace cellwright::privacy {

/// Every token equally likely: random strings and keys. NOT text: on text the cap from 1/V is exceeded by
/// real attacks because some tokens are frequent. Use TokenPrior for text.
struct UniformPrior {
    std::int64_t vocabulary = 0;
};

/// What the attacker knows about a token before seeing any data: one probability per vocabulary entry.
class TokenPrior {
public:
    /// Probabilities that sum to 1 within 1e-6 (then normalised). Zeros are allowed, negatives and NaN are
    /// not.
    static Expected<TokenPrior> fromProbabilities(std::vector<double> probabilities);
    /// Non-negative counts of tokens in a corpus, in any scale.
    static Expected<TokenPrior> fromCounts(std::vector<double> counts);
    /// p_r proportional to 1 / r^exponent over `vocabulary` ranks: an assumed stand-in for text without its
    /// context.
    static Expected<TokenPrior> zipf(std::int64_t vocabulary, double exponent = 1.0);

    [[nodiscard]] std::span<const double> probabilities() const { return probabilities_; }
    /// Success of the attacker who always names the most likely token.
    [[nodiscard]] double priorOnly() const { return largest_; }
    /// What the prior is, for the reader: "Zipf law with exponent 1 over 128256 tokens".
    [[nodiscard]] const std::string& description() const { return description_; }

private:
    explicit TokenPrior(std::vector<double> probabilities, std::string description);
    std::vector<double> probabilities_;
    double largest_ = 0.0;
    std::string description_;
};

/// A cap and what it must be read with.
struct RecoveryCap {
    double cap = 1.0;       ///< upper bound of the recovery probability of any attacker with this prior
    double priorOnly = 1.0; ///< what the same attacker gets without the data
    Label label = Label::guarantee;
    std::string conditions; ///< the assumptions in words
};

/// Closed form Phi(Phi^-1(1/V) + R/sigma). `radius` must be enforced by clipping, sigma > 0, 1 <= V <= 2^31.
Expected<RecoveryCap> recoveryCap(double radius, double sigma, const UniformPrior& prior);
/// The water-filled cap with one radius for all tokens. About 12 ms for 128,000 tokens: keep the result.
Expected<RecoveryCap> recoveryCap(double radius, double sigma, const TokenPrior& prior);
/// With a radius of its own for each token (same length as the prior).
Expected<RecoveryCap> recoveryCap(std::span<const double> radii, double sigma, const TokenPrior& prior);

/// The looser closed form Phi(Phi^-1(p_max) + R/sigma): sound for any prior, for a quick look.
Expected<double> looseRecoveryCap(double radius, double sigma, double priorOnly);

/// The water-filled cap as a recorded result (a guarantee that follows from radius and sigma; the prior is a
/// leaf).
template <class R>
Expected<Of<double, R>> recoveryCap(R& rec, Of<double, R> radius, Of<double, R> sigma,
                                    const TokenPrior& prior);

} // namespace cellwright::privacy
