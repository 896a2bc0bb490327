// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"
#include "analytics/kernels/thread_pool.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <array>
#include <chrono>
#include <thread>

namespace cellwright::kernels {

class ThreadPoolTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyThreadRunsEveryTaskOnce() {
        for (const int threads : {1, 2, 5}) {
            ThreadPool pool(threads);
            QCOMPARE(pool.size(), threads);
            std::array<int, 5> calls{};
            for (int i = 0; i < 2000; ++i)
                pool.run([&](int thread) { ++calls[std::size_t(thread)]; });
            for (int thread = 0; thread < threads; ++thread)
                QCOMPARE(calls[std::size_t(thread)], 2000);
        }
    }
    void wakesSleepingWorkers() {
        ThreadPool pool(3);
        std::atomic<int> calls{0};
        for (int i = 0; i < 5; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2)); // longer than they spin
            pool.run([&](int) { ++calls; });
        }
        QCOMPARE(calls.load(), 15);
    }
    void givesTheAffinityBack() {
        const auto before = usableCores();
        {
            const auto cores = usableCores();
            ThreadPool pool(int(cores.size()), cores);
            pool.run([](int) {});
        }
        QVERIFY(usableCores() == before);
        void* const now = saveAffinity();
        QVERIFY(now != nullptr);
        restoreAffinity(now);
    }
    void describesThisMachine() {
        const Machine machine = describeMachine();
        QVERIFY(!machine.cpu.empty());
        QVERIFY(machine.cores >= 1);
        QVERIFY(machine.cores <= machine.logicalProcessors);
        QVERIFY(machine.memory.si() > 1e8);
        QVERIFY(!machine.simd.empty());
        QCOMPARE(machine.date.size(), std::size_t(20));
        QVERIFY(coreQuota() >= 0.0);
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ThreadPoolTest)
#include "thread_pool_test.moc"
