// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/measuring/subject.h"
#include "analytics/kernels/memory.h"
#include "analytics/kernels/products/limits.h"
#include "analytics/kernels/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <stop_token>
#include <utility>
#include <vector>

namespace cellwright::kernels {

/// Measures what the machine can do at most: read bandwidth, peak rates, and the cost of a dispatch.
class LimitsMeter {
public:
    /// Reads `bytes` of memory, more than the last-level cache holds, made with the first sample.
    explicit LimitsMeter(std::size_t bytes);

    /// One sample of each on the threads of the pool; takes some ten milliseconds. None after a stop request.
    void sample(ThreadPool& pool, int stretch, const std::stop_token& stop = {});
    void addTo(Profile& profile, const std::vector<bool>& kept) const;

private:
    bool makeMemory(const std::stop_token& stop);
    void samplePeaks(ThreadPool& pool, int stretch);

    std::size_t bytes_;
    Buffer memory_;
    std::map<int, Samples> reads_, dispatches_; ///< by threads
    std::map<std::pair<simd::Unit, int>, Samples> peaks_;
    std::uint64_t sink_ = 0; ///< what reads return, so that no compiler leaves them out
};

} // namespace cellwright::kernels
