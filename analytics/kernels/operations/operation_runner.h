// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/arena.h"
#include "analytics/kernels/layer/kv_cache.h"
#include "analytics/kernels/operations/elementwise.h"
#include "analytics/kernels/operations/operation_case.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace cellwright::kernels {

/// Runs the operations of a profile with our kernels. There is one KV cache per format, heads and head size,
/// which is filled once, for the deepest operation.
class OperationRunner {
public:
    explicit OperationRunner(std::uint64_t seed);
    ~OperationRunner();

    /// Whether our kernels have it.
    static bool runs(const OperationCase& c);
    /// Makes an operation known; to be called before any runs, so that caches are filled only once.
    void include(const OperationCase& c);
    /// What no clock should count: fills the cache before its first use, displaces keys and values, which a
    /// model's other layers would have displaced, by reading the arena, and puts inputs back. False on a stop
    /// request.
    bool prepare(const OperationCase& c, Arena& arena, ThreadPool& pool, const std::stop_token& stop);
    /// Runs it once, with weights from the arena that have left the processor's caches.
    bool run(const OperationCase& c, Arena& arena, ThreadPool& pool, const std::stop_token& stop);
    /// Both; seconds of the second.
    double time(const OperationCase& c, Arena& arena, ThreadPool& pool, const std::stop_token& stop);
    /// Where the result appears; empty where it cannot be checked.
    std::span<float> output(const OperationCase& c);

private:
    struct Cache {
        Format format;
        int heads, headSize, positions;
        std::unique_ptr<KvCache> keysAndValues;
    };
    Cache& cacheFor(const OperationCase& c);
    bool fill(Cache& cache, ThreadPool& pool, const std::stop_token& stop);
    bool runLayer(const OperationCase& c, Arena& arena, ThreadPool& pool, const std::stop_token& stop);

    std::uint64_t seed_;
    Elementwise elementwise_;
    std::vector<float> values_; ///< random
    std::vector<float> norm_, x_, out_;
    std::vector<Cache> caches_;
    LayerBuffers buffers_;
};

} // namespace cellwright::kernels
