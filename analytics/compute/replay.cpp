// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/replay.h"

#include "analytics/llm/formats/scheme.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cellwright::compute {
namespace {

using Phase = BenchPoint::Phase;

/// Counts of parameters of one architecture differ by what rotary tables and biases some count.
constexpr double sameParameters = 0.005;
/// Files of one scheme differ in which tensors they keep wider.
constexpr double sameBytes = 0.06;
constexpr double fourInFive = 1.2816; // standard deviations of a normal distribution
constexpr double leastSpread = 0.02;

bool within(double a, double b, double share) {
    return std::abs(a - b) <= share * std::max(a, b);
}

/// A point with nothing but what decides whether rates are of the same test.
struct Wanted {
    Phase phase = Phase::decode;
    std::int64_t tokens = 0, depth = 0, batch = 1;
    bool operator==(const Wanted&) const = default;
};

Wanted wantedOf(const Stretch& s) {
    if (s.step.phase == llm::Step::Phase::prefill)
        return {Phase::prefill, s.step.tokens, s.step.depth, s.step.batch};
    return {Phase::decode, s.steps, s.step.depth, s.step.batch};
}

bool sameModel(const BenchPoint& point, const Task& task) {
    const auto whole = task.accounting->whole();
    const auto& bytes = point.modelBytes;
    return point.weights == task.weights && point.parameters > 0.0 &&
           llm::usualFormat(point.cache) == task.accounting->kvFormat() &&
           within(point.parameters, double(task.accounting->parameters(whole)), sameParameters) &&
           (bytes.si() == 0.0 || within(bytes.si(), task.accounting->weightBytes(whole).si(), sameBytes));
}

/// One stretch, over the whole model, of a prompt or of decode steps.
bool comparable(const Task& task) {
    if (task.stretches.size() != 1 || !task.accounting)
        return false;
    const auto& stretch = task.stretches.front();
    const auto whole = task.accounting->whole();
    return stretch.range.first == whole.first && stretch.range.last == whole.last &&
           stretch.step.phase != llm::Step::Phase::encode;
}

/// Of tests that differ only in settings, those that a user of the runtime gets without asking: as many
/// layers on the GPU as were tried, micro-batches of the usual size. Of repeated ones the median.
const BenchPoint* usualOf(std::vector<const BenchPoint*> same) {
    if (same.empty())
        return nullptr;
    const auto rank = [](const BenchPoint* p) {
        const bool usual = p->microBatch == 0 || p->microBatch == llm::Accounting::microBatch;
        return std::pair(p->gpuLayers, usual);
    };
    const auto best = rank(std::ranges::max(same, {}, rank));
    std::erase_if(same, [&](const BenchPoint* p) { return rank(p) != best; });
    std::ranges::sort(same, {}, &BenchPoint::rate);
    return same[(same.size() - 1) / 2];
}

} // namespace

const BenchPoint* measuredRate(const Device& device, const Task& task) {
    const auto& points = runtimeOf(device).points;
    if (points.empty() || !comparable(task))
        return nullptr;
    const Wanted wanted = wantedOf(task.stretches.front());
    const int threads = std::ranges::max(points, {}, &BenchPoint::threads).threads;
    std::vector<const BenchPoint*> same;
    for (const auto& p : points)
        if (Wanted{p.phase, p.tokens, p.depth, p.batch} == wanted && p.threads == threads &&
            sameModel(p, task))
            same.push_back(&p);
    return usualOf(std::move(same));
}

Seconds timeOf(const BenchPoint& p) {
    return Seconds(double(p.phase == Phase::decode ? p.batch : p.batch * p.tokens) / p.rate);
}

double halfWidthOf(const BenchPoint& p) {
    return std::max(leastSpread, fourInFive * p.deviation / p.rate);
}

} // namespace cellwright::compute
