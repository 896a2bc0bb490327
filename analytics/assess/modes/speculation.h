// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/outcomes.h"
#include "analytics/assess/request.h"
#include "analytics/inference/modes/speculation.h"
#include "analytics/privacy/exposure.h"

/// Speculation in an assessment. The large model on the host answers the prompt, so the first token comes as
/// without drafts; meanwhile the device reads the prompt into its small model. Then rounds follow: the device
/// drafts γ tokens, sends them, the host passes γ + 1 tokens through the large model at once and sends how
/// many it takes and the token after them. Without drafts (γ = 0) tokens stream as from any host.
namespace cellwright::assessing {

/// The longest drafts that are tried where the length is not given.
inline constexpr int longestDraft = 16;

/// The pass of the large model over γ drafts and the token before them, of the whole batch: each token
/// attends to the cache, and the head is applied to each. γ = 0 is a decode step.
compute::Task verifyTask(const Plan& plan, int draftLength);
/// The times of that pass for 0 to `most` drafts.
std::vector<Seconds> verifyTimes(const Plan& plan, int most);

/// What a round costs by its drafts over this network; the pass itself is left out.
inference::SpeculationCosts speculationCosts(const Plan& plan, const Assumptions& assumptions, Seconds draft,
                                             const inference::Network<NullRecorder>& network);
/// Time per token of the large model alone over this network: its decode step, or the way of a token.
Seconds plainTpot(const Assumptions& assumptions, Seconds decode,
                  const inference::Network<NullRecorder>& network);
/// The draft length with the least time per token over this network.
inference::DraftChoice chooseDraftLength(const Plan& plan, const Assumptions& assumptions,
                                         const RequestModel<NullRecorder>& model,
                                         std::span<const Seconds> verify,
                                         const inference::Network<NullRecorder>& network);

/// The messages of a request whose rounds have this draft length.
template <class R>
inference::Messages<R> speculativeMessages(R& rec, const Plan& plan, const Assumptions& assumptions,
                                           const inference::Messages<R>& plain, int draftLength);
/// Rounds after the first token: (G - 1) / E.
double roundsOf(const Plan& plan, int draftLength);

/// The group's model for one draft length: its messages, and what both sides do.
template <class R>
RequestModel<R> withDrafts(R& rec, const Plan& plan, const Assumptions& assumptions,
                           const RequestModel<R>& model, int draftLength);

/// The request's times with drafts, from those without. `model` is withDrafts() of the same length. Phases
/// are those of a round over its tokens; where the small model's prefill takes longer than the first token,
/// the wait for it is spread over the tokens after it.
template <class R>
inference::Timing<R> speculativeTiming(R& rec, const Plan& plan, const RequestModel<R>& model,
                                       const inference::Network<R>& network,
                                       const inference::Timing<R>& plain, int draftLength,
                                       ModeFigures<R>& figures);
/// What is shown of a user for whom drafts do not pay.
template <class R>
ModeFigures<R> figuresWithoutDrafts(const inference::Timing<R>& plain);

/// The rows of the exposure ledger that drafts add for a host in this zone: those that the host takes (the
/// answer again), those that it refuses (which nothing else tells), and distributions where they travel.
template <class R>
void addDraftRows(R& rec, const Plan& plan, double draftLength, std::vector<privacy::Flow<R>>& rows);

} // namespace cellwright::assessing
