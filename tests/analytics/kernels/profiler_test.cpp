// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/cases.h"
#include "analytics/kernels/operations.h"
#include "analytics/kernels/profiler.h"
#include "tests/support/registry.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace cellwright::kernels {

namespace {
const Limits twoCores{2, 2, Bytes(32u << 20)};
} // namespace

class ProfilerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void choosesTheDefaults() {
        const auto cases = chooseCases({}, twoCores);
        QVERIFY(cases.has_value());
        QCOMPARE(cases->size(), std::size_t(4 * 4 * 2));
        QCOMPARE(batches(*cases, twoCores).size(), std::size_t(1));
        ProfileOptions full;
        full.quick = false;
        QVERIFY(chooseCases(full, twoCores)->size() > cases->size());
    }
    void choosesJustWhatIsAsked() {
        ProfileOptions options;
        options.weights = {Scheme::q4_0, Scheme::f16};
        options.shapes = {{4096, 14336, 1}, {4096, 4096, 512}, {4096, 4096, 512}};
        options.threads = {2};
        QCOMPARE(chooseCases(options, twoCores)->size(), std::size_t(4));
        options.kernels = {std::string(matVec)};
        const auto vectors = chooseCases(options, twoCores);
        QCOMPARE(vectors->size(), std::size_t(2));
        QCOMPARE(vectors->front().text(), std::string("q4_0 4096 × 14336 × 1, 2 threads"));
    }
    void everyFormatCanBeChosen() {
        ProfileOptions options;
        options.weights = {Scheme::f32,  Scheme::f16,    Scheme::bf16, Scheme::q8_0,
                           Scheme::q4_0, Scheme::q4_k_m, Scheme::q6_k};
        options.shapes = {{256, 512, 1}};
        options.threads = {1};
        const auto cases = chooseCases(options, twoCores);
        QVERIFY(cases.has_value());
        QCOMPARE(cases->size(), std::size_t(7));
        options.shapes = {{256, 288, 1}}; // fills blocks of 32, not of 256
        options.weights = {Scheme::q4_k_m};
        QVERIFY(!chooseCases(options, twoCores).has_value());
    }
    void refusesWhatCannotBe_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("message");
        QTest::newRow("scheme") << 0 << "no kernel for nf4";
        QTest::newRow("columns") << 1 << "blocks of 32";
        QTest::newRow("rows") << 2 << "at least one row";
        QTest::newRow("huge") << 3 << "larger than any layer";
        QTest::newRow("memory") << 4 << "more than 512 MiB";
        QTest::newRow("threads") << 5 << "3 threads are not possible";
        QTest::newRow("kernel") << 6 << "unknown kernel \"fft\"";
        QTest::newRow("nothing left") << 7 << "no such kernel";
    }
    void refusesWhatCannotBe() {
        QFETCH(int, what);
        QFETCH(QString, message);
        ProfileOptions options;
        options.weights = {what == 0 ? Scheme::nf4 : Scheme::q8_0};
        const Shape shapes[] = {
            {64, 64, 1}, {64, 33, 1}, {0, 64, 1}, {1 << 21, 64, 1}, {1 << 16, 1 << 15, 1}};
        options.shapes = {shapes[what < 5 ? what : 0]};
        if (what == 5)
            options.threads = {3};
        if (what == 6)
            options.kernels = {"fft"};
        if (what == 7)
            options.kernels = {std::string(matMat)};
        const auto cases = chooseCases(options, twoCores);
        QVERIFY(!cases.has_value());
        const QString found = QString::fromStdString(cases.error().message());
        QVERIFY2(found.contains(message), qPrintable(found));
        QVERIFY(!cases.error().remedy.empty());
    }
    void weightsRotateThroughMoreThanTheCache() {
        const auto cases = chooseCases({}, twoCores);
        Arena arena(Scheme::q4_0, arenaBytes(Scheme::q4_0, *cases, twoCores), 1);
        QVERIFY(double(arena.memory().size()) >= 2.0 * twoCores.lastLevelCache.si());
        const auto* const first = arena.next(4096, 4096).data;
        std::size_t bytes = packedBytes(Format::q4_0, 4096, 4096);
        while (arena.next(4096, 4096).data != first)
            bytes += packedBytes(Format::q4_0, 4096, 4096);
        QVERIFY(double(bytes) >= 2.0 * twoCores.lastLevelCache.si());
    }
    void manyBigMatricesGoInBatches() {
        ProfileOptions options;
        options.shapes = {{16384, 8192, 1}};
        const auto cases = chooseCases(options, twoCores);
        QVERIFY(cases.has_value());
        const auto all = batches(*cases, twoCores);
        QVERIFY(all.size() > 1);
        std::size_t count = 0;
        for (const auto& batch : all)
            count += batch.size();
        QCOMPARE(count, cases->size());
    }
    void measuresASmallSelection() {
        ProfileOptions options;
        options.weights = {Scheme::q4_0, Scheme::f16};
        options.shapes = {{512, 1024, 1}, {512, 1024, 16}};
        options.threads = {1};
        options.budget = Seconds(0.6);
        double last = 0.0;
        bool falling = false, text = false;
        const auto profile = run(options, [&](double fraction, const std::string& what) {
            falling = falling || fraction < last || fraction > 1.0;
            text = text || what.find("q4_0 512 × 1024 × 16") != std::string::npos;
            last = fraction;
        });
        QVERIFY2(profile.has_value(), profile ? "" : profile.error().message().c_str());
        QVERIFY(!falling);
        QVERIFY(text);
        QCOMPARE(last, 1.0);
        QCOMPARE(profile->kernels.size(), std::size_t(4));
        for (const auto& k : profile->kernels) {
            QVERIFY(k.samples >= 3);
            QVERIFY(k.p10 <= k.median && k.median <= k.p90);
            QVERIFY(std::abs(k.flopRate.si() * k.median.si() / (2.0 * 512 * 1024 * k.tokens) - 1.0) < 1e-9);
            QVERIFY(k.flopRate.si() > 1e7 && k.flopRate.si() < 1e14);
            QCOMPARE(k.kernel, std::string(k.tokens == 1 ? matVec : matMat));
        }
        QCOMPARE(profile->readBandwidth.size(), std::size_t(1));
        QVERIFY(profile->readBandwidth[0].bandwidth.si() > 1e8);
        QVERIFY(profile->peaks.size() >= 2);
        for (const auto& peak : profile->peaks)
            QVERIFY(peak.rate.si() > 1e8 && peak.rate.si() < 1e14 && peak.threads == 1);
        QVERIFY(profile->noise.rounds >= 3);
        QVERIFY(!profile->machine.date.empty());
        QVERIFY(profileFromJson(toJsonText(*profile)).has_value());
    }
    void choosesLayersAndAttention() {
        const auto cases = chooseCases({}, twoCores);
        const auto operations = chooseOperations({}, *cases);
        QVERIFY(std::ranges::any_of(operations, [](const auto& o) { return o.kernel == layerKernel; }));
        QVERIFY(std::ranges::any_of(operations, [](const auto& o) { return o.depth == 1024; }));
        QCOMPARE(operations.front().weights, Scheme::q4_0);
        QCOMPARE(operations.front().text(), std::string("layer q4_0, 1 token at 0, 1 thread"));
        ProfileOptions options;
        options.shapes = {{512, 1024, 1}};
        QVERIFY(chooseOperations(options, *cases).empty());
        options.kernels = {std::string(attentionKernel)};
        for (const auto& o : chooseOperations(options, *chooseCases(options, twoCores)))
            QCOMPARE(o.kernel, attentionKernel);
        QCOMPARE(chooseCases(options, twoCores)->size(), std::size_t(8)); // four schemes, one and two threads
        options.quick = false;
        const auto full = chooseOperations(options, *cases);
        QVERIFY(std::ranges::any_of(full, [](const auto& o) { return o.depth == 32000; }));
    }
    void operationsKnowTheirWork() {
        OperationCase layer;
        layer.shape = LayerShape(); // of Llama 3 8B
        const double products = 2.0 * 218103808.0;
        QVERIFY(std::abs(layer.flop() / (products + 4.0 * 4096) - 1.0) < 1e-12); // one position seen
        layer.depth = 99;
        QVERIFY(std::abs(layer.flop() / (products + 4.0 * 4096 * 100) - 1.0) < 1e-12);
        QVERIFY(std::abs(layer.bytes() / (218103808.0 * 18 / 32 + 100 * 1024 * 2 * 2) - 1.0) < 1e-12);
        OperationCase attention = layer;
        attention.kernel = attentionKernel;
        attention.tokens = 3;
        attention.depth = 10;
        QVERIFY(std::abs(attention.flop() - 4.0 * 4096 * (11 + 12 + 13)) < 1e-3);
    }
    void measuresALayerAndItsAttention() {
        ProfileOptions options;
        options.weights = {Scheme::q4_0};
        options.shapes = {{512, 1024, 1}};
        options.kernels = {std::string(layerKernel), std::string(attentionKernel)};
        options.threads = {1};
        options.budget = Seconds(2.0);
        const auto profile = run(options);
        QVERIFY2(profile.has_value(), profile ? "" : profile.error().message().c_str());
        QCOMPARE(profile->kernels.size(), std::size_t(1));
        QVERIFY(profile->operations.size() >= 3);
        for (const auto& o : profile->operations) {
            QVERIFY(o.samples >= 1);
            QVERIFY(o.p10 <= o.median && o.median <= o.p90);
            QVERIFY(o.flopRate.si() > 1e6 && o.flopRate.si() < 1e14);
            QVERIFY(o.byteRate.si() > 1e6 && o.byteRate.si() < 1e13);
        }
    }
    void cancelsWithinATenthOfASecond() {
        std::stop_source source;
        Expected<Profile> result = failure("not run");
        std::jthread worker([&] { result = run({}, {}, source.get_token()); });
        QTest::qSleep(1500);
        QElapsedTimer timer;
        timer.start();
        source.request_stop();
        worker.join();
        const qint64 took = timer.elapsed();
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().what, std::string("cancelled"));
        // 100 ms on an idle machine; the margin is for tests that run beside other programs.
        QVERIFY2(took < 250, qPrintable(QString::number(took)));
    }
    void cancelledBeforeItBegins() {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!run({}, {}, source.get_token()).has_value());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ProfilerTest)
#include "profiler_test.moc"
