// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace cellwright::kernels {

/// A thread from which libraries with threads of their own are called. Those threads inherit the processors
/// of the thread that starts them, and the threads of a ThreadPool are pinned to one processor each; this one
/// may use all that the process may. OpenMP keeps its workers per calling thread and ends some where a call
/// wants fewer than the one before: for each number of threads there is a driver of its own.
class Driver {
public:
    Driver();
    ~Driver();
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    /// Runs the task and waits for it; what it throws is thrown here.
    void run(const std::function<void()>& task);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    const std::function<void()>* task_ = nullptr;
    std::exception_ptr error_;
    bool stop_ = false;
    std::thread thread_;
};

/// The driver for this many threads, which lives as long as somebody holds it.
std::shared_ptr<Driver> driverFor(int threads);

/// Has libraries that use OpenMP take this many threads when the calling thread calls them. False where no
/// OpenMP library has been loaded.
bool setOpenMpThreads(int threads);

} // namespace cellwright::kernels
