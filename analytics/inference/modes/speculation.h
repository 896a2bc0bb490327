// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

#include <span>

namespace cellwright::inference {

/// Speculative decoding: a small model drafts γ tokens, the large one checks them in one pass and adds one of
/// its own. Each draft token is accepted with probability α, independently (Leviathan et al., ICML 2023,
/// arXiv 2211.17192, section 3).
template <class R>
struct SpeculationInputs {
    Of<double, R> draftLength; ///< γ, 0 or more; 0 is plain decoding by the large model
    Of<double, R> acceptance;  ///< α, 0 to 1
    Of<Seconds, R> draft;      ///< one token of the small model
    Of<Seconds, R> verify;     ///< one pass of the large model over γ + 1 tokens
    Of<Seconds, R> uplink;     ///< drafts (and, where asked for, distributions) to the large model
    Of<Seconds, R> downlink;   ///< its answer
    Of<Seconds, R> roundTrip;  ///< of the network, without the messages' own time
};

/// Expected tokens of a round: (1 - α^(γ+1)) / (1 - α), the large model's own token included; γ + 1 where
/// every draft is accepted. Equation 1 of the paper.
template <class R>
Of<double, R> tokensPerRound(R& rec, const Of<double, R>& acceptance, const Of<double, R>& draftLength);

/// Time of a round: γ t_draft + t_uplink + RTT + t_verify + t_downlink.
template <class R>
Of<Seconds, R> roundTime(R& rec, const SpeculationInputs<R>& in);

/// Mean time per token: round over expected tokens.
template <class R>
Of<Seconds, R> speculativeTpot(R& rec, const SpeculationInputs<R>& in);

/// Bits of a round's uplink: γ token ids and, where the checker samples, γ distributions over the vocabulary.
/// `bitsPerProbability` 0: ids only, which suffices for greedy decoding or a checker that drafts anew.
template <class R>
Of<Bits, R> draftBits(R& rec, const Of<double, R>& draftLength, const Of<double, R>& vocabulary,
                      const Of<double, R>& bitsPerProbability);

/// The chance α with which a measured share of accepted drafts is reached: Σ_(i=1..γ) α^i = γ · share, by
/// bisection. What runtimes report as acceptance is that share. Both between 0 and 1, γ at least 1.
double acceptanceOfShare(double share, double draftLength);

/// How a round's parts grow with its drafts, to choose γ with.
struct SpeculationCosts {
    double acceptance = 0.8;
    Seconds draft;          ///< per token
    Seconds verifyFixed;    ///< of one token alone
    Seconds verifyPerDraft; ///< for each draft more
    Seconds linkFixed;      ///< round trip, grants, headers
    Seconds linkPerDraft;   ///< drafts over the uplink's rate: large on a bad channel
};
struct DraftChoice {
    int length = 0; ///< 0: do not speculate
    Seconds perToken;
    Seconds plain; ///< the large model alone
};
/// The draft length from 0 to `most` with the least time per token; the shorter one on a tie. Without drafts
/// no link is crossed between tokens, so a slow drafter or a slow link makes it 0.
DraftChoice bestDraftLength(const SpeculationCosts& costs, int most);
/// The same where a pass over γ drafts takes verify[γ] (the costs' own two figures of it are not read), for
/// all lengths that it has, and the large model alone takes `plain`.
DraftChoice bestDraftLength(const SpeculationCosts& costs, std::span<const Seconds> verify, Seconds plain);

} // namespace cellwright::inference
