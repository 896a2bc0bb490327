// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/formats/gguf_mix.h"
#include "analytics/llm/formats/scheme.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <map>
#include <tuple>

namespace cellwright::llm {
namespace {

double bits(const Model& model, Scheme scheme) {
    const auto accounting = Accounting::of(model, {scheme}).value();
    return accounting.bitsPerWeight(accounting.whole());
}
TensorFormat decoderFormat(Scheme scheme, TensorRole role, int layer, std::int64_t cols = 4096,
                           int layers = 32) {
    return formatFor(scheme, {role, cols, layer, layers});
}

} // namespace

class SchemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void layersOfOneClassGetTheSameFormats() {
        for (const int layers : {1, 2, 7, 16, 17, 32, 61, 80, 126}) {
            std::map<std::tuple<unsigned, Scheme, TensorRole, bool>, TensorFormat> known;
            for (int layer = 0; layer < layers; ++layer)
                for (const bool falcon : {false, true}) {
                    TensorPlace block;
                    block.layer = layer;
                    block.layers = layers;
                    block.falcon = falcon;
                    block.groupedQuery = true;
                    block.headsPerKeyValue = 8;
                    if (layers == 61) { // a hybrid in which every other layer attends
                        block.attentionLayer = layer / 2;
                        block.attentionLayers = 30;
                    }
                    for (const auto scheme : allSchemes())
                        for (const auto role : {TensorRole::value, TensorRole::fusedQkv, TensorRole::down,
                                                TensorRole::expertDown, TensorRole::sharedDown,
                                                TensorRole::attentionOutput, TensorRole::up}) {
                            auto place = block;
                            place.role = role;
                            place.cols = 4096;
                            const auto format = formatFor(scheme, place);
                            const auto [first, fresh] =
                                known.try_emplace({mixClass(scheme, block), scheme, role, falcon}, format);
                            QVERIFY(fresh || first->second == format);
                        }
                }
            QVERIFY(known.size() >= allSchemes().size() * 14);
        }
    }
    void namesAreThoseOfTheCommandLineAndReadBack() {
        const std::vector<std::string_view> names{
            "f32",    "f16",    "bf16", "fp8_e4m3", "int8",   "int4", "q8_0",  "q6_k", "q5_k_m", "q5_0",
            "q4_k_m", "q4_k_s", "q4_0", "iq4_xs",   "q3_k_m", "q2_k", "mxfp4", "nf4",  "gptq4",  "awq4"};
        QCOMPARE(allSchemes().size(), names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            QCOMPARE(schemeName(allSchemes()[i]), names[i]);
            QCOMPARE(parseScheme(names[i]).value(), allSchemes()[i]);
        }
    }
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        for (const char* name : {"", "F16", "q4_k", "q4_k_m ", "q9"}) {
            const auto parsedName = parseScheme(name);
            QVERIFY(!parsedName);
            QVERIFY(parsedName.error().remedy.find("q4_k_m") != std::string::npos);
        }
    }
    void blocksHaveTheirPublishedBits_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<double>("expected");
        const auto row = [](TensorFormat format, double expected) {
            QTest::newRow(std::string(formatName(format)).c_str()) << int(format) << expected;
        };
        row(TensorFormat::f32, 32.0);
        row(TensorFormat::bf16, 16.0);
        row(TensorFormat::fp8_e4m3, 8.0);
        row(TensorFormat::int4, 4.0);
        row(TensorFormat::q8_0, 8.5);
        row(TensorFormat::q6_k, 6.5625);
        row(TensorFormat::q5_1, 6.0);
        row(TensorFormat::q5_0, 5.5);
        row(TensorFormat::q5_k, 5.5);
        row(TensorFormat::q4_k, 4.5);
        row(TensorFormat::q4_0, 4.5);
        row(TensorFormat::q8_1, 9.0);
        row(TensorFormat::q8_k, 9.125);
        row(TensorFormat::q4_1, 5.0);
        row(TensorFormat::q3_k, 3.4375);
        row(TensorFormat::q2_k, 2.625);
        row(TensorFormat::iq4_nl, 4.5);
        row(TensorFormat::iq4_xs, 4.25);
        row(TensorFormat::iq3_s, 3.4375);
        row(TensorFormat::iq3_xxs, 3.0625);
        row(TensorFormat::iq2_s, 2.5625);
        row(TensorFormat::iq2_xs, 2.3125);
        row(TensorFormat::iq2_xxs, 2.0625);
        row(TensorFormat::iq1_m, 1.75);
        row(TensorFormat::iq1_s, 1.5625);
        row(TensorFormat::tq2_0, 2.0625);
        row(TensorFormat::tq1_0, 1.6875);
        row(TensorFormat::mxfp4, 4.25);
        row(TensorFormat::nvfp4, 4.5);
        row(TensorFormat::nf4, 4.126953125); // 4 + 8/64 + 32/(64·256)
        row(TensorFormat::gptq4, 4.15625);   // 4 + (16 + 4)/128
    }
    void blocksHaveTheirPublishedBits() {
        QFETCH(int, format);
        QFETCH(double, expected);
        QCOMPARE(bitsPerWeight(TensorFormat(format)), expected);
    }
    void everyGgufFormatHasItsNumberAndBack() {
        int known = 0;
        for (int i = 0; i < tensorFormats; ++i)
            if (const auto type = ggmlTypeOf(TensorFormat(i))) {
                QVERIFY(formatOfGgmlType(*type) == TensorFormat(i));
                ++known;
            }
        QCOMPARE(known, 35);
        const std::map<std::uint32_t, TensorFormat> published{
            {0, TensorFormat::f32},      {1, TensorFormat::f16},    {2, TensorFormat::q4_0},
            {3, TensorFormat::q4_1},     {6, TensorFormat::q5_0},   {8, TensorFormat::q8_0},
            {10, TensorFormat::q2_k},    {14, TensorFormat::q6_k},  {16, TensorFormat::iq2_xxs},
            {18, TensorFormat::iq3_xxs}, {21, TensorFormat::iq3_s}, {23, TensorFormat::iq4_xs},
            {24, TensorFormat::i8},      {28, TensorFormat::f64},   {29, TensorFormat::iq1_m},
            {30, TensorFormat::bf16},    {34, TensorFormat::tq1_0}, {39, TensorFormat::mxfp4},
            {40, TensorFormat::nvfp4},   {31, TensorFormat::q4_0},  {38, TensorFormat::iq4_nl}};
        for (const auto& [type, format] : published)
            QVERIFY(formatOfGgmlType(type) == format);
        for (const std::uint32_t gone : {4U, 5U, 43U, 4294967295U})
            QVERIFY(!formatOfGgmlType(gone));
        QVERIFY(!ggmlTypeOf(TensorFormat::awq4) && !ggmlTypeOf(TensorFormat::int8));
    }
    void scalesPerRowColumnAndTensorAreCounted() {
        QCOMPARE(tensorBytes(TensorFormat::f16, 3, 10), std::int64_t(60));
        QCOMPARE(tensorBytes(TensorFormat::fp8_e4m3, 3, 10), std::int64_t(34));
        QCOMPARE(tensorBytes(TensorFormat::int8, 3, 10), std::int64_t(42));
        QCOMPARE(tensorBytes(TensorFormat::int4, 3, 10), std::int64_t(27));
        QCOMPARE(tensorBytes(TensorFormat::q8_0, 2, 64), std::int64_t(136));
        QCOMPARE(tensorBytes(TensorFormat::awq4, 2, 256), std::int64_t(2 * 133));
        QCOMPARE(tensorBytes(TensorFormat::gptq4, 2, 256), std::int64_t(2 * (133 + 2) + 4 * 256));
        QCOMPARE(tensorBytes(TensorFormat::nf4, 256, 256), std::int64_t(65536 / 2 + 1024 + 16));
    }
    void sixteenBitsAreSixteenBits() {
        for (const auto scheme : {Scheme::f16, Scheme::bf16})
            QCOMPARE(bits(llama31_8b(), scheme), 16.0);
        QCOMPARE(bits(gpt2Medium(), Scheme::f32), 32.0);
    }
    void mediumMixKeepsTheFirstLastAndEveryThirdLayerBetter() {
        for (int layer = 0; layer < 32; ++layer) {
            const bool more = layer < 4 || layer >= 28 || (layer - 4) % 3 == 2;
            for (const auto role : {TensorRole::value, TensorRole::down}) {
                QCOMPARE(decoderFormat(Scheme::q4_k_m, role, layer),
                         more ? TensorFormat::q6_k : TensorFormat::q4_k);
                QCOMPARE(decoderFormat(Scheme::q5_k_m, role, layer),
                         more ? TensorFormat::q6_k : TensorFormat::q5_k);
            }
            QCOMPARE(decoderFormat(Scheme::q4_k_m, TensorRole::query, layer), TensorFormat::q4_k);
            QCOMPARE(decoderFormat(Scheme::q4_k_m, TensorRole::fusedQkv, layer),
                     more ? TensorFormat::q6_k : TensorFormat::q4_k);
        }
    }
    void valuesOfEightyGroupedLayersGetFiveBits() {
        TensorPlace place{TensorRole::value, 8192, 10, 80};
        place.groupedQuery = true;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::q5_k);
        place.groupedQuery = false;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::q4_k);
    }
    void smallAndTwoBitMixesSpendBitsWhereTheyPay() {
        const auto at = [](Scheme scheme, TensorRole role, int layer, std::int64_t shared = 1) {
            TensorPlace place{role, 4096, layer, 32};
            place.headsPerKeyValue = shared;
            return formatFor(scheme, place);
        };
        using enum TensorFormat;
        QCOMPARE(at(Scheme::q4_k_s, TensorRole::value, 3), q5_k);
        QCOMPARE(at(Scheme::q4_k_s, TensorRole::value, 4), q4_k);
        QCOMPARE(at(Scheme::q4_k_s, TensorRole::down, 3), q5_k);
        QCOMPARE(at(Scheme::q4_k_s, TensorRole::down, 4), q4_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::value, 1), q5_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::value, 2), q4_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::down, 1), q5_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::down, 2), q4_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::attentionOutput, 9), q4_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::up, 9), q3_k);
        QCOMPARE(at(Scheme::q2_k, TensorRole::value, 9), q3_k);
        QCOMPARE(at(Scheme::q2_k, TensorRole::value, 9, 4), q4_k);
        QCOMPARE(at(Scheme::q2_k, TensorRole::down, 9), q3_k);
        QCOMPARE(at(Scheme::q2_k, TensorRole::attentionOutput, 9), q3_k);
        QCOMPARE(at(Scheme::q2_k, TensorRole::gate, 9), q2_k);
        QCOMPARE(at(Scheme::iq4_xs, TensorRole::value, 9), iq4_xs);
        QCOMPARE(at(Scheme::iq4_xs, TensorRole::value, 9, 4), q5_k);
        QCOMPARE(at(Scheme::iq4_xs, TensorRole::down, 3), q5_k);
        QCOMPARE(at(Scheme::iq4_xs, TensorRole::down, 4), iq4_xs);
        QCOMPARE(at(Scheme::q5_0, TensorRole::down, 0), q5_0);
    }
    void eightExpertsKeepTheirAttentionPrecise() {
        const auto at = [](Scheme scheme, TensorRole role, int experts = 8) {
            TensorPlace place{role, 4096, 9, 32};
            place.experts = experts;
            return formatFor(scheme, place);
        };
        using enum TensorFormat;
        for (const auto scheme : {Scheme::q4_k_m, Scheme::q4_0, Scheme::q2_k, Scheme::q6_k}) {
            QCOMPARE(at(scheme, TensorRole::key), q8_0);
            QCOMPARE(at(scheme, TensorRole::value), q8_0);
            QCOMPARE(at(scheme, TensorRole::router), f32);
        }
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::attentionOutput), q5_k);
        QCOMPARE(at(Scheme::q5_k_m, TensorRole::attentionOutput), q5_k);
        QCOMPARE(at(Scheme::q4_0, TensorRole::attentionOutput), q4_0);
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::expertDown), q6_k); // layer 9 is one of every third
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::key, 128), q4_k);
    }
    void falconHasRulesOfItsOwn() {
        const auto at = [](Scheme scheme, TensorRole role, int layer) {
            TensorPlace place{role, 4096, layer, 32};
            place.falcon = true;
            return formatFor(scheme, place);
        };
        using enum TensorFormat;
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::output, -1), q8_0);
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::down, 1), q6_k);
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::down, 3), q5_k);
        QCOMPARE(at(Scheme::q4_k_m, TensorRole::down, 4), q4_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::down, 4), q3_k);
        QCOMPARE(at(Scheme::q4_k_s, TensorRole::down, 0), q4_k);
        QCOMPARE(at(Scheme::q3_k_m, TensorRole::attentionOutput, 4), q3_k);
    }
    void onlyExpertsAreMicroscaled() {
        using enum TensorFormat;
        for (const auto role : {TensorRole::expertGate, TensorRole::expertUp, TensorRole::expertDown})
            QCOMPARE(formatFor(Scheme::mxfp4, {role, 2880, 3, 24}), mxfp4);
        for (const auto role : {TensorRole::query, TensorRole::output, TensorRole::tokenEmbedding})
            QCOMPARE(formatFor(Scheme::mxfp4, {role, 2880, 3, 24}), q8_0);
        QCOMPARE(formatFor(Scheme::mxfp4, {TensorRole::router, 2880, 3, 24}), f32);
    }
    void towersAreKeptInAFileOfTheirOwn() {
        TensorPlace place{TensorRole::query, 1024, 3, 24};
        place.tower = true;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::f16);
        QCOMPARE(formatFor(Scheme::q4_k_m, {TensorRole::projector, 1024}), TensorFormat::f16);
    }
    void attentionIsCountedAmongTheLayersThatHaveIt() {
        TensorPlace place{TensorRole::value, 4096, 28, 32};
        place.attentionLayer = 1;
        place.attentionLayers = 4;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::q4_k);
        place.attentionLayer = 3;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::q6_k);
    }
    void rowsThatDoNotFitABlockFallBackAsInLlamaCpp() {
        QCOMPARE(decoderFormat(Scheme::q4_k_m, TensorRole::query, 5, 896), TensorFormat::q5_0);
        QCOMPARE(decoderFormat(Scheme::q5_k_m, TensorRole::query, 5, 896), TensorFormat::q5_1);
        QCOMPARE(decoderFormat(Scheme::q6_k, TensorRole::query, 5, 896), TensorFormat::q8_0);
        QCOMPARE(decoderFormat(Scheme::q3_k_m, TensorRole::query, 5, 896), TensorFormat::q4_0);
        QCOMPARE(decoderFormat(Scheme::q2_k, TensorRole::up, 5, 896), TensorFormat::q4_0);
        QCOMPARE(decoderFormat(Scheme::iq4_xs, TensorRole::query, 5, 896), TensorFormat::iq4_nl);
        QCOMPARE(decoderFormat(Scheme::q4_0, TensorRole::query, 5, 80), TensorFormat::f16);
        QCOMPARE(decoderFormat(Scheme::q4_k_m, TensorRole::query, 5, 80), TensorFormat::f16);
    }
    void normsBiasesAndPositionTablesStayPrecise() {
        for (const auto role : {TensorRole::norm, TensorRole::bias, TensorRole::positionEmbedding})
            QCOMPARE(formatFor(Scheme::q4_0, {role, 4096}), TensorFormat::f32);
        QCOMPARE(formatFor(Scheme::int8, {TensorRole::norm, 4096}), TensorFormat::f16);
        QCOMPARE(formatFor(Scheme::awq4, {TensorRole::output, 4096}), TensorFormat::f16);
        QCOMPARE(formatFor(Scheme::int8, {TensorRole::output, 4096}), TensorFormat::int8);
    }
    void theOutputHeadIsSixBitsAlsoWhereTheTableServesAsHead() {
        QCOMPARE(formatFor(Scheme::q4_0, {TensorRole::output, 4096}), TensorFormat::q6_k);
        TensorPlace table{TensorRole::tokenEmbedding, 4096};
        QCOMPARE(formatFor(Scheme::q4_0, table), TensorFormat::q4_0);
        table.actsAsOutput = true;
        QCOMPARE(formatFor(Scheme::q4_0, table), TensorFormat::q6_k);
        QCOMPARE(formatFor(Scheme::q8_0, table), TensorFormat::q8_0);
    }
    void cachesAreNotKeptInWeightFormats() {
        QCOMPARE(vectorFormat(Scheme::q8_0, "the KV cache").value(), TensorFormat::q8_0);
        for (const auto scheme : {Scheme::q4_k_m, Scheme::nf4, Scheme::gptq4, Scheme::q6_k}) {
            const auto refused = vectorFormat(scheme, "the KV cache");
            QVERIFY(!refused);
            QVERIFY(refused.error().what.find(schemeName(scheme)) != std::string::npos);
            QVERIFY(!Accounting::of(llama31_8b(), {Scheme::f16, scheme, Scheme::f16}));
            QVERIFY(!Accounting::of(llama31_8b(), {Scheme::f16, Scheme::f16, scheme}));
        }
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::SchemeTest)
#include "scheme_test.moc"
