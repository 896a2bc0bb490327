// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"
#include "analytics/kernels/products/simd.h"
#include "analytics/kernels/system.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QString>
#include <QTest>

#include <algorithm>

namespace cellwright::kernels {

class SystemTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheProcessorsAccount() {
        const auto times = processorTimes("cpu  100 20 30 400 50 6 7 80 0 0\n"
                                          "cpu0 50 10 15 200 25 3 3 40 0 0\n"
                                          "cpu1 50 10 15 200 25 3 4 40 0 0\n"
                                          "intr 14061340 0 0\nctxt 23125661\n",
                                          100.0);
        QVERIFY(times.has_value());
        QCOMPARE(times->processors, 2);
        QCOMPARE(times->busy, 1.63);
        QCOMPARE(times->idle, 4.5);
        QCOMPARE(times->steal, 0.8);
    }
    void olderAccountsHaveFewerColumns() {
        const auto times = processorTimes("cpu 100 0 0 300\ncpu0 100 0 0 300\n", 100.0);
        QVERIFY(times.has_value());
        QCOMPARE(times->steal, 0.0);
    }
    void otherTextIsNoAccount() {
        for (const char* text :
             {"", "cpu", "cpu 1 2", "cpu a b c d\ncpu0 1 2 3 4", "cpu 1 2 3 4\n", "\n\n\n"})
            QVERIFY2(!processorTimes(text, 100.0).has_value(), text);
    }
    void timeGoesOn() {
        const double before = ownProcessorTime();
        volatile double sum = 0.0;
        for (int i = 0; i < 20'000'000; ++i)
            sum = sum + i;
        QVERIFY(ownProcessorTime() > before);
#ifdef __linux__
        const auto first = processorTimes(), second = processorTimes();
        QVERIFY(first && second && second->busy >= first->busy);
#endif
    }
    void describesThisComputer() {
        const Machine machine = describeMachine();
        QVERIFY(!machine.cpu.empty() && !machine.operatingSystem.empty() && !machine.kernelRelease.empty());
        QVERIFY(!machine.compiler.empty() && !machine.build.empty());
        QVERIFY(machine.numaNodes >= 1);
        QVERIFY(machine.virtualMachine || machine.hypervisor.empty());
        int cores = 0;
        for (const auto& kind : machine.coreKinds)
            cores += kind.cores;
        QCOMPARE(cores, machine.cores);
        QVERIFY(std::ranges::is_sorted(machine.coreKinds, std::greater<>(), &CoreKind::efficiency));
        QVERIFY(machine.quota >= 0.0);
    }
    void theAffinityComesBack() {
        const auto cores = usableCores();
        canPin();
        const PageSpread pages;
        QCOMPARE(pages.words().empty(), describeMachine().numaNodes == 1);
        QVERIFY(usableCores() == cores);
    }
    void withoutWideVectorsItSaysSo() {
        const auto slowest = std::ranges::find_if(simd::targets(), [](const simd::Target& target) {
            return target.name == "SSE4" || target.name == "SSSE3" || target.name == "EMU128";
        });
        if (slowest == simd::targets().end())
            QSKIP("every instruction set here is wide");
        simd::forceTarget(slowest->bit);
        const Machine machine = describeMachine();
        simd::forceTarget(0);
        QCOMPARE(machine.simd, slowest->name);
        QVERIFY(std::ranges::any_of(machine.warnings, [](const std::string& warning) {
            return warning.find("no AVX2") != std::string::npos;
        }));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::SystemTest)
#include "system_test.moc"
