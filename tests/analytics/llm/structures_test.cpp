// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Mixtures of experts, latent attention, state-space layers, encoders and towers against counts made by hand.
#include "analytics/llm/accounting.h"
#include "analytics/llm/derived.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

namespace cellwright::llm {
namespace {

Accounting account(const Model& model, const Precision& precision = {}) {
    return Accounting::of(model, precision).value();
}
/// Products of the attention of expertModel() and its like: queries, keys, values, output.
constexpr double attentionElements = 64.0 * 64 + 2 * 32 * 64 + 64 * 64;

/// Chooses experts at random and counts the distinct ones.
double simulatedDistinct(int count, int perToken, int tokens, int rounds) {
    std::uint64_t seed = 7;
    const auto random = [&](int below) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return int((seed >> 33) % std::uint64_t(below));
    };
    double sum = 0.0;
    std::vector<char> chosen(std::size_t(count), 0);
    std::vector<int> order(static_cast<std::size_t>(count));
    for (int round = 0; round < rounds; ++round) {
        std::fill(chosen.begin(), chosen.end(), 0);
        for (int token = 0; token < tokens; ++token) {
            for (int i = 0; i < count; ++i)
                order[std::size_t(i)] = i;
            for (int i = 0; i < perToken; ++i) {
                std::swap(order[std::size_t(i)], order[std::size_t(i + random(count - i))]);
                chosen[std::size_t(order[std::size_t(i)])] = 1;
            }
        }
        sum += double(std::count(chosen.begin(), chosen.end(), 1));
    }
    return sum / rounds;
}

} // namespace

class StructuresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void expertsAreCountedOnceAndActiveOnesApart() {
        const auto model = expertModel();
        const auto count = countParameters(model);
        const std::int64_t expert = 3 * 64 * 32, shared = 3 * 64 * 48 + 64;
        const std::int64_t layer = std::int64_t(attentionElements) + 2 * 64 + 8 * 64 + 8 * expert + shared;
        QCOMPARE(count.total, 2 * layer + 2 * 1000 * 64 + 64);
        QCOMPARE(count.active, count.total - 2 * 6 * expert);
        QCOMPARE(account(model).parameters(account(model).whole()), count.total);
    }
    void expertWorkCountsThoseThatATokenPasses() {
        const auto a = account(expertModel());
        const double perToken = attentionElements + 8 * 64 + 2 * 3 * 64 * 32 + 3 * 64 * 48 + 64;
        const auto layer = a.decode({1, 2}, 1);
        QCOMPARE(layer.flop.si(), 2 * perToken + 4 * 64);
        // Everything but six of eight experts is read, norms included.
        QCOMPARE(layer.weightBytes.si(), 2 * (perToken + 2 * 64));
        const double distinct = 8 * (1 - std::pow(0.75, 5));
        QVERIFY(std::abs(a.decode({1, 2}, 1, 5).weightBytes.si() -
                         2 * (perToken + 2 * 64 + (distinct - 2) * 3 * 64 * 32)) < 1e-6);
        // A long prompt reads them all.
        QCOMPARE(a.prefill({1, 2}, 4000).weightBytes + a.prefill({3, 4}, 1).weightBytes,
                 a.weightBytes({1, 2}) + a.weightBytes({3, 4}));
    }
    void distinctExpertsAreThoseOfRandomChoices_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("perToken");
        QTest::addColumn<int>("tokens");
        QTest::newRow("Mixtral, 4") << 8 << 2 << 4;
        QTest::newRow("Qwen3, 16") << 128 << 8 << 16;
        QTest::newRow("DeepSeek-V3, 32") << 256 << 8 << 32;
        QTest::newRow("one token") << 60 << 4 << 1;
    }
    void distinctExpertsAreThoseOfRandomChoices() {
        QFETCH(int, count);
        QFETCH(int, perToken);
        QFETCH(int, tokens);
        const double expected = simulatedDistinct(count, perToken, tokens, 2000);
        QVERIFY(std::abs(distinctExperts(count, perToken, tokens) / expected - 1.0) < 0.01);
    }
    void distinctExpertsHaveTheirLimits() {
        QCOMPARE(distinctExperts(8, 8, 1), 8.0);
        QCOMPARE(distinctExperts(8, 2, 0), 0.0);
        QCOMPARE(distinctExperts(0, 0, 5), 0.0);
        QVERIFY(distinctExperts(256, 8, 1e9) <= 256.0);
        QVERIFY(std::abs(distinctExperts(100'000, 1, 1) - 1.0) < 1e-9);
    }
    void latentAttentionKeepsOneVectorPerToken() {
        const auto model = latentModel();
        const auto a = account(model);
        QCOMPARE(a.kvBytesPerToken(a.whole()).si(), 2.0 * 2 * (20 + 4));
        const double matrices = 24.0 * 64 + 64 * 24 + 24 * 64 + 88 * 20 + 64 * 40;
        const std::int64_t layer = std::int64_t(matrices) + 24 + 20 + 2 * 64 + 3 * 64 * 128;
        QCOMPARE(layerParameters(model, 0), layer);
        const double feedForward = 3 * 64.0 * 128;
        QCOMPARE(a.prefill({1, 2}, 10).flop.si(),
                 10 * 2 * (matrices + feedForward) + 2.0 * 4 * (16 + 10) * 55);
        QCOMPARE(a.decode({1, 2}, 10).flop.si(), 2 * (matrices + feedForward) + 2.0 * 4 * (2 * 20 + 4) * 10);
    }
    void stateDoesNotGrowWithTheContext() {
        const auto model = mambaModel();
        const auto a = account(model);
        const double state = 2 * 4.0 * (128 * 16 + 128 * 3);
        QCOMPARE(a.kvBytes(a.whole(), 10, 3).si(), 3 * state);
        QCOMPARE(a.kvBytes(a.whole(), 1000, 3), a.kvBytes(a.whole(), 10, 3));
        QCOMPARE(a.kvBytesPerToken(a.whole()).si(), 0.0);
        QCOMPARE(a.decode(a.whole(), 5000), a.decode(a.whole(), 5));
        const double matrices = 256.0 * 64 + 36 * 128 + 128 * 4 + 64 * 128;
        QCOMPARE(a.decode({1, 2}, 1).flop.si(), 2 * matrices + 8.0 * 128 * 16 + 2 * 128 * 4);
        QCOMPARE(layerParameters(model, 0),
                 std::int64_t(matrices) + 128 * 4 + 128 + 128 + 128 * 16 + 128 + 64);
    }
    void hybridModelsAddAttentionToState() {
        const auto a = account(hybridModel());
        QCOMPARE(a.kvBytesPerToken(a.whole()).si(), 2 * 2.0 * 2 * 32);
        const double channels = 128 + 2 * 2 * 16;
        QCOMPARE(a.stateBytes(a.whole()).si(), 2 * 4.0 * (128 * 16 + channels * 3));
        QCOMPARE(a.kvBytes(a.whole(), 100), a.kvBytesPerToken(a.whole()) * 100.0 + a.stateBytes(a.whole()));
        const double in = 2 * 128 + 2 * 2 * 16 + 8;
        QCOMPARE(layerParameters(hybridModel(), 0),
                 std::int64_t(in * 64 + channels * 4 + channels + 3 * 8 + 128 + 64 * 128 + 64));
    }
    void crossAttentionPaysForTheEncoderOnce() {
        const auto model = translationModel();
        const auto a = account(model);
        QCOMPARE(a.decoder().first, 5);
        QCOMPARE(a.blockName(0), std::string("encoder input"));
        QCOMPARE(a.blockName(4), std::string("encoder output"));
        QCOMPARE(a.blockName(5), std::string("embedding"));
        const BlockRange layer{a.blockOfLayer(0), a.blockOfLayer(1)};
        const double self = attentionElements, cross = 2 * 64.0 * 64, crossKv = 2 * 64.0 * 64;
        const double each = 2 * (self + cross + 3 * 64 * 128);
        const auto step = a.decode(layer, 7, 1, 50);
        QCOMPARE(step.flop.si(), each + 4.0 * 64 * 7 + 4.0 * 64 * 50);
        QCOMPARE(step.kvBytesRead.si(), 2.0 * 2 * 32 * 7 + 2.0 * 2 * 64 * 50);
        const auto prompt = a.prefill(layer, 3, 2, 0, 50);
        QCOMPARE(prompt.flop.si(), 2 * (3 * each + 4.0 * 64 * 6 + 3 * 4.0 * 64 * 50 + 2 * crossKv * 50));
        QCOMPARE(a.kvBytes(layer, 10, 1, 50).si(), 2.0 * 2 * 32 * 10 + 2.0 * 2 * 64 * 50);
        // One table serves encoder, decoder and head.
        QCOMPARE(a.weightBytes(a.whole()).si(), 2.0 * double(countParameters(model).total));
        QVERIFY(model.isEncoderDecoder() && model.generates());
    }
    void encodersSeeEveryPosition() {
        const auto a = account(translationModel());
        const BlockRange layer{1, 2};
        QCOMPARE(a.encode(layer, 10).flop.si(),
                 10 * 2 * (attentionElements + 3 * 64 * 128) + 4.0 * 64 * 10 * 10);
        QCOMPARE(a.encode(layer, 10).kvBytesWritten.si(), 0.0);
        QCOMPARE(a.prefill(layer, 10), Work{});
        QCOMPARE(a.encode(a.decoder(), 10), Work{});
    }
    void towersAreStoredButRunApart() {
        const auto model = visionModel();
        const auto a = account(model);
        const double patch = 32.0 * 588, layerMatrices = 4.0 * 32 * 32 + 3 * 32 * 128, projector = 64.0 * 128;
        const double norms = 2 * 2 * 32; // LayerNorm: weight and bias
        const auto count = countParameters(model);
        QCOMPARE(double(count.towers),
                 patch + 65 * 32 + 32 + 64 + 3 * (layerMatrices + norms) + projector + 64);
        QCOMPARE(double(a.parameters(a.towers())), double(count.towers));
        QCOMPARE(a.weightBytes(a.whole()).si(), 2.0 * double(count.total));
        // Two of three layers run; the projector once per four vectors.
        const double perVector = patch + 2 * layerMatrices + projector / 4;
        QCOMPARE(a.encode(a.whole(), 64).flop.si(), 64 * 2 * perVector + 2 * 4.0 * 32 * 64 * 64);
        QCOMPARE(a.encode(a.whole(), 64).weightBytes,
                 a.encode({0, 3}, 64).weightBytes + a.encode({4, 5}, 64).weightBytes);
        QCOMPARE(a.below(1), (BlockRange{0, 7}));
        QCOMPARE(a.prefill(a.below(1), 10) + a.prefill(a.above(1), 10), a.prefill(a.whole(), 10));
        QCOMPARE(a.outputBytesPerToken(4).si(), 2.0 * 64);
    }
    void mediaBecomeTokens() {
        const auto fixed = visionModel().towers[0];
        QCOMPARE(imageTokens(fixed, 4000, 3000), (MediaTokens{65, 16}));
        QCOMPARE(imageTokens(fixed, 0, 5), MediaTokens{});
        Tower free = fixed;
        free.extraVectors = 0;
        free.media = {14, 0, 2};
        QCOMPARE(imageTokens(free, 56, 28), (MediaTokens{8, 2}));
        QCOMPARE(imageTokens(free, 57, 28), (MediaTokens{12, 3}));
        QCOMPARE(imageTokens(free, 56, 28, 3), (MediaTokens{16, 4}));
        QVERIFY(imageTokens(free, INT64_MAX, INT64_MAX, INT64_MAX).tokens > 0);
        free.media.patch = 1;
        QVERIFY(imageTokens(free, INT64_MAX, INT64_MAX, INT64_MAX).tokens > 0);
        Tower audio;
        audio.kind = Tower::Kind::audio;
        audio.media.vectorsPerSecond = 50;
        QCOMPARE(audioTokens(audio, 2.5), (MediaTokens{125, 125}));
        audio.media.chunkSeconds = 30;
        QCOMPARE(audioTokens(audio, 31), (MediaTokens{3000, 3000}));
        QCOMPARE(audioTokens(audio, std::nan("")), MediaTokens{});
        QCOMPARE(imageTokens(audio, 5, 5), MediaTokens{});
    }
    void encodersDoNotGenerate() {
        const auto model = encoderModel();
        const auto a = account(model);
        QVERIFY(!model.generates());
        QCOMPARE(a.decode(a.whole(), 10), Work{});
        QCOMPARE(a.generation(a.whole(), 10, 5), Work{});
        QCOMPARE(a.kvBytes(a.whole(), 100).si(), 0.0);
        // The pooler sees the first position only.
        QCOMPARE(a.prefill({3, 4}, 100).flop.si(), 2.0 * 64 * 64);
        const std::int64_t tables = (1000 + 512 + 2) * 64 + 2 * 64;
        const std::int64_t layer = std::int64_t(attentionElements) + 3 * 64 * 128 + 4 * 64;
        QCOMPARE(countParameters(model).total, tables + 2 * layer + 64 * 64 + 64);
    }
    void operationsAddUpToTheirBlock() {
        using Phase = Step::Phase;
        for (const auto& model : everyStructure()) {
            const auto a = account(model, {Scheme::q4_k_m, Scheme::q8_0});
            for (const Step& step : {Step{Phase::encode, 33, 2}, Step{Phase::prefill, 100, 3, 7, 20},
                                     Step{Phase::decode, 1, 4, 99, 20}})
                for (int block = 0; block < a.blocks(); ++block) {
                    const bool takesPart = (step.phase == Phase::encode) == (block < a.decoder().first);
                    Work sum;
                    for (const auto& operation : a.operations(model, block))
                        sum = sum + workOf(operation, step);
                    const bool never = step.phase == Phase::decode && !model.generates();
                    const auto whole = a.work({block, block + 1}, step);
                    if (!takesPart || never)
                        QCOMPARE(whole, Work{});
                    else
                        QVERIFY(std::abs(sum.flop.si() - whole.flop.si()) < 1e-6 &&
                                std::abs((sum.bytes() - whole.bytes()).si()) < 1e-6 &&
                                sum.operations == whole.operations);
                }
        }
    }
    void derivationsGiveTheSameNumbers() {
        NullRecorder none;
        for (const auto& model : everyStructure()) {
            const auto a = account(model, {Scheme::q4_k_m, Scheme::q8_0});
            for (const auto range : {a.whole(), a.below(1), a.above(1)}) {
                const auto same = [](double x, double y) { return std::abs(x - y) <= 1e-12 * std::abs(y); };
                QVERIFY(same(weightBytes(none, model, a, range).si(), a.weightBytes(range).si()));
                QVERIFY(same(kvBytes(none, model, a, range, 100.0, 3.0).si(), a.kvBytes(range, 100, 3).si()));
                QVERIFY(same(prefillFlop(none, model, a, range, 70.0, 2.0).si(),
                             a.prefill(range, 70, 2).flop.si()));
                if (model.generates())
                    QVERIFY(same(decodeFlop(none, model, a, range, 70.0, 2.0).si(),
                                 a.decode(range, 70, 2).flop.si()));
            }
        }
    }
    void aGenerationIsTheSumOfItsSteps() {
        for (const auto& model : everyStructure()) {
            const auto a = account(model);
            Work sum;
            for (int step = 1; step <= 50; ++step)
                sum = sum + a.decode(a.whole(), 40 + step, 3, 25);
            const auto whole = a.generation(a.whole(), 40, 50, 3, 25);
            QVERIFY(std::abs((sum.bytes() - whole.bytes()).si()) <= 1e-12 * whole.bytes().si());
            QCOMPARE(whole.flop, sum.flop);
            QCOMPARE(whole.operations, sum.operations);
        }
    }
    void aFileMixAndSegmentsOverrideTheScheme() {
        const auto model = expertModel();
        auto mix = std::make_shared<TensorMix>();
        (*mix)["blk.1.ffn_up_exps"] = TensorFormat::q6_k;
        Precision precision{Scheme::q4_0};
        precision.mix = mix;
        const auto formatsOf = [](const Accounting& a, int block) {
            for (std::size_t i = 0; i < a.tensors(block).size(); ++i)
                if (a.tensors(block)[i].name == "ffn_up_exps")
                    return a.formats(block)[i];
            return TensorFormat::f64;
        };
        const auto a = account(model, precision);
        QCOMPARE(formatsOf(a, 1), TensorFormat::q4_0);
        QCOMPARE(formatsOf(a, 2), TensorFormat::q6_k);
        precision.segments = {{{2, 3}, Scheme::f16, Scheme::q8_0}};
        const auto b = account(model, precision);
        QCOMPARE(formatsOf(b, 2), TensorFormat::f16);
        QCOMPARE(b.kvBytesPerToken({1, 2}).si(), 2.0 * 2 * 32);
        QCOMPARE(b.kvBytesPerToken({2, 3}).si(), 2.0 * 34);
        precision.segments[0].kvCache = Scheme::nf4;
        QVERIFY(!Accounting::of(model, precision));
    }
    void impossibleStructuresAreRefused() {
        const auto refused = [](Model model, auto&& change, const char* field) {
            change(model);
            const auto result = check(model, "m");
            return !result && result.error().where.find(field) != std::string::npos;
        };
        QVERIFY(refused(
            expertModel(), [](Model& m) { m.layers[1].experts->perToken = 9; }, "layer 1"));
        QVERIFY(refused(
            expertModel(), [](Model& m) { m.layers[0].experts->count = 0; }, "experts"));
        QVERIFY(refused(
            latentModel(), [](Model& m) { std::get<LatentAttention>(m.layers[0].mixer).kvRank = 0; },
            "key-value rank"));
        QVERIFY(refused(
            mambaModel(), [](Model& m) { std::get<StateSpace>(m.layers[0].mixer).generation = 3; },
            "generation"));
        QVERIFY(refused(
            visionModel(), [](Model& m) { m.towers[0].merge = 0; }, "tower 0"));
        QVERIFY(refused(
            translationModel(), [](Model& m) { m.towers[0].vocabulary = 999; }, "encoder"));
        QVERIFY(refused(
            mambaModel(), [](Model& m) { m.layers[1].mixer = std::monostate{}; }, "layer 1"));
        // 1000 layers of 100,000 experts of the largest size would overflow.
        QVERIFY(refused(
            expertModel(),
            [](Model& m) {
                m.hidden = Limits::hidden;
                m.layers[0].experts = Experts{Limits::experts, 1, Limits::feedForward};
                m.layers.assign(1000, m.layers[0]);
            },
            "parameters"));
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::StructuresTest)
#include "structures_test.moc"
