// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/plan.h"
#include "analytics/compute/predict.h"
#include "analytics/inference/timing.h"

namespace cellwright::assessing {

class World;

/// What a stage computes for one chunk of the prompt (Plan::chunks): with the first one, towers that encode
/// one image or clip of the size that they are made for, where media come with the prompt; the output head
/// only with the last. The device computes a common prefix with the first chunk.
compute::Task promptTask(const Plan& plan, const Stage& stage, std::size_t chunk);
/// One decode step there, of the whole batch, at the mean context; without a KV cache the whole sequence is
/// computed again.
compute::Task decodeTask(const Plan& plan, const Stage& stage);

/// What one computer does in a stage for one request, its part of the decode steps included.
template <class R>
struct SeatLoad {
    std::size_t computer = 0;
    Of<Seconds, R> busy;
    llm::Work work;
    int layers = 0;
};

/// A stage with its times and what it asks of each computer.
template <class R>
struct StageModel {
    inference::StageTimes<R> times;
    std::vector<SeatLoad<R>> loads;
};

/// The times of a stage. Hosts that share its layers (tensor parallelism) take as long as the slowest of
/// them, and exchange the hidden vectors of all tokens twice per layer (modes/tensor_parallel.h). Experts on
/// other hosts work at once with those that stayed: the vectors of the tokens that they are asked for go
/// there and back in every layer (arXiv 2411.06681); what that takes longer than the experts that stayed is
/// the exchange. `queued`: with the queues of the links between hosts; nobody is kept busy by queues.
template <class R>
StageModel<R> stageModel(R& rec, const World& world, const Plan& plan, const Stage& stage,
                         const Of<double, R>& outputTokens, bool queued);

/// The KV cache of one chunk of a prompt, and with the first one recurrent state.
Bytes cacheOfChunk(const Plan& plan, const Stage& stage, std::size_t chunk);

/// All that is handed over to the host that goes on: the cache of the prompt and, where the last layers are
/// on the device, the hidden vectors that have to come back to it.
Bytes handOverBytes(const Plan& plan, const Stage& stage);

/// How a place is called in derivations.
std::string sideOf(const Plan& plan, const Seat& seat);

} // namespace cellwright::assessing
