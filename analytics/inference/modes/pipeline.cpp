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

namespace {

/// The state of a chain while it is scheduled.
class Chain {
public:
    explicit Chain(std::span<const ChainStep> steps)
        : steps_(steps)
        , next_(steps.size(), 0)
        , free_(std::size_t(workers(steps)), -1)
        , latest_(steps.empty() ? 0 : steps.front().times.size(), -1) {}

    std::vector<ChainSlot> run() {
        while (true) {
            const auto best = earliest();
            if (best.step < 0)
                return std::move(slots_);
            take(best);
        }
    }

private:
    struct Candidate {
        int step = -1;
        Seconds begin, ready;
        int after = -1;
        [[nodiscard]] bool before(const Candidate& other) const {
            if (other.step < 0 || begin != other.begin)
                return other.step < 0 || begin < other.begin;
            return ready != other.ready ? ready < other.ready : step > other.step;
        }
    };
    static int workers(std::span<const ChainStep> steps) {
        int most = -1;
        for (const auto& step : steps)
            most = std::max(most, step.worker);
        return most + 1;
    }
    [[nodiscard]] Seconds endOf(int slot) const {
        return slot < 0 ? Seconds() : slots_[std::size_t(slot)].end;
    }
    [[nodiscard]] bool waits(std::size_t step) const {
        return next_[step] < latest_.size() && (step == 0 || next_[step - 1] > next_[step]);
    }
    [[nodiscard]] Candidate candidate(std::size_t step) const {
        const int previous = latest_[next_[step]], worker = steps_[step].worker;
        const int occupied = worker < 0 ? -1 : free_[std::size_t(worker)];
        const bool held = endOf(occupied) > endOf(previous);
        return {int(step), std::max(endOf(occupied), endOf(previous)), endOf(previous),
                held ? occupied : previous};
    }
    [[nodiscard]] Candidate earliest() const {
        Candidate best;
        for (std::size_t step = 0; step < steps_.size(); ++step)
            if (waits(step))
                if (const auto one = candidate(step); one.before(best))
                    best = one;
        return best;
    }
    void take(const Candidate& c) {
        const auto& step = steps_[std::size_t(c.step)];
        const auto job = next_[std::size_t(c.step)]++;
        const int slot = int(slots_.size());
        slots_.push_back({c.step, int(job), c.begin, c.begin + step.times[job], c.after});
        latest_[job] = slot;
        if (step.worker >= 0)
            free_[std::size_t(step.worker)] = slot;
    }

    std::span<const ChainStep> steps_;
    std::vector<std::size_t> next_; ///< job, by step
    std::vector<int> free_;         ///< the latest slot, by worker
    std::vector<int> latest_;       ///< the latest slot, by job
    std::vector<ChainSlot> slots_;
};

} // namespace

std::vector<ChainSlot> chainSchedule(std::span<const ChainStep> steps) {
    return Chain(steps).run();
}

std::vector<ChainSlot> criticalPath(const std::vector<ChainSlot>& slots) {
    std::vector<ChainSlot> path;
    if (slots.empty())
        return path;
    // Of equal ends the last: it comes after steps that take no time.
    int at = 0;
    for (int i = 1; i < int(slots.size()); ++i)
        if (slots[std::size_t(i)].end >= slots[std::size_t(at)].end)
            at = i;
    for (; at >= 0; at = slots[std::size_t(at)].after)
        path.push_back(slots[std::size_t(at)]);
    std::ranges::reverse(path);
    return path;
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
