// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"
#include "analytics/inference/timing.h"

#include <optional>

namespace cellwright::assessing {

/// Seconds of one iteration of a model on a host that batches by iterations: fixed (reading the weights) +
/// perPromptToken · prompt tokens + perSequence · decoding sequences + perCachedToken · tokens in their
/// caches. Drawn through three predicted decode steps (one sequence; as many as the deployment allows; those
/// at twice the context) and the predicted prefill, which is met exactly.
struct IterationTimes {
    Seconds fixed, perPromptToken, perSequence, perCachedToken;
};

/// How a host runs one plan's requests in batches.
struct Batching {
    IterationTimes cost;
    int sequences = 1;    ///< at most in the batch
    int promptTokens = 1; ///< that the host computes of each prompt
    int promptChunk = 1;  ///< of them in an iteration
    Bytes pool;           ///< of the accelerator's memory for KV caches
    Bytes cache;          ///< of one request, whole
    /// A prompt with nothing beside it.
    [[nodiscard]] Seconds promptAlone() const {
        const int iterations = (promptTokens + promptChunk - 1) / promptChunk;
        return cost.fixed * double(iterations) + cost.perPromptToken * double(promptTokens);
    }
};

/// Whether a host batches by iterations: where any deployment that it serves alone does. Requests of its
/// other plans then join the same batches. Plans over several hosts are served whole wherever they pass.
bool batches(const World& world, HostId host);
/// Whether a plan's requests join the batches of the one host that they use.
bool joinsBatches(const World& world, const Plan& plan);
/// Of a plan that uses one host.
Batching batching(const World& world, const Plan& plan);
/// Whether two plans that use the same host alone run the same layers of the same model there.
bool sameLayers(const Plan& a, const Plan& b);
/// The requests of all plans that join a host's batches; nothing where it serves whole.
std::optional<HostBatch> hostBatch(const World& world, HostId host);

/// Mean wait of the requests at a host until their prompts are begun.
template <class R>
Of<Seconds, R> hostWait(R& rec, const World& world, const Host& host);

/// Sets wait, prefill and step of a stage to what the host's batches make of them, where the plan joins them.
template <class R>
void serveInBatches(R& rec, const World& world, const Plan& plan, inference::StageTimes<R>& stage);

} // namespace cellwright::assessing
