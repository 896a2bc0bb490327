// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/thread_pool.h"

#include "analytics/kernels/machine.h"

namespace cellwright::kernels {
namespace {

constexpr int spins = 4000; // some 50 microseconds

void relax() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

} // namespace

ThreadPool::ThreadPool(int threads, std::span<const int> processors) {
    const auto processorOf = [&](int thread) {
        return processors.empty() ? -1 : processors[std::size_t(thread) % processors.size()];
    };
    for (int thread = 1; thread < threads; ++thread)
        workers_.emplace_back([this, thread, cpu = processorOf(thread)] { work(thread, cpu); });
    if (!processors.empty()) {
        savedAffinity_ = saveAffinity();
        pinThread(processorOf(0));
    }
}

ThreadPool::~ThreadPool() {
    stop_.store(true, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (auto& worker : workers_)
        worker.join();
    restoreAffinity(savedAffinity_);
}

void ThreadPool::start(const void* context, Call call) {
    context_ = context;
    call_ = call;
    remaining_.store(int(workers_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    call(context, 0);
    for (int i = 0; remaining_.load(std::memory_order_acquire) != 0; ++i)
        if (i < spins)
            relax();
        else
            std::this_thread::yield(); // somebody else has the worker's core: let them finish
}

void ThreadPool::work(int thread, int processor) {
    if (processor >= 0)
        pinThread(processor);
    for (std::uint32_t seen = 0;;) {
        for (int i = 0; i < spins && round_.load(std::memory_order_acquire) == seen; ++i)
            relax();
        round_.wait(seen, std::memory_order_acquire);
        seen = round_.load(std::memory_order_acquire);
        if (stop_.load(std::memory_order_relaxed))
            return;
        call_(context_, thread);
        remaining_.fetch_sub(1, std::memory_order_release);
    }
}

} // namespace cellwright::kernels
