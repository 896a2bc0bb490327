// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"
#include "analytics/kernels/providers/driver.h"
#include "analytics/kernels/thread_pool.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <stdexcept>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

using namespace cellwright::kernels;

class DriverTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsTasksInOrderOnOneThreadOfItsOwn() {
        Driver driver;
        std::thread::id first, second;
        int steps = 0;
        driver.run([&] { first = std::this_thread::get_id(), ++steps; });
        QCOMPARE(steps, 1);
        driver.run([&] { second = std::this_thread::get_id(), ++steps; });
        QCOMPARE(steps, 2);
        QVERIFY(first == second);
        QVERIFY(first != std::this_thread::get_id());
    }

    void throwsWhatTheTaskThrowsAndGoesOn() {
        Driver driver;
        QVERIFY_EXCEPTION_THROWN(driver.run([] { throw std::runtime_error("no such layout"); }),
                                 std::runtime_error);
        bool ran = false;
        driver.run([&] { ran = true; });
        QVERIFY(ran);
    }

    void thereIsOneForEachNumberOfThreads() {
        const auto two = driverFor(2);
        QVERIFY(two == driverFor(2));
        QVERIFY(two != driverFor(3));
    }

    /// The threads that a library starts from it must not all land on the one processor of a pinned caller.
    void mayUseAllProcessorsThoughItsCallerIsPinned() {
#ifdef __linux__
        cpu_set_t whole, mine, drivers;
        const auto cores = usableCores();
        QVERIFY(sched_getaffinity(0, sizeof whole, &whole) == 0);
        const ThreadPool pool(1, std::span(cores).first(1));
        Driver driver;
        QVERIFY(sched_getaffinity(0, sizeof mine, &mine) == 0);
        QCOMPARE(CPU_COUNT(&mine), 1);
        driver.run([&] { sched_getaffinity(0, sizeof drivers, &drivers); });
        QCOMPARE(CPU_COUNT(&drivers), CPU_COUNT(&whole));
#else
        QSKIP("Only Linux tells the affinity of a thread");
#endif
    }
};

CELLWRIGHT_TEST(DriverTest)
#include "driver_test.moc"
