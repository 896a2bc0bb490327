// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

#include <span>
#include <vector>

/// Ways to serve a model over several computers.
namespace cellwright::inference {

/// Time of a batch that passes a chain of stages (hosts and the links between them) as equal micro-batches:
/// T = Σ c_k + (M - 1) max c_k, where c_k is a stage's time for one micro-batch. Exact for a chain in which
/// every stage serves one micro-batch at a time, in order (a permutation flow shop of identical jobs).
/// Source: arXiv 2505.04368 for the structure; the algebra is ours. `microBatches` is at least 1.
template <class R>
Of<Seconds, R> pipelineTime(R& rec, std::span<const Of<Seconds, R>> stages,
                            const Of<double, R>& microBatches);

/// Share of the time in which the slowest stage waits: 1 - M max c_k / T. 0 where nothing takes time.
double pipelineBubble(std::span<const Seconds> stages, double microBatches);

/// What a stage takes for a micro-batch of n: fixed + each · n.
struct PipelineStage {
    Seconds fixed, each;
    [[nodiscard]] Seconds of(int items) const { return fixed + each * double(items); }
};

/// When one micro-batch is at one stage.
struct PipelineSlot {
    int stage = 0, microBatch = 0;
    Seconds begin, end;
};
/// The whole schedule, for a chart: micro-batch by micro-batch, each stage by stage. Micro-batches may differ
/// in size; each starts at a stage once it has left the one before and the stage is free.
std::vector<PipelineSlot> pipelineSchedule(std::span<const PipelineStage> stages,
                                           std::span<const int> microBatches);
/// The end of the last slot, without the schedule: O(stages · micro-batches), no allocation per slot.
Seconds scheduleTime(std::span<const PipelineStage> stages, std::span<const int> microBatches);

/// One step of a chain that jobs pass in order, with its own time for each of them.
struct ChainStep {
    int worker = -1; ///< steps of one worker wait for each other; -1: a delay, in which nobody is busy
    std::vector<Seconds> times; ///< by job; as many for each step
};
struct ChainSlot {
    int step = 0, job = 0;
    Seconds begin, end;
    int after = -1; ///< the slot whose end it waited for; -1: it begins at once
};
/// The schedule of jobs that are all there at the beginning: each step takes them in order, a worker does
/// what has waited longest. Slots are in the order of their beginnings. With a worker of its own for every
/// step this is pipelineSchedule(). O(jobs · steps²).
std::vector<ChainSlot> chainSchedule(std::span<const ChainStep> steps);
/// The slots that decide when the last one ends, each beginning where the one before ends.
std::vector<ChainSlot> criticalPath(const std::vector<ChainSlot>& slots);

/// `batch` items in parts of `size`, the last one what is left.
std::vector<int> microBatchesOf(int batch, int size);

struct MicroBatching {
    int size = 1;
    int count = 1;
    Seconds time;
};
/// The size of micro-batches with the least time; the largest size on a tie. Tries every size: the batch
/// times the logarithm of the batch schedules of one micro-batch. `batch` is at least 1.
MicroBatching bestMicroBatches(std::span<const PipelineStage> stages, int batch);

} // namespace cellwright::inference
