// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

namespace cellwright::kernels {

/// A few threads that do the same task at once, the constructing thread being one of them. Each is pinned to
/// one processor while the pool lives; the constructing thread gets its affinity back at the end. run() is
/// called from the constructing thread only. Workers spin for some microseconds between tasks, so that a
/// chain of short tasks costs no wake-up, then sleep.
class ThreadPool {
public:
    /// `processors` are the logical processors to pin to, in order; empty: none is pinned.
    explicit ThreadPool(int threads, std::span<const int> processors = {});
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] int size() const { return int(workers_.size()) + 1; }

    /// Calls task(thread) on all threads and returns when all are done. The task must not throw.
    template <class Task>
    void run(const Task& task) {
        start(&task, [](const void* context, int thread) { (*static_cast<const Task*>(context))(thread); });
    }

private:
    using Call = void (*)(const void*, int);
    void start(const void* context, Call call);
    void work(int thread, int processor);

    std::vector<std::thread> workers_;
    const void* context_ = nullptr;
    Call call_ = nullptr;
    std::atomic<std::uint32_t> round_{0}; ///< counts tasks; workers wait for it to change
    std::atomic<int> remaining_{0};
    std::atomic<bool> stop_{false};
    void* savedAffinity_ = nullptr;
};

} // namespace cellwright::kernels
