// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/driver.h"

#include "analytics/kernels/machine.h"

#include <dlfcn.h>

#include <map>
#include <utility>

namespace cellwright::kernels {

Driver::Driver()
    : thread_([this] { work(); }) {}

Driver::~Driver() {
    {
        const std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Driver::run(const std::function<void()>& task) {
    std::unique_lock lock(mutex_);
    task_ = &task;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !task_; });
    if (const auto error = std::exchange(error_, nullptr))
        std::rethrow_exception(error);
}

void Driver::work() {
    unpinThread();
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return task_ || stop_; });
        if (!task_)
            return;
        lock.unlock();
        try {
            (*task_)();
        } catch (...) {
            error_ = std::current_exception();
        }
        lock.lock();
        task_ = nullptr;
        changed_.notify_all();
    }
}

std::shared_ptr<Driver> driverFor(int threads) {
    static std::mutex mutex;
    static std::map<int, std::weak_ptr<Driver>> drivers;
    const std::scoped_lock lock(mutex);
    auto driver = drivers[threads].lock();
    if (!driver)
        drivers[threads] = driver = std::make_shared<Driver>();
    return driver;
}

bool setOpenMpThreads(int threads) {
    // Looked up at run time, because the library that brings OpenMP may have been built with another
    // compiler's.
    using Function = void (*)(int);
    static const auto set = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
    if (set)
        set(threads);
    return set != nullptr;
}

} // namespace cellwright::kernels
