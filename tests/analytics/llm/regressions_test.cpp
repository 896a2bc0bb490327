// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Published figures of model memory and fine-tuning, recomputed.
#include "analytics/llm/memory.h"
#include "analytics/llm/training/training.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

/// A model of FasterTransformer's GPT guide: vocabulary 51200, feed-forward four times as wide.
Model guideModel(int layers, int hidden, int heads) {
    return parsed(
        QStringLiteral(R"({"model_type":"gpt2","n_embd":%1,"n_layer":%2,"n_head":%3,"n_positions":2048,
        "vocab_size":51200})")
            .arg(hidden)
            .arg(layers)
            .arg(heads)
            .toStdString());
}

/// Rows of the tables "Memory Usage (GB)" of github.com/NVIDIA/FasterTransformer, docs/gpt_guide.md, read at
/// commit 07fdd2fc: batch, input and output tokens, GB on one A100 in FP16.
struct GuideRow {
    int batch, prompt, answer;
    double gigabytes;
};
constexpr GuideRow gpt6700m[]{
    {1, 128, 8, 15.55},  {2, 128, 8, 15.66},   {4, 128, 8, 15.87},   {8, 128, 8, 16.31},  {16, 128, 8, 17.19},
    {32, 128, 8, 18.84}, {64, 128, 8, 22.17},  {1, 512, 32, 15.96},  {2, 512, 32, 16.30}, {4, 512, 32, 16.99},
    {8, 512, 32, 18.72}, {16, 512, 32, 22.17}, {32, 512, 32, 28.73}, {64, 512, 32, 41.84}};
/// Its first row, 8.67 GB for a batch of 1, contradicts all others (a batch of 2 takes 5.39) and is left out.
constexpr GuideRow gpt1300m[]{
    {2, 128, 8, 5.39},   {4, 128, 8, 5.49},    {8, 128, 8, 5.66},   {16, 128, 8, 6.00}, {32, 128, 8, 6.66},
    {64, 128, 8, 7.97},  {1, 512, 32, 5.58},   {2, 512, 32, 5.71},  {4, 512, 32, 5.97}, {8, 512, 32, 6.64},
    {16, 512, 32, 7.98}, {32, 512, 32, 10.52}, {64, 512, 32, 15.61}};
constexpr GuideRow gpt350m[]{{1, 128, 8, 3.43},   {2, 128, 8, 3.46},  {4, 128, 8, 3.51},  {8, 128, 8, 3.61},
                             {16, 128, 8, 3.78},  {32, 128, 8, 4.13}, {64, 128, 8, 4.81}, {1, 512, 32, 3.57},
                             {2, 512, 32, 3.65},  {4, 512, 32, 3.78}, {8, 512, 32, 4.12}, {16, 512, 32, 4.80},
                             {32, 512, 32, 6.09}, {64, 512, 32, 8.67}};

double guideMemory(const Model& model, const GuideRow& row) {
    ServingLoad load;
    load.prompt = row.prompt;
    load.context = row.prompt + row.answer;
    load.batch = row.batch;
    load.runtime = Runtime::fasterTransformer;
    NullRecorder none;
    const auto accounting = Accounting::of(model).value();
    return servingMemory(none, model, accounting, accounting.whole(), load).total.si();
}

} // namespace

class RegressionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// R1: arXiv 2309.16739 section III: full fine-tuning of 7 B parameters in 16 bit takes about 84 GB.
    void fullFineTuningOfSevenBillion() {
        NullRecorder none;
        Training training;
        training.optimizer = Optimizer::adam;
        const auto memory = trainingState(none, Bytes(2.0 * 7e9), 7e9, training);
        QCOMPARE(memory.total.si(), 84.0e9);
        Trace trace;
        TracingRecorder rec(trace);
        const auto weights = rec.input(Bytes(14e9), "W", "weights in 16 bit", Label::published, "7e9 x 2 B");
        const auto count = rec.input(7e9, "N", "parameters", Label::published, "arXiv 2309.16739");
        QCOMPARE(plain(trainingState(rec, weights, count, training).total).si(), 84.0e9);
        // The model itself: 12 B for each of its parameters, activations apart.
        const auto model = llama2_7b();
        const auto accounting = Accounting::of(model).value();
        const auto step = trainingMemory(none, model, accounting, accounting.whole(), training);
        QCOMPARE((step.weights + step.gradients + step.optimizer).si(), 12.0 * 6'738'415'616.0);
    }
    /// R5: arXiv 2309.16739 figure 3: freezing ratios of GPT-2 medium with LoRA beside queries and values.
    void freezingRatiosOfGpt2Medium_data() {
        QTest::addColumn<int>("rank");
        QTest::addColumn<double>("percent");
        QTest::newRow("1") << 1 << 99.97;
        QTest::newRow("2") << 2 << 99.945;
        QTest::newRow("4") << 4 << 99.89;
        QTest::newRow("8") << 8 << 99.78;
    }
    void freezingRatiosOfGpt2Medium() {
        QFETCH(int, rank);
        QFETCH(double, percent);
        const auto model = gpt2Medium();
        const auto count = countTrained(model, LowRank{rank, {}}, {0, blockCount(model)});
        QCOMPARE(count.trainable(), std::int64_t(98'304) * rank);
        QVERIFY(std::abs(100.0 * count.freezingRatio() - percent) < 0.006);
    }
    /// R6: KV cache of GPT-6.7B in f16.
    void kvCacheOfGpt6700m() {
        const auto accounting = Accounting::of(gpt3_6_7b()).value();
        QCOMPARE(accounting.kvBytesPerToken(accounting.whole()).si(), 524'288.0);
    }
    /// R7
    void fasterTransformerWithGpt6700m() {
        const auto model = guideModel(32, 4096, 32);
        for (const auto& row : gpt6700m) {
            const double computed = guideMemory(model, row);
            const double closed =
                15.485e9 + row.batch * ((row.prompt + row.answer) * 524288.0 + row.prompt * 248871.0);
            QVERIFY(std::abs(computed - closed) < 1e6);
            QVERIFY(std::abs(computed - row.gigabytes * 1e9) < 0.15e9);
        }
        // GPT-3's own vocabulary of 50257 changes little.
        QVERIFY(std::abs(guideMemory(gpt3_6_7b(), gpt6700m[13]) - 41.84e9) < 0.15e9);
    }
    /// R8
    void fasterTransformerWithGpt1300m() {
        const auto model = guideModel(24, 2048, 32);
        for (const auto& row : gpt1300m) {
            const double computed = guideMemory(model, row);
            const double closed =
                5.364e9 + row.batch * ((row.prompt + row.answer) * 196608.0 + row.prompt * 104633.0);
            QVERIFY(std::abs(computed - closed) < 1e6);
            QVERIFY(std::abs(computed - row.gigabytes * 1e9) < 0.06e9);
        }
    }
    /// The guide's third table, which the same rule gives.
    void fasterTransformerWithGpt350m() {
        const auto model = guideModel(24, 1024, 16);
        for (const auto& row : gpt350m)
            QVERIFY(std::abs(guideMemory(model, row) - row.gigabytes * 1e9) < 0.05e9);
    }
    /// R26: arXiv 2309.16739 section I says 3 GB for 3.25 B parameters "in 32 bit"; that is 13 GB.
    void nanoInThirtyTwoBitIsNotThreeGigabytes() {
        const auto bytes = [](TensorFormat format) { return 3.25e9 * bitsPerWeight(format) / 8.0; };
        QCOMPARE(bytes(TensorFormat::f32), 13.0e9);
        QCOMPARE(bytes(TensorFormat::i8), 3.25e9);
        QCOMPARE(bytes(TensorFormat::int4), 1.625e9);
        NullRecorder none;
        Training frozen;
        QCOMPARE(trainingState(none, Bytes(bytes(TensorFormat::f32)), 0.0, frozen).total.si(), 13.0e9);
    }
    /// R12: twenty LoRA variants (rank 4, queries and values) of Llama-2-7B, separate and with one base.
    void variantsShareTheirBase() {
        const auto model = llama2_7b();
        const BlockRange all{0, blockCount(model)};
        const auto accounting = Accounting::of(model).value();
        const double base = accounting.weightBytes(all).si();
        const double adapter = adapterBytes(model, LowRank{4, {}}, all, TensorFormat::f16).si();
        QVERIFY(std::abs(20.0 * (base + adapter) / 269.7e9 - 1.0) < 0.001);
        QVERIFY(std::abs((base + 20.0 * adapter) / 13.56e9 - 1.0) < 0.001);
    }
    /// R15: three blocks of GPT-2 on a client train this share of all LoRA parameters.
    void clientsShareOfSplitLora() {
        const auto share = [](const Model& model) {
            const auto accounting = Accounting::of(model).value();
            return double(countTrained(model, LowRank{2, {}}, accounting.below(3)).trainable()) /
                   double(countTrained(model, LowRank{2, {}}, accounting.whole()).trainable());
        };
        QCOMPARE(share(gpt2Medium()), 3.0 / 24.0);
        auto small = gpt2Medium();
        small.layers.resize(12);
        QCOMPARE(share(small), 3.0 / 12.0);
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::RegressionsTest)
#include "regressions_test.moc"
