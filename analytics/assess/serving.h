// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"

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
    int sequences = 1;   ///< at most in the batch
    int promptChunk = 1; ///< prompt tokens of an iteration
    Bytes pool;          ///< of the accelerator's memory for KV caches
    Bytes cache;         ///< of one request, whole
    /// A prompt of so many tokens with nothing beside it.
    [[nodiscard]] Seconds promptAlone(int tokens) const {
        const int iterations = (tokens + promptChunk - 1) / promptChunk;
        return cost.fixed * double(iterations) + cost.perPromptToken * double(tokens);
    }
};

/// Whether a host batches by iterations: where any of its deployments does. Requests of the others then join
/// the same batches.
bool batches(const World& world, HostId host);
/// Of a plan that uses a host.
Batching batching(const World& world, const Plan& plan);

} // namespace cellwright::assessing
