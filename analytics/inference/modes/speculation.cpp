// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/speculation.h"

#include <cmath>
#include <vector>

namespace cellwright::inference {
namespace {

constexpr std::string_view leviathan = "Leviathan et al. 2023 (arXiv 2211.17192), equation 1";

double expectedTokens(double acceptance, double length) {
    if (acceptance >= 1.0)
        return length + 1.0;
    return (1.0 - std::pow(acceptance, length + 1.0)) / (1.0 - acceptance);
}

} // namespace

template <class R>
Of<double, R> tokensPerRound(R& rec, const Of<double, R>& acceptance, const Of<double, R>& draftLength) {
    using std::pow;
    using N = typename R::Number;
    if (valueOf(acceptance) >= 1.0)
        return rec.name(draftLength + N(1.0), "E", "expected tokens per round", leviathan);
    const N rejected = N(1.0) - acceptance;
    return rec.name((N(1.0) - pow(acceptance, draftLength + N(1.0))) / rejected, "E",
                    "expected tokens per round", leviathan);
}

template <class R>
Of<Seconds, R> roundTime(R& rec, const SpeculationInputs<R>& in) {
    const auto drafting =
        rec.name(in.draft * in.draftLength, "t_drafts", "drafting", "γ tokens of the small model");
    return rec.name(drafting + in.uplink + in.roundTrip + in.verify + in.downlink, "T", "one round",
                    "drafts, their way, one pass of the large model, the way back");
}

template <class R>
Of<Seconds, R> speculativeTpot(R& rec, const SpeculationInputs<R>& in) {
    const auto tokens = tokensPerRound(rec, in.acceptance, in.draftLength);
    return rec.name(roundTime(rec, in) / tokens, "TPOT", "time per token", "round over expected tokens");
}

template <class R>
Of<Bits, R> draftBits(R& rec, const Of<double, R>& draftLength, const Of<double, R>& vocabulary,
                      const Of<double, R>& bitsPerProbability) {
    const auto id = rec.input(Bits(32.0), "b_id", "bits of a token's id", Label::assumed, "32-bit integers");
    const auto distribution = vocabulary * bitsPerProbability;
    const Of<Bits, R> perDraft = id + Of<Bits, R>(distribution);
    return rec.name(perDraft * draftLength, "b_draft", "bits of a round's drafts",
                    "ids and, where sent, distributions over the vocabulary");
}

double acceptanceOfShare(double share, double draftLength) {
    double low = 0.0, high = 1.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2.0;
        (expectedTokens(middle, draftLength) < 1.0 + draftLength * share ? low : high) = middle;
    }
    return (low + high) / 2.0;
}

DraftChoice bestDraftLength(const SpeculationCosts& c, int most) {
    std::vector<Seconds> verify;
    for (int length = 0; length <= most; ++length)
        verify.push_back(c.verifyFixed + c.verifyPerDraft * double(length));
    return bestDraftLength(c, verify, c.verifyFixed);
}

DraftChoice bestDraftLength(const SpeculationCosts& c, std::span<const Seconds> verify, Seconds plain) {
    DraftChoice best{0, plain, plain};
    for (std::size_t length = 1; length < verify.size(); ++length) {
        const double n = double(length);
        const Seconds round = c.draft * n + c.linkFixed + c.linkPerDraft * n + verify[length];
        const Seconds perToken = round / expectedTokens(c.acceptance, n);
        if (perToken < best.perToken)
            best = {int(length), perToken, plain};
    }
    return best;
}

#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    template Of<double, R> tokensPerRound(R&, const Of<double, R>&, const Of<double, R>&);                   \
    template Of<Seconds, R> roundTime(R&, const SpeculationInputs<R>&);                                      \
    template Of<Seconds, R> speculativeTpot(R&, const SpeculationInputs<R>&);                                \
    template Of<Bits, R> draftBits(R&, const Of<double, R>&, const Of<double, R>&, const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::inference
