// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/token_recovery.h"

#include "analytics/privacy/normal.h"
#include "analytics/privacy/recorded_call.h"
#include "analytics/quantity/check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace cellwright::privacy {
namespace {

constexpr auto where = "token recovery cap";
constexpr double largestVocabulary = 2147483648.0;
/// Beyond this many standard deviations a token adds nothing that a sum of a million could show.
constexpr double negligible = -9.5;
constexpr double perRootTwoPi = 0.39894228040143267794;

/// The dual of "maximise sum p_x Phi(t_x + mu_x) subject to sum Phi(t_x) = 1". The cap is the value of the
/// dual, which is an upper bound at every lambda: how well the root is found decides how tight the cap is,
/// never whether it holds.
class WaterFilling {
public:
    /// One mu for all tokens, or one for each.
    WaterFilling(std::span<const double> prior, double largest, std::span<const double> mu) {
        tokens_.reserve(prior.size());
        for (std::size_t x = 0; x < prior.size(); ++x) {
            // A mu below 1e-6 is raised to it, which can only raise the cap; one above 100 is certainty.
            const double distance = std::clamp(mu[mu.size() == 1 ? 0 : x], 1e-6, 100.0);
            if (prior[x] > 0.0)
                tokens_.push_back({prior[x], std::log(prior[x] / largest), distance, 1.0 / distance});
        }
        largest_ = largest;
    }
    [[nodiscard]] double cap() const {
        if (tokens_.size() < 2)
            return 1.0;
        const double level = solveLevel();
        double recovered = 0.0, used = 0.0;
        for (const auto& token : tokens_) {
            const double t = threshold(token, level);
            if (t + token.mu > negligible)
                recovered += token.p * normalCdf(t + token.mu);
            if (t > negligible)
                used += normalCdf(t);
        }
        return recovered + largest_ * std::exp(level) * (1.0 - used);
    }

private:
    struct Token {
        double p, logRatio, mu, perMu; ///< logRatio = ln(p / p_max), perMu = 1 / mu
    };
    /// t_x at lambda = p_max e^level.
    static double threshold(const Token& token, double level) {
        return (token.logRatio - level) * token.perMu - token.mu / 2.0;
    }
    /// sum Phi(t_x) and its derivative by the level.
    [[nodiscard]] std::pair<double, double> filled(double level) const {
        double total = 0.0, slope = 0.0;
        for (const auto& token : tokens_) {
            const double t = threshold(token, level);
            if (t <= negligible)
                continue;
            total += normalCdf(t);
            slope -= std::exp(-t * t / 2.0) * token.perMu;
        }
        return {total, slope * perRootTwoPi};
    }
    /// The highest level at which some token alone has this threshold.
    [[nodiscard]] double levelWhere(double t) const {
        double level = -std::numeric_limits<double>::infinity();
        for (const auto& token : tokens_)
            level = std::max(level, token.logRatio - token.mu * (t + token.mu / 2.0));
        return level;
    }
    /// Newton inside a bracket on Phi^-1(sum Phi(t_x) / n) = Phi^-1(1/n), which is a straight line for equal
    /// tokens and nearly one for others. The dual is flat at its optimum, so the cap is better than the
    /// level.
    [[nodiscard]] double solveLevel() const {
        const double count = double(tokens_.size()), goal = normalQuantile(1.0 / count);
        double low = levelWhere(40.0), high = levelWhere(goal);
        double level = high;
        for (int i = 0; i < 200; ++i) {
            const auto [total, slope] = filled(level);
            (total > 1.0 ? low : high) = level;
            if (std::abs(total - 1.0) < 1e-11 || high - low <= 1e-15 * std::abs(level))
                break;
            const double now = normalQuantile(total / count);
            const double density = perRootTwoPi * std::exp(-now * now / 2.0);
            const double next = level - (now - goal) * density * count / slope;
            level = next > low && next < high ? next : low + (high - low) / 2.0;
        }
        return level;
    }

    std::vector<Token> tokens_;
    double largest_ = 1.0;
};

std::string conditionsFor(const TokenPrior& prior) {
    return "Holds for every attacker whose knowledge before seeing the data is: " + prior.description() +
           ". A better language model knows more. Vectors are really clipped to the radius and the noise is "
           "really added.";
}

Expected<TokenPrior> refusePrior(std::string what) {
    return failure(std::move(what), "token prior", "give one probability for each token of the vocabulary");
}

/// The sum of non-negative finite weights of which at least one is positive.
Expected<double> weightSum(const std::vector<double>& weights) {
    Check check("token prior");
    for (const double weight : weights)
        if (!(weight >= 0.0) || !std::isfinite(weight)) {
            check.notNegative("weight of token " + std::to_string(&weight - weights.data()), weight);
            return tl::make_unexpected(*check.error());
        }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (check.positive("sum of the prior", sum).error())
        return tl::make_unexpected(*check.error());
    return sum;
}

void scale(std::vector<double>& weights, double sum) {
    for (double& weight : weights)
        weight /= sum;
}

} // namespace

