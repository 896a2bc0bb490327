// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/watch.h"

#include "analytics/kernels/machine.h"
#include "analytics/kernels/products/limits.h"
#include "analytics/kernels/statistics.h"
#include "analytics/quantity/text.h"

#include <algorithm>
#include <limits>
#include <string>

namespace cellwright::kernels {
namespace {

constexpr double mostSteal = 0.05;
constexpr double mostDrift = 0.08;
constexpr double shortestAccount = 0.2; ///< seconds, below which ticks of 10 ms tell too little

std::string percentText(double share) {
    return roundedText(100.0 * share, 2) + " %";
}

/// How much longer the canary takes in the last third than in the first. The lower quartile does not hear
/// other programs, which come and go, but a clock that is lower for good.
double driftOf(const std::vector<double>& canary) {
    const auto third = std::ptrdiff_t(canary.size() / 3);
    if (third < 3)
        return 0.0;
    const double first = quantile({canary.begin(), canary.begin() + third}, 0.25);
    return first > 0.0 ? quantile({canary.end() - third, canary.end()}, 0.25) / first - 1.0 : 0.0;
}

void addAccounts(Noise& noise, const Observations& seen) {
    if (!seen.before || !seen.after || seen.wall < shortestAccount)
        return;
    const double busy = seen.after->busy - seen.before->busy;
    const double steal = seen.after->steal - seen.before->steal;
    const double all = busy + steal + seen.after->idle - seen.before->idle;
    noise.otherCores = std::max(0.0, (busy - seen.ownTime) / seen.wall);
    noise.stealShare = all > 0.0 ? std::clamp(steal / all, 0.0, 1.0) : -1.0;
}

void addReasons(Noise& noise, const Observations& seen, const RoundChoice& choice) {
    const double cores = seen.before ? std::clamp(0.02 * seen.before->processors, 0.25, 0.5) : 0.25;
    auto& reasons = noise.reasons;
    if (noise.otherCores > cores)
        reasons.push_back("other programs used " + roundedText(noise.otherCores, 2) + " cores meanwhile");
    if (noise.stealShare > mostSteal)
        reasons.push_back("the hypervisor took " + percentText(noise.stealShare) +
                          " of the processors' time for others");
    if (choice.mostly)
        reasons.push_back("a fixed loop ran more than 12 % slower in " + std::to_string(choice.loud) +
                          " of " + std::to_string(seen.canary.size()) + " stretches than in the quietest");
    if (noise.throttling > mostDrift)
        reasons.push_back("the processor became " + percentText(noise.throttling) +
                          " slower while it was measured: it may throttle");
}

} // namespace

Noise noiseOf(const Observations& seen) {
    const RoundChoice choice = chooseRounds(seen.canary);
    Noise noise;
    noise.canarySpread = relativeSpread(seen.canary);
    noise.disturbedRounds = choice.disturbed;
    noise.rounds = int(seen.canary.size()) - choice.disturbed;
    noise.involuntarySwitches = seen.involuntarySwitches;
    noise.loadBefore = seen.loadBefore;
    noise.loadAfter = seen.loadAfter;
    noise.throttling = driftOf(seen.canary);
    addAccounts(noise, seen);
    addReasons(noise, seen, choice);
    noise.disturbed = !noise.reasons.empty();
    return noise;
}

Watch::Watch() {
    seen_.loadBefore = loadAverage();
    seen_.before = processorTimes();
    ownBefore_ = ownProcessorTime();
    switchesBefore_ = involuntarySwitches();
}

double Watch::hear(ThreadPool& pool) {
    double quickest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 3; ++i) { // one alone hears every interrupt
        const auto start = std::chrono::steady_clock::now();
        pool.run([&](int thread) {
            const std::uint64_t value = simd::spinFixed();
            if (thread == 0)
                sink_ ^= value;
        });
        quickest = std::min(quickest,
                            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return quickest;
}

void Watch::listen(ThreadPool& pool) {
    const double heard = hear(pool);
    if (!canary_.empty())
        canary_.back() = std::max(canary_.back(), heard);
    canary_.push_back(heard);
}

Observations Watch::finish(ThreadPool& pool) {
    if (!canary_.empty())
        canary_.back() = std::max(canary_.back(), hear(pool));
    seen_.canary = canary_;
    seen_.after = processorTimes();
    seen_.ownTime = ownProcessorTime() - ownBefore_;
    seen_.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    seen_.loadAfter = loadAverage();
    seen_.involuntarySwitches = int(involuntarySwitches() - switchesBefore_);
    return seen_;
}

} // namespace cellwright::kernels
