// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/arena.h"
#include "analytics/kernels/measuring/bench.h"
#include "tests/analytics/kernels/measuring/fake_provider.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright::kernels {

namespace {

Limits machineOf(double cacheMiB, double memoryMiB = 0.0) {
    Limits limits{2, 2, Bytes(cacheMiB * 1048576.0)};
    limits.memory = Bytes(memoryMiB * 1048576.0);
    return limits;
}

double mebibytes(std::size_t bytes) {
    return double(bytes) / 1048576.0;
}

} // namespace

class BenchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void weightsAreMoreThanTheCacheHolds() {
        QCOMPARE(mebibytes(rotationBytes(machineOf(32))), 96.0);
        QCOMPARE(mebibytes(rotationBytes(machineOf(4))), 64.0);
        QCOMPARE(mebibytes(rotationBytes(machineOf(256))), 512.0);
        QCOMPARE(mebibytes(rotationBytes(machineOf(32, 1024))), 64.0); // a sixteenth of a small memory
        QCOMPARE(mebibytes(rotationBytes(machineOf(2, 256))), 32.0);   // but never less
        QCOMPARE(mebibytes(mostMemory(machineOf(32))), 768.0);
        QCOMPARE(mebibytes(mostMemory(machineOf(32, 1024))), 256.0);
    }
    void weightsRotateThroughMoreThanTheCache() {
        const std::size_t bytes = rotationBytes(machineOf(32));
        Arena arena(Scheme::q4_0, bytes, 1);
        const auto* const first = arena.next(4096, 4096).data;
        std::size_t passed = packedBytes(Format::q4_0, 4096, 4096);
        while (arena.next(4096, 4096).data != first)
            passed += packedBytes(Format::q4_0, 4096, 4096);
        QVERIFY(passed >= std::size_t(64u << 20));
    }
    void matricesOfAnyShapeAreAligned() {
        for (const Scheme scheme : {Scheme::f32, Scheme::f16, Scheme::q8_0, Scheme::q4_k_m, Scheme::q6_k}) {
            Arena arena(scheme, 4u << 20, 1);
            for (int i = 1; i < 40; ++i)
                QCOMPARE(reinterpret_cast<std::uintptr_t>(arena.next(i, 256 * (1 + i % 3)).data) % 32,
                         std::uintptr_t(0));
        }
        Arena odd(Scheme::f32, 1u << 20, 1);
        for (int i = 1; i < 40; ++i)
            QCOMPARE(reinterpret_cast<std::uintptr_t>(odd.next(i, 3 * i).data) % 32, std::uintptr_t(0));
    }
    void aStopEndsTheFilling() {
        std::stop_source source;
        source.request_stop();
        const Arena arena(Scheme::f16, 1u << 20, 1, source.get_token());
        QCOMPARE(arena.memory().size(), std::size_t(1u << 20)); // there, but nothing was written
    }
    void manyWeightsGoInBatches() {
        test::FakeProvider one("one", Scheme::q4_0), two("two", Scheme::q8_0);
        Provider* const providers[] = {&one, &two};
        Batch all;
        for (const Scheme scheme : {Scheme::q4_0, Scheme::q8_0})
            for (const int tokens : {1, 8})
                all.cases.push_back({scheme, {16384, 16384, tokens}, 1}); // 256 MiB, in name
        QCOMPARE(batches(all, providers, machineOf(32)).size(), std::size_t(1));
        const auto parts = batches(all, providers, machineOf(32, 1024));
        QCOMPARE(parts.size(), std::size_t(2));
        for (const Batch& part : parts) {
            QCOMPARE(part.cases.size(), std::size_t(2)); // whole schemes
            QCOMPARE(part.cases.front().weights, part.cases.back().weights);
        }
    }
    void providersOfOneSchemeStayTogether() {
        test::FakeProvider one("one"), two("two");
        Provider* const providers[] = {&one, &two};
        Batch all;
        all.cases = {{Scheme::q4_0, {64, 64, 1}, 1}};
        Bench bench(providers, machineOf(32), 1);
        ThreadPool pool(1);
        QStringList reports;
        bench.prepare(
            all, [&](int) -> ThreadPool& { return pool; },
            [&](const std::string& what) { reports << QString::fromStdString(what); }, {});
        QCOMPARE(bench.subjects().size(), std::size_t(2));
        QVERIFY(bench.subjects()[0].sameWork(bench.subjects()[1]));
        QVERIFY(reports.filter(QStringLiteral("preparing weights: q4_0")).size() == 2);
        QVERIFY(!bench.hugePages());
        QCOMPARE(bench.vectors().x.size(), std::size_t(64));
        const auto measured = bench.finish();
        QCOMPARE(measured.size(), std::size_t(2));
        QVERIFY(!measured.front().usable()); // what it ran on is gone
    }
    void operationsGoWithTheirWeightsOrWithTheFirst() {
        ProfileOptions options;
        const auto own = *chooseProviders(options);
        Batch all;
        all.cases = {{Scheme::q8_0, {512, 512, 1}, 1}};
        OperationCase layer, attention;
        layer.weights = Scheme::q4_0;
        attention.kernel = attentionKernel;
        all.operations = {layer, withOwnSizes(attention)};
        const auto parts = batches(all, own, machineOf(32, 300)); // 75 MiB: one scheme at a time
        QCOMPARE(parts.size(), std::size_t(2));
        QCOMPARE(parts.front().operations.size(), std::size_t(1));
        QCOMPARE(parts.front().operations.front().kernel, attentionKernel);
        QCOMPARE(parts.back().operations.front().kernel, layerKernel);
        all.cases.clear();
        all.operations.erase(all.operations.begin());
        QCOMPARE(batches(all, own, machineOf(32)).size(), std::size_t(1)); // alone
    }
    void aStopLeavesTheBenchEmpty() {
        test::FakeProvider one("one");
        Provider* const providers[] = {&one};
        Batch all;
        all.cases = {{Scheme::q4_0, {64, 64, 1}, 1}};
        Bench bench(providers, machineOf(32), 1);
        ThreadPool pool(1);
        std::stop_source source;
        source.request_stop();
        bench.prepare(
            all, [&](int) -> ThreadPool& { return pool; }, [](const std::string&) {}, source.get_token());
        QVERIFY(bench.subjects().empty());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::BenchTest)
#include "bench_test.moc"
