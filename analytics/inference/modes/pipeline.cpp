// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/pipeline.h"

#include <algorithm>
#include <limits>

namespace cellwright::inference {
namespace {

/// Calls f(stage, micro-batch, begin, end) for each slot in order.
template <class F>
void forEachSlot(std::span<const PipelineStage> stages, std::span<const int> microBatches, F&& f) {
    std::vector<Seconds> free(stages.size()); // when each stage has done its latest micro-batch
    for (std::size_t m = 0; m < microBatches.size(); ++m) {
        Seconds ready; // when the micro-batch leaves the stage before
        for (std::size_t k = 0; k < stages.size(); ++k) {
            const Seconds begin = std::max(ready, free[k]);
            ready = free[k] = begin + stages[k].of(microBatches[m]);
            f(int(k), int(m), begin, ready);
        }
    }
}

} // namespace

template <class R>
Of<Seconds, R> pipelineTime(R& rec, std::span<const Of<Seconds, R>> stages,
                            const Of<double, R>& microBatches) {
    if (stages.empty())
        return rec.input(Seconds(), "T", "time of the pipeline", Label::computed, "no stage");
    const auto once = rec.name(rec.template sum<Of<Seconds, R>>(stages), "Σ c",
                               "one micro-batch through all stages", "stage after stage");
    const auto slowest =
        *std::ranges::max_element(stages, {}, [](const Of<Seconds, R>& time) { return plain(time).si(); });
    const auto bottleneck = rec.name(slowest, "c_max", "slowest stage", "the largest of the stages' times");
    return rec.name(once + bottleneck * (microBatches - typename R::Number(1.0)), "T", "time of the pipeline",
                    "Σ c + (M - 1) c_max");
}

double pipelineBubble(std::span<const Seconds> stages, double microBatches) {
    Seconds sum, slowest;
    for (const Seconds time : stages) {
        sum = sum + time;
        slowest = std::max(slowest, time);
    }
    const Seconds all = sum + slowest * (microBatches - 1.0);
    return all.si() > 0.0 ? 1.0 - microBatches * slowest.si() / all.si() : 0.0;
}

std::vector<PipelineSlot> pipelineSchedule(std::span<const PipelineStage> stages,
                                           std::span<const int> microBatches) {
    std::vector<PipelineSlot> slots;
    slots.reserve(stages.size() * microBatches.size());
    forEachSlot(stages, microBatches, [&](int stage, int batch, Seconds begin, Seconds end) {
        slots.push_back({stage, batch, begin, end});
    });
    return slots;
}

Seconds scheduleTime(std::span<const PipelineStage> stages, std::span<const int> microBatches) {
    Seconds last;
    forEachSlot(stages, microBatches, [&](int, int, Seconds, Seconds end) { last = std::max(last, end); });
    return last;
}

std::vector<int> microBatchesOf(int batch, int size) {
    std::vector<int> parts(std::size_t(std::max(0, batch / size)), size);
    if (batch % size > 0)
        parts.push_back(batch % size);
    return parts;
}

MicroBatching bestMicroBatches(std::span<const PipelineStage> stages, int batch) {
    MicroBatching best{batch, 1, Seconds(std::numeric_limits<double>::infinity())};
    for (int size = batch; size >= 1; --size) {
        const auto parts = microBatchesOf(batch, size);
        if (const Seconds time = scheduleTime(stages, parts); time < best.time)
            best = {size, int(parts.size()), time};
    }
    return best;
}

#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    template Of<Seconds, R> pipelineTime(R&, std::span<const Of<Seconds, R>>, const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::inference
