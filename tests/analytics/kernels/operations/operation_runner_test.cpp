// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/operations/operation_runner.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwright::kernels {

namespace {

LayerShape tiny() {
    LayerShape shape;
    shape.hidden = 256;
    shape.heads = 4;
    shape.cacheHeads = 2;
    shape.headSize = 64;
    shape.intermediate = 512;
    return shape;
}

OperationCase caseOf(std::string_view kernel, int tokens = 1, int depth = 0) {
    OperationCase c{kernel, Scheme::q8_0, Scheme::f16, tiny(), tokens, depth};
    c.experts = 4;
    c.chosen = 2;
    return withOwnSizes(c);
}

bool poisoned(std::span<const float> values) {
    return std::ranges::any_of(values, [](float value) { return !std::isfinite(value); });
}

} // namespace

class OperationRunnerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
        layer.shape.gated = false;
        layer.depth = 0;
        QVERIFY(std::abs(layer.flop() - (products - 2.0 * 4096 * 14336 + 4.0 * 4096)) < 1.0);
    }
    void elementwiseOperationsKnowTheirWork_data() {
        QTest::addColumn<QString>("kernel");
        QTest::addColumn<double>("flop");
        QTest::addColumn<double>("bytes");
        const double hidden = 256 * 3;
        QTest::newRow("norm") << "norm" << 4 * hidden << 8 * hidden;
        QTest::newRow("rope") << "rope" << 3 * hidden << 8 * hidden; // 4 heads of 64
        QTest::newRow("softmax") << "softmax" << 5.0 * 3 * 4 * 13 << 8.0 * 3 * 4 * 13;
        QTest::newRow("activation") << "activation" << 4.0 * 3 * 512 << 12.0 * 3 * 512;
        QTest::newRow("add") << "add" << hidden << 12 * hidden;
        QTest::newRow("embedding") << "embedding" << hidden << 4 * hidden + 3 * 8 * 34;
        QTest::newRow("gather") << "gather" << 2 * 2 * hidden << 2 * 20 * hidden;
        QTest::newRow("quantize") << "quantize" << 2 * hidden << 4 * hidden + 3 * 8 * 34;
        QTest::newRow("dequantize") << "dequantize" << hidden << 4 * hidden + 3 * 8 * 34;
        QTest::newRow("graph") << "graph" << 0.0 << 0.0;
    }
    void elementwiseOperationsKnowTheirWork() {
        QFETCH(QString, kernel);
        QFETCH(double, flop);
        QFETCH(double, bytes);
        const std::string name = kernel.toStdString();
        const auto c = caseOf(*std::ranges::find(operationKernels, name), 3, 10);
        QCOMPARE(c.flop(), flop);
        QCOMPARE(c.bytes(), bytes);
    }
    void onlyTheirOwnSizesAreKept() {
        const auto norm = caseOf(normKernel, 2, 7);
        QCOMPARE(norm.shape.hidden, 256);
        QCOMPARE(norm.shape.heads, 0);
        QCOMPARE(norm.depth, 0);
        QCOMPARE(norm.experts, 0);
        QCOMPARE(caseOf(softmaxKernel, 2, 7).depth, 7);
        QCOMPARE(caseOf(gatherKernel).chosen, 2);
        QCOMPARE(norm.text(), std::string("norm 256, 2 tokens, 1 thread"));
    }
    void ourKernelsRunAllButAGraph() {
        for (const auto kernel : operationKernels)
            QCOMPARE(OperationRunner::runs(caseOf(kernel)), kernel != graphKernel);
        auto odd = caseOf(quantizeKernel);
        odd.shape.hidden = 100; // does not fill blocks of 32
        QVERIFY(!OperationRunner::runs(odd));
        odd = caseOf(attentionKernel);
        odd.cache = Scheme::q4_0;
        QVERIFY(!OperationRunner::runs(odd));
        odd = caseOf(attentionKernel);
        odd.shape.cacheHeads = 3;
        QVERIFY(!OperationRunner::runs(odd));
        odd = caseOf(layerKernel);
        odd.weights = Scheme::nf4;
        QVERIFY(!OperationRunner::runs(odd));
    }
    void everyOperationWritesItsWholeResult() {
        OperationRunner runner(1);
        Arena arena(Scheme::q8_0, 4u << 20, 1);
        for (const int threads : {1, 2}) {
            ThreadPool pool(threads);
            for (const auto kernel : operationKernels) {
                if (kernel == graphKernel)
                    continue;
                for (const int tokens : {1, 5}) {
                    const auto c = caseOf(kernel, tokens, 20);
                    runner.include(c);
                    for (int run = 0; run < 2; ++run) {
                        QVERIFY(runner.prepare(c, arena, pool, {}));
                        const auto output = runner.output(c);
                        std::ranges::fill(output, std::numeric_limits<float>::quiet_NaN());
                        QVERIFY(runner.run(c, arena, pool, {}));
                        QVERIFY2(!poisoned(output), std::string(kernel).c_str());
                    }
                }
            }
        }
    }
    void cachesOfSeveralShapesLiveTogether() {
        OperationRunner runner(1);
        Arena arena(Scheme::q8_0, 4u << 20, 1);
        ThreadPool pool(1);
        auto first = caseOf(attentionKernel, 1, 40), other = first, deeper = first;
        other.shape.cacheHeads = 4;
        deeper.depth = 300;
        auto coded = first;
        coded.cache = Scheme::q8_0;
        for (const auto& c : {first, other, coded, deeper, first}) {
            runner.include(c);
            QVERIFY(runner.prepare(c, arena, pool, {}));
            QVERIFY(runner.run(c, arena, pool, {}));
            QVERIFY(!poisoned(runner.output(c)));
        }
        QVERIFY(runner.time(deeper, arena, pool, {}) > 0.0);
    }
    void aStopEndsTheFillingOfACache() {
        OperationRunner runner(1);
        Arena arena(Scheme::q8_0, 4u << 20, 1);
        ThreadPool pool(1);
        const auto c = caseOf(attentionKernel, 1, 1000);
        runner.include(c);
        std::stop_source source;
        source.request_stop();
        QVERIFY(!runner.prepare(c, arena, pool, source.get_token()));
        QVERIFY(!runner.run(c, arena, pool, source.get_token()));
        QVERIFY(runner.prepare(c, arena, pool, {})); // and can begin again
        QVERIFY(runner.run(c, arena, pool, {}));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::OperationRunnerTest)
#include "operation_runner_test.moc"
