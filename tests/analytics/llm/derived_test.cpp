// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/cut.h"
#include "analytics/llm/derived.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

Model wide(std::int64_t hidden) {
    auto model = gpt2Medium();
    model.hidden = hidden;
    return model;
}
Bytes vector(std::int64_t hidden, TensorFormat format) {
    NullRecorder none;
    return vectorBytes(none, wide(hidden), format);
}
/// Every leaf below a derivation.
void collect(const Derivation& derivation, std::vector<const Derivation*>& leaves) {
    if (derivation.inputs.empty() && !derivation.repeated)
        leaves.push_back(&derivation);
    for (const auto& input : derivation.inputs)
        collect(input, leaves);
}
bool nearlyEqual(double a, double b) {
    return std::abs(a - b) <= 1e-12 * std::abs(b);
}

} // namespace

class DerivedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void smashedDataOfATrainingRound() {
        NullRecorder none;
        // 100 samples of 1024 tokens: GPT-3 Medium in f32, and GPT-3 175B in f16 and f32.
        QCOMPARE(smashedBytesPerRound(none, vector(1024, TensorFormat::f32), 100.0, 1024.0).si(),
                 419430400.0);
        QCOMPARE(smashedBytesPerRound(none, vector(12288, TensorFormat::f16), 100.0, 1024.0).si(),
                 2516582400.0);
        QCOMPARE(smashedBytesPerRound(none, vector(12288, TensorFormat::f32), 100.0, 1024.0).si(),
                 5033164800.0);
    }
    void smashedDataOfARequestWithAndWithoutCache() {
        NullRecorder none;
        const auto vectorF16 = vector(4096, TensorFormat::f16);
        const double with = smashedBytesWithCache(none, vectorF16, 512.0, 32.0).si();
        const double without = smashedBytesWithoutCache(none, vectorF16, 512.0, 32.0).si();
        QCOMPARE(with, 8192.0 * 543);
        QCOMPARE(without, 8192.0 * 16880);
        QCOMPARE(qRound(with / 1e4), 445);     // 4.45 MB
        QCOMPARE(qRound(without / 1e5), 1383); // 138.3 MB
        QCOMPARE(qRound(10 * without / with), 311);
        // With one output token there is nothing to send again.
        QCOMPARE(smashedBytesWithCache(none, vectorF16, 512.0, 1.0),
                 smashedBytesWithoutCache(none, vectorF16, 512.0, 1.0));
    }
    void smashedDataAreExplained() {
        Trace trace;
        TracingRecorder rec(trace);
        const auto D = vectorBytes(rec, wide(4096), TensorFormat::f16);
        const auto P = rec.input(512.0, "P", "prompt", Label::assumed, "workload");
        const auto G = rec.input(32.0, "G", "output", Label::assumed, "workload");
        const auto tree = rec.derivation(smashedBytesWithCache(rec, D, P, G));
        QCOMPARE(tree.formula, std::string("D·(P + G - 1)"));
        QCOMPARE(tree.value, 8192.0 * 543);
        QCOMPARE(tree.unit, std::string("B"));
        QCOMPARE(rec.derivation(smashedBytesWithoutCache(rec, D, P, G)).value, 8192.0 * 16880);
    }
    void derivedNumbersEqualTheAccounting_data() {
        QTest::addColumn<int>("model");
        QTest::addColumn<int>("precision");
        for (int model = 0; model < 4; ++model)
            for (int precision = 0; precision < 4; ++precision)
                QTest::addRow("model %d, precision %d", model, precision) << model << precision;
    }
    void derivedNumbersEqualTheAccounting() {
        QFETCH(int, model);
        QFETCH(int, precision);
        const Model models[]{llama31_8b(), llama32_1b(), gpt2Medium(), gemma2_2b()};
        const Precision all[]{{},
                              {Scheme::q4_k_m, Scheme::q8_0, Scheme::f16},
                              {Scheme::gptq4, Scheme::int8, Scheme::int8},
                              {Scheme::nf4, Scheme::f16, Scheme::f16, {{{0, 4}, Scheme::int4}}}};
        const auto& m = models[model];
        const auto a = Accounting::of(m, all[precision]).value();
        for (const BlockRange range : {a.whole(), a.below(5), a.above(5), BlockRange{0, 1}})
            compare(m, a, range);
    }
    void memoryOpensDownToTheModelsFacts() {
        auto model = llama31_8b();
        model.name = "Llama 3.1 8B";
        const auto a = Accounting::of(model, {Scheme::q4_k_m}).value();
        Trace trace;
        TracingRecorder rec(trace);
        const auto P = rec.input(512.0, "P", "prompt", Label::assumed, "workload");
        const auto G = rec.input(128.0, "G", "output", Label::assumed, "workload");
        const auto B = rec.input(1.0, "B", "batch", Label::assumed, "deployment");
        const auto tree = rec.derivation(memoryNeed(rec, model, a, a.below(8), P, G, B));
        QCOMPARE(tree.formula, std::string("W + K + X"));
        QCOMPARE(tree.inputs.size(), std::size_t(3));
        QVERIFY(tree.inputs[0].name.find("Llama 3.1 8B") != std::string::npos);
        std::vector<const Derivation*> leaves;
        collect(tree, leaves);
        QVERIFY(leaves.size() > 20);
        for (const auto* leaf : leaves)
            QVERIFY2(!leaf->source.empty(), (leaf->name + " has no source").c_str());
        const auto isDimension = [](const auto* leaf) {
            return leaf->symbol == "c_ffn_down" && leaf->value == 14336;
        };
        QVERIFY(std::ranges::any_of(leaves, isDimension));
    }

private:
    static void compare(const Model& m, const Accounting& a, BlockRange range) {
        NullRecorder none;
        QVERIFY(nearlyEqual(weightBytes(none, m, a, range).si(), a.weightBytes(range).si()));
        QVERIFY(nearlyEqual(kvBytesPerToken(none, m, a, range).si(), a.kvBytesPerToken(range).si()));
        QVERIFY(nearlyEqual(kvBytes(none, m, a, range, 6000.0, 3.0).si(), a.kvBytes(range, 6000, 3).si()));
        QVERIFY(nearlyEqual(prefillFlop(none, m, a, range, 6000.0, 3.0).si(),
                            a.prefill(range, 6000, 3).flop.si()));
        QVERIFY(
            nearlyEqual(decodeFlop(none, m, a, range, 6000.0, 3.0).si(), a.decode(range, 6000, 3).flop.si()));
        const Bytes need =
            a.weightBytes(range) + a.kvBytes(range, 1100, 3) + a.workspaceBytes(range, 1000, 3);
        QVERIFY(nearlyEqual(memoryNeed(none, m, a, range, 1000.0, 100.0, 3.0).si(), need.si()));
        Trace trace;
        TracingRecorder rec(trace);
        QCOMPARE(plain(memoryNeed(rec, m, a, range, 1000.0, 100.0, 3.0)),
                 memoryNeed(none, m, a, range, 1000.0, 100.0, 3.0));
        QCOMPARE(plain(prefillFlop(rec, m, a, range, 6000.0, 3.0)),
                 prefillFlop(none, m, a, range, 6000.0, 3.0));
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::DerivedTest)
#include "derived_test.moc"
