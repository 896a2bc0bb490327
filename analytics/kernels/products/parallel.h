// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/thread_pool.h"

#include <atomic>
#include <stop_token>

namespace cellwright::kernels {

/// Calls task(i, thread) for i in [0, count), each index on whichever thread is free; stops early when asked
/// to and then returns false.
template <class Task>
bool forEachIndex(ThreadPool& pool, int count, const std::stop_token& stop, const Task& task) {
    std::atomic<int> next{0};
    pool.run([&](int thread) {
        for (int i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count && !stop.stop_requested();)
            task(i, thread);
    });
    return !stop.stop_requested();
}

constexpr int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
}

} // namespace cellwright::kernels
