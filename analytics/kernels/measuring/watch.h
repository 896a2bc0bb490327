// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"
#include "analytics/kernels/system.h"
#include "analytics/kernels/thread_pool.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace cellwright::kernels {

/// What a watch knows at the end; plain numbers, so that the verdict can be tested.
struct Observations {
    std::vector<double> canary; ///< seconds of the fixed loop, per stretch
    std::optional<ProcessorTimes> before, after;
    double ownTime = 0.0; ///< processor time of this process between the two, seconds
    double wall = 0.0;    ///< seconds between the two
    double loadBefore = -1.0, loadAfter = -1.0;
    int involuntarySwitches = 0;
};

/// How quiet the machine was, without medianSpread. It was disturbed where
///  * in more than a third of the stretches the canary ran 12 % slower than in the quietest,
///  * other programs used more than a quarter of a core (of more than 12 processors 2 %, up to half a core),
///  * a hypervisor took more than 5 % of the processors' time, or
///  * the canary's lower quartile is 8 % longer in the last third than in the first.
Noise noiseOf(const Observations& seen);

/// Listens, while a profile is measured, for whatever disturbs it.
class Watch {
public:
    Watch();
    /// Runs the canary on all threads of the pool: the start of a new stretch of measuring and the end of the
    /// one before, which is judged by the slower of its two.
    void listen(ThreadPool& pool);
    /// Of the stretch under way, from 0.
    [[nodiscard]] int stretch() const { return int(canary_.size()) - 1; }
    /// Ends the last stretch.
    [[nodiscard]] Observations finish(ThreadPool& pool);

private:
    double hear(ThreadPool& pool);

    Observations seen_;
    double ownBefore_ = 0.0;
    long switchesBefore_ = 0;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::vector<double> canary_;
    std::uint64_t sink_ = 0; ///< what the canary returns, so that no compiler leaves it out
};

} // namespace cellwright::kernels
