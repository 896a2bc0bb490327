// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/plan.h"
#include "analytics/compute/predict.h"
#include "analytics/inference/queue.h"
#include "analytics/inference/timing.h"

#include <span>

namespace cellwright::assessing {

/// What is the same for every user of a group: the messages, the times on the processors, the work.
template <class R>
struct RequestModel {
    Of<double, R> promptTokens, outputTokens, batch;
    Of<Bytes, R> hiddenVector; ///< what crosses the cut per token; zero where nothing does
    inference::Messages<R> messages;
    inference::Compute<R> compute;
    compute::WorkOf<R> deviceWork, hostWork; ///< of one whole request
};

/// What the user's device or the host computes before the first token: towers that encode one image or clip
/// of the size that they are made for, where media come with the prompt, and the prefill.
compute::Task prefillTask(const Plan& plan, bool host);
/// One decode step there, of the whole batch, at the mean context.
compute::Task decodeTask(const Plan& plan, bool host);

/// Enters the workload, the assumptions and the model's accounting as inputs and predicts the times.
/// `arrivals` are the requests of all groups at the host, for the wait; empty while the wait is not wanted.
template <class R>
RequestModel<R> requestModel(R& rec, const Plan& plan, const Assumptions& assumptions,
                             std::span<const inference::Arrival> arrivals);

/// The messages of a request as numbers, for the loads that all requests put on what they share.
inference::Messages<NullRecorder> requestMessages(const Plan& plan, const Assumptions& assumptions);

/// Processor time of the plan's host per request, for the arrivals.
Seconds hostServiceTime(const Plan& plan, const Assumptions& assumptions);

/// Memory on the user's device: weights, KV cache of one request, workspace.
template <class R>
Of<Bytes, R> deviceMemory(R& rec, const Plan& plan);
std::vector<Part<Bytes>> deviceMemoryParts(const Plan& plan);

/// Memory on each accelerator of a host that serves these plans: weights that several plans share once, the
/// KV caches of every plan's batch, the largest workspace.
template <class R>
Of<Bytes, R> hostMemory(R& rec, std::span<const Plan* const> plans);
std::vector<Part<Bytes>> hostMemoryParts(std::span<const Plan* const> plans);

} // namespace cellwright::assessing
