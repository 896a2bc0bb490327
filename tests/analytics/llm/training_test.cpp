// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/training/training.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

Training step(const char* how, std::int64_t batch = 1, std::int64_t tokens = 512) {
    Training training;
    training.adaptation = parseAdaptation(how).value();
    training.batch = batch;
    training.tokens = tokens;
    return training;
}
TrainingFlop flopOf(const Model& model, const Training& training) {
    const auto accounting = Accounting::of(model).value();
    return trainingFlop(model, accounting, accounting.whole(), training);
}
TrainingMemory<NullRecorder> memoryOf(const Model& model, const Training& training,
                                      Scheme weights = Scheme::f16) {
    NullRecorder none;
    const auto accounting = Accounting::of(model, {weights}).value();
    return trainingMemory(none, model, accounting, accounting.whole(), training);
}
bool near(double a, double b, double tolerance = 1e-12) {
    return std::abs(a - b) <= tolerance * std::abs(b);
}
/// What layer 3 keeps of one sequence of `tokens`.
double keptByLayer(const Model& model, const char* how, double tokens, bool dropout,
                   Recompute recompute = Recompute::none) {
    const auto accounting = Accounting::of(model).value();
    return keptBytes(model, accounting, accounting.blockOfLayer(3), parseAdaptation(how).value(), dropout,
                     recompute)
        .total(tokens, 0.0);
}

} // namespace

class TrainingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGptLayerKeepsWhatThePaperSays_data() {
        QTest::addColumn<int>("tokens");
        for (const int tokens : {1, 128, 1024, 2048})
            QTest::addRow("%d tokens", tokens) << tokens;
    }
    void aGptLayerKeepsWhatThePaperSays() {
        QFETCH(int, tokens);
        // arXiv 2205.05198 equation 1 (d = h, 16 bit), and its sections 5 and 4.3 with recomputation.
        for (const auto& [model, h, a] :
             {std::tuple{gpt2Medium(), 1024.0, 16.0}, {gpt3_6_7b(), 4096.0, 32.0}}) {
            const double s = tokens;
            QCOMPARE(keptByLayer(model, "full", s, true), s * h * (34.0 + 5.0 * a * s / h));
            QCOMPARE(keptByLayer(model, "full", s, true, Recompute::selective), 34.0 * s * h);
            QCOMPARE(keptByLayer(model, "full", s, true, Recompute::full), 2.0 * s * h);
            QCOMPARE(keptByLayer(model, "full", s, false), s * h * (32.0 + 2.0 * a * s / h));
        }
    }
    void groupedQueriesAndGatesKeepTheirOwn() {
        // Llama 3.1 8B without dropout: two norms, input of q k v, q and shared k and v, scores, input of the
        // output matrix, input of gate and up, three inner vectors, input of down.
        const double s = 256.0;
        const double elements = 2 * 4096 + 4096 + (4096 + 2 * 1024) + 4096 + 4096 + 3 * 14336 + 14336;
        QCOMPARE(keptByLayer(llama31_8b(), "full", s, false), 2.0 * (elements * s + 32 * s * s));
    }
    void frozenMatricesKeepNoInputs() {
        const double s = 256.0;
        const double frozen = 2 * 4096 + (4096 + 2 * 1024) + 3 * 14336;
        // Adapters beside queries and values need the shared input, and keep their inner vectors.
        const double lora = frozen + 4096 + 2 * 8;
        QCOMPARE(keptByLayer(llama31_8b(), "lora:8:q,v", s, false), 2.0 * (lora * s + 32 * s * s));
        QCOMPARE(keptByLayer(llama31_8b(), "prefix:5", s, false), 2.0 * (frozen * s + 32 * s * s));
        // In line: input of the matrix down, inner vector before and after the nonlinearity, twice.
        const double inLine = frozen + 2 * (4096 + 2 * 64);
        QCOMPARE(keptByLayer(llama31_8b(), "adapter:64", s, false), 2.0 * (inLine * s + 32 * s * s));
    }
    void expertsKeepWhatATokenPasses() {
        auto dense = llama31_8b(), mixed = llama31_8b();
        for (auto& layer : mixed.layers) {
            layer.experts = Experts{8, 2, 14336};
            layer.feedForward.width = 0;
        }
        // The router reads the norm's output; two experts gather their own inputs.
        const double more = keptByLayer(mixed, "full", 1.0, false) - keptByLayer(dense, "full", 1.0, false);
        QCOMPARE(more, 2.0 * (2 * 4096 + 4 * 14336));
    }
    void fullTrainingIsThreeForwardPasses() {
        for (const auto& model : {gpt2Medium(), llama31_8b(), gemma2_2b()}) {
            const auto flop = flopOf(model, step("full", 4, 1000));
            const auto accounting = Accounting::of(model).value();
            const auto prefill = accounting.prefill(accounting.whole(), 1000, 4).flop;
            // The head sees every token, not only the last of each sequence.
            const Flop head(2.0 * double(model.vocabulary) * double(model.hidden) * 4.0 * 999.0);
            QVERIFY(near(flop.forward.si(), (prefill + head).si()));
            QVERIFY(near((flop.backwardActivations + flop.backwardWeights).si(), 2.0 * flop.forward.si()));
            QCOMPARE(flop.recomputed, Flop());
        }
    }
    void aFrozenBaseSavesTheWeightGradients() {
        const auto model = llama31_8b();
        const auto full = flopOf(model, step("full", 2)), lora = flopOf(model, step("lora:8:q,v", 2));
        const double adapters = 2.0 * 8 * 32 * (4096 + 4096 + 1024 + 4096) * 1024.0;
        QVERIFY(near(lora.forward.si(), full.forward.si() + adapters));
        QVERIFY(near(lora.backwardWeights.si(), adapters));
        // Activation gradients go down to the first queries: those of layer 0 need none.
        const double first = 2.0 * 4096 * 4096 * 1024.0;
        QVERIFY(near(lora.backwardActivations.si(), full.backwardActivations.si() + adapters - first));
    }
    void gradientsStopAtTheLowestTrainedLayer() {
        const auto model = gpt2Medium();
        const auto all = flopOf(model, step("full")), last = flopOf(model, step("last:6"));
        const auto head = flopOf(model, step("head"));
        QVERIFY(last.backwardActivations.si() < 0.5 * all.backwardActivations.si());
        QVERIFY(last.backwardActivations > head.backwardActivations);
        QCOMPARE(head.backwardActivations, Flop());
        QCOMPARE(head.backwardWeights.si(), 2.0 * 50257 * 1024 * 512);
        QCOMPARE(flopOf(model, step("none")).backwardActivations, Flop());
        QCOMPARE(flopOf(model, step("none")).forward, all.forward);
    }
    void recomputationRepeatsTheForwardPass() {
        auto training = step("full");
        training.recompute = Recompute::full;
        const auto full = flopOf(gpt2Medium(), training);
        const double head = 2.0 * 50257 * 1024 * 512;
        QVERIFY(near(full.recomputed.si(), full.forward.si() - head));
        training.recompute = Recompute::selective;
        const auto selective = flopOf(gpt2Medium(), training);
        QVERIFY(near(selective.recomputed.si(), 24.0 * 4 * 1024 * (512.0 * 513 / 2)));
        const auto none = memoryOf(gpt2Medium(), step("full"));
        QVERIFY(memoryOf(gpt2Medium(), training).activations < none.activations);
    }
    void sidesOfACutAddUp() {
        const auto model = llama31_8b();
        const auto accounting = Accounting::of(model).value();
        auto below = step("lora:8", 4), above = step("lora:8", 4);
        above.trainedBelow = true;
        const auto whole = trainingFlop(model, accounting, accounting.whole(), below);
        const auto low = trainingFlop(model, accounting, accounting.below(5), below);
        const auto high = trainingFlop(model, accounting, accounting.above(5), above);
        QVERIFY(near((low.forward + high.forward).si(), whole.forward.si()));
        QVERIFY(
            near((low.backwardActivations + high.backwardActivations).si(), whole.backwardActivations.si()));
        QVERIFY(near((low.backwardWeights + high.backwardWeights).si(), whole.backwardWeights.si()));
        // With nothing trained below, gradients stop at the cut's first trained matrix.
        auto alone = above;
        alone.trainedBelow = false;
        QVERIFY(trainingFlop(model, accounting, accounting.above(5), alone).backwardActivations <
                high.backwardActivations);
    }
    void whatCrossesACut() {
        const auto model = gpt2Medium();
        const auto accounting = Accounting::of(model).value();
        const auto both = cutTraffic(model, accounting, 3, step("lora:8", 100, 1024));
        QCOMPARE(both.forward.si(), 100.0 * 1024 * 1024 * 2);
        QCOMPARE(both.backward, both.forward);
        QVERIFY(!both.onlyFirstEpoch);
        const auto frozen = cutTraffic(model, accounting, 3, step("none", 100, 1024));
        QCOMPARE(frozen.forward, both.forward);
        QCOMPARE(frozen.backward, Bytes());
        QVERIFY(frozen.onlyFirstEpoch);
        // Layers above the cut do not matter to it; a prompt of virtual tokens crosses as well.
        QVERIFY(cutTraffic(model, accounting, 3, step("last:2")).onlyFirstEpoch);
        QCOMPARE(cutTraffic(model, accounting, 3, step("prompt:88", 1, 1024)).forward.si(), 1112.0 * 2048);
    }
    void theEncodersOutputCrossesACutToo() {
        const auto model = parsed(R"({"model_type":"t5","d_model":64,"d_ff":128,"d_kv":16,"num_heads":4,
            "num_layers":2,"num_decoder_layers":3,"vocab_size":100})");
        const auto accounting = Accounting::of(model).value();
        auto training = step("lora:4", 2, 10);
        training.encoded = 30;
        const double tokens = 2.0 * 10 * 64 * 2, encoded = 2.0 * 30 * 64 * 2;
        const auto both = cutTraffic(model, accounting, 1, training);
        QCOMPARE(both.forward.si(), tokens + encoded);
        QCOMPARE(both.backward, both.forward); // the encoder has adapters
        training.adaptation = LastLayers{3};   // all of the decoder's layers, none of the encoder's
        QCOMPARE(cutTraffic(model, accounting, 1, training).forward.si(), tokens + encoded);
        QCOMPARE(cutTraffic(model, accounting, 1, training).backward.si(), tokens);
        // Above the last layer nothing attends to it.
        QCOMPARE(accounting.encodedBytesPerVector(3), Bytes());
        QCOMPARE(accounting.encodedBytesPerVector(2).si(), 128.0);
    }
    void optimizersKeepTheirStates_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("bytes");
        QTest::newRow("sgd") << QStringLiteral("sgd") << 0.0;
        QTest::newRow("momentum") << QStringLiteral("momentum") << 4.0;
        QTest::newRow("adam") << QStringLiteral("adam") << 8.0;
        QTest::newRow("adamw") << QStringLiteral("adamw") << 8.0;
        QTest::newRow("adam8bit") << QStringLiteral("adam8bit") << 2.0 + 8.0 / 2048.0;
    }
    void optimizersKeepTheirStates() {
        QFETCH(QString, name);
        QFETCH(double, bytes);
        auto training = step("full");
        training.optimizer = parseOptimizer(name.toStdString()).value();
        QCOMPARE(optimizerName(training.optimizer), name.toStdString());
        const auto model = gpt2Medium();
        const double parameters = double(countParameters(model).total);
        const auto memory = memoryOf(model, training);
        QCOMPARE(memory.weights.si(), 2.0 * parameters);
        QCOMPARE(memory.gradients.si(), 2.0 * parameters);
        QVERIFY(near(memory.optimizer.si(), bytes * parameters));
        training.masterWeights = true;
        QVERIFY(near(memoryOf(model, training).optimizer.si(), (bytes + 4.0) * parameters));
    }
    void everyExpertIsKept() {
        auto model = llama31_8b();
        for (auto& layer : model.layers) {
            layer.experts = Experts{8, 2, 14336};
            layer.feedForward.width = 0;
        }
        const auto count = countParameters(model);
        QVERIFY(count.active < count.total);
        const auto memory = memoryOf(model, step("full"));
        QCOMPARE((memory.weights + memory.gradients + memory.optimizer).si(), 12.0 * double(count.total));
    }
    void quantizedBasesTrainAdaptersOnly() {
        const auto model = llama31_8b();
        const auto accounting = Accounting::of(model, {Scheme::nf4}).value();
        const auto refused = checkTraining(model, accounting, accounting.whole(), step("full"));
        QVERIFY(!refused);
        QVERIFY(refused.error().message().find("nf4") != std::string::npos);
        QVERIFY(checkTraining(model, accounting, accounting.whole(), step("lora:16:all")));
        // The head stays in f16 under nf4, so it may be trained.
        QVERIFY(checkTraining(model, accounting, accounting.whole(), step("head")));
        QVERIFY(!checkTraining(model, accounting, accounting.whole(), step("lora:8:ssm")));
        const auto memory = memoryOf(model, step("lora:16:all"), Scheme::nf4);
        const double added = 41'943'040.0;
        QCOMPARE(memory.weights.si(), accounting.weightBytes(accounting.whole()).si() + 2.0 * added);
        QCOMPARE(memory.optimizer.si(), 8.0 * added);
    }
    void memoryAddsUpAndOpens_data() {
        QTest::addColumn<QString>("how");
        for (const char* how :
             {"full", "lora:8", "adapter:16", "prefix:10", "prompt:10", "last:2", "head", "none"})
            QTest::newRow(how) << QString::fromUtf8(how);
    }
    void memoryAddsUpAndOpens() {
        QFETCH(QString, how);
        for (const auto& model : {gpt2Medium(), llama32_1b(), gemma2_2b()})
            for (const auto recompute : {Recompute::none, Recompute::selective, Recompute::full})
                compare(model, how.toStdString(), recompute);
    }
    void theLargestBatchIsTheLargest() {
        const auto model = gpt2Medium();
        const auto accounting = Accounting::of(model).value();
        NullRecorder none;
        std::int64_t before = 0;
        for (const double memory : {1e9, 5e9, 6e9, 8e9, 24e9, 80e9}) {
            const auto batch = largestTrainingBatch(model, accounting, accounting.whole(),
                                                    step("full", 1, 300), Bytes(memory));
            const auto need = [&](std::int64_t n) {
                return trainingMemory(none, model, accounting, accounting.whole(), step("full", n, 300))
                    .total.si();
            };
            if (batch > 0)
                QVERIFY(need(batch) <= memory);
            QVERIFY(need(batch + 1) > memory);
            QVERIFY(batch >= before);
            before = batch;
        }
        QVERIFY(before > 50);
    }

private:
    static void compare(const Model& model, const std::string& how, Recompute recompute) {
        auto training = step(how.c_str(), 3, 200);
        training.recompute = recompute;
        training.masterWeights = true;
        const auto accounting = Accounting::of(model).value();
        for (const BlockRange range : {accounting.whole(), accounting.below(4), accounting.above(4)}) {
            training.trainedBelow = range.first > 0;
            NullRecorder none;
            const auto plainly = trainingMemory(none, model, accounting, range, training);
            QVERIFY(near(plainly.total.si(), (plainly.weights + plainly.gradients + plainly.optimizer +
                                              plainly.activations + plainly.workspace)
                                                 .si()));
            Trace trace;
            TracingRecorder rec(trace);
            const auto traced = trainingMemory(rec, model, accounting, range, training);
            QVERIFY(near(plain(traced.total).si(), plainly.total.si()));
            QVERIFY(near(plain(traced.activations).si(), plainly.activations.si()) ||
                    plainly.activations == Bytes());
            QCOMPARE(rec.derivation(traced.total).unit, std::string("B"));
            QVERIFY(rec.derivation(traced.total).inputs.size() >= 4);
        }
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::TrainingTest)
#include "training_test.moc"