TokenPrior::TokenPrior(std::vector<double> probabilities, std::string description)
    : probabilities_(std::move(probabilities))
    , description_(std::move(description)) {
    largest_ = *std::max_element(probabilities_.begin(), probabilities_.end());
}

Expected<TokenPrior> TokenPrior::fromProbabilities(std::vector<double> probabilities) {
    const auto sum = weightSum(probabilities);
    if (!sum)
        return tl::make_unexpected(sum.error());
    if (std::abs(*sum - 1.0) > 1e-6)
        return refusePrior("the probabilities must sum to 1, found " + roundedText(*sum, 8));
    scale(probabilities, *sum);
    auto text = "token probabilities given for " + std::to_string(probabilities.size()) + " tokens";
    return TokenPrior(std::move(probabilities), std::move(text));
}

Expected<TokenPrior> TokenPrior::fromCounts(std::vector<double> counts) {
    const auto sum = weightSum(counts);
    if (!sum)
        return tl::make_unexpected(sum.error());
    scale(counts, *sum);
    auto text = "token frequencies counted over " + std::to_string(counts.size()) + " tokens";
    return TokenPrior(std::move(counts), std::move(text));
}

Expected<TokenPrior> TokenPrior::zipf(std::int64_t vocabulary, double exponent) {
    Check check("Zipf prior");
    check.atLeast("vocabulary", double(vocabulary), 1.0).atMost("vocabulary", double(vocabulary), 1e7);
    if (check.notNegative("exponent", exponent).error())
        return tl::make_unexpected(*check.error());
    std::vector<double> weights(static_cast<std::size_t>(vocabulary));
    for (std::size_t rank = 0; rank < weights.size(); ++rank)
        weights[rank] = exponent == 1.0 ? 1.0 / double(rank + 1) : std::pow(double(rank + 1), -exponent);
    scale(weights, std::accumulate(weights.rbegin(), weights.rend(), 0.0));
    return TokenPrior(std::move(weights), "Zipf's law with exponent " + roundedText(exponent) + " over " +
                                              std::to_string(vocabulary) + " tokens (assumed; no context)");
}

Expected<RecoveryCap> recoveryCap(double radius, double sigma, const UniformPrior& prior) {
    Check check(where);
    check.atLeast("vocabulary", double(prior.vocabulary), 1.0);
    check.atMost("vocabulary", double(prior.vocabulary), largestVocabulary);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const double guess = 1.0 / double(prior.vocabulary);
    return looseRecoveryCap(radius, sigma, guess).map([&](double cap) {
        return RecoveryCap{
            cap, guess, Label::guarantee,
            "Holds for uniformly random tokens only, such as keys; real text exceeds it because some "
            "tokens are frequent. Vectors are really clipped to the radius and the noise is really added."};
    });
}

Expected<RecoveryCap> recoveryCap(double radius, double sigma, const TokenPrior& prior) {
    return recoveryCap({&radius, 1}, sigma, prior);
}

Expected<RecoveryCap> recoveryCap(std::span<const double> radii, double sigma, const TokenPrior& prior) {
    Check check(where);
    check.positive("sigma", sigma);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const auto tokens = prior.probabilities();
    if (radii.size() != 1 && radii.size() != tokens.size())
        return failure(std::to_string(radii.size()) + " radii for " + std::to_string(tokens.size()) +
                           " tokens",
                       where, "give one radius, or one for each token");
    std::vector<double> mu(radii.begin(), radii.end());
    for (double& value : mu) {
        if (check.notNegative("radius", value).error())
            return tl::make_unexpected(*check.error());
        value = std::min(value / sigma, std::numeric_limits<double>::max());
    }
    const double cap = WaterFilling(tokens, prior.priorOnly(), mu).cap();
    return RecoveryCap{std::clamp(cap, prior.priorOnly(), 1.0), prior.priorOnly(), Label::guarantee,
                       conditionsFor(prior)};
}

Expected<double> looseRecoveryCap(double radius, double sigma, double priorOnly) {
    Check check(where);
    check.notNegative("radius", radius).positive("sigma", sigma).share("success without the data", priorOnly);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const double mu = std::min(radius / sigma, std::numeric_limits<double>::max());
    return std::clamp(normalCdf(normalQuantile(priorOnly) + mu), priorOnly, 1.0);
}

template <class R>
Expected<Of<double, R>> recoveryCap(R& rec, Of<double, R> radius, Of<double, R> sigma,
                                    const TokenPrior& prior) {
    const auto cap = recoveryCap(valueOf(radius), valueOf(sigma), prior);
    if (!cap)
        return tl::make_unexpected(cap.error());
    const auto mu = rec.name(radius / sigma, "µ", "radius over noise");
    const auto guess =
        rec.input(cap->priorOnly, "κ", "recovery without the data", Label::assumed, prior.description());
    return rec.labelled(recordedCall("waterFilledCap", cap->cap, mu, Of<double, R>(guess)), Label::guarantee,
                        "P", "cap of the probability that a token is recovered", cap->conditions, "share");
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<double, R>> recoveryCap(R&, Of<double, R>, Of<double, R>, const TokenPrior&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::privacy
