// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/scheme.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

constexpr double GiB = 1073741824.0;

Bytes stored(const Model& model, Scheme scheme) {
    const auto accounting = Accounting::of(model, {scheme}).value();
    return accounting.weightBytes(accounting.whole());
}
double bits(const Model& model, Scheme scheme) {
    const auto accounting = Accounting::of(model, {scheme}).value();
    return accounting.bitsPerWeight(accounting.whole());
}
/// As people quote it: so many digits after the point.
bool rounds(double value, double quoted, int digits) {
    const double step = std::pow(10.0, -digits);
    return std::abs(value - quoted) <= step / 2 + 1e-12;
}
TensorFormat decoderFormat(Scheme scheme, TensorRole role, int layer, std::int64_t cols = 4096,
                           int layers = 32) {
    return formatFor(scheme, {role, cols, layer, layers});
}

} // namespace

class SchemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
        row(TensorFormat::nf4, 4.126953125); // 4 + 8/64 + 32/(64·256)
        row(TensorFormat::gptq4, 4.15625);   // 4 + (16 + 4)/128
    }
    void blocksHaveTheirPublishedBits() {
        QFETCH(int, format);
        QFETCH(double, expected);
        QCOMPARE(bitsPerWeight(TensorFormat(format)), expected);
    }
    void scalesPerRowColumnAndTensorAreCounted() {
        QCOMPARE(tensorBytes(TensorFormat::f16, 3, 10), std::int64_t(60));
        QCOMPARE(tensorBytes(TensorFormat::fp8_e4m3, 3, 10), std::int64_t(34));
        QCOMPARE(tensorBytes(TensorFormat::int8, 3, 10), std::int64_t(42));
        QCOMPARE(tensorBytes(TensorFormat::int4, 3, 10), std::int64_t(27));
        QCOMPARE(tensorBytes(TensorFormat::q8_0, 2, 64), std::int64_t(136));
        QCOMPARE(tensorBytes(TensorFormat::awq4, 2, 256), std::int64_t(2 * 133));
        QCOMPARE(tensorBytes(TensorFormat::gptq4, 2, 256), std::int64_t(2 * 133 + 4 * 256));
        QCOMPARE(tensorBytes(TensorFormat::nf4, 256, 256), std::int64_t(65536 / 2 + 1024 + 16));
    }
    void ggufSizesEqualThoseOfLlamaCpp() {
        QVERIFY(rounds(bits(llama31_8b(), Scheme::q4_k_m), 4.8944, 4));
        QVERIFY(rounds(stored(llama31_8b(), Scheme::q4_k_m).si() / GiB, 4.58, 2));
        QVERIFY(rounds(stored(llama31_8b(), Scheme::q8_0).si() / GiB, 7.95, 2));
        QVERIFY(rounds(stored(llama2_7b(), Scheme::q4_0).si() / GiB, 3.56, 2));
        QVERIFY(rounds(stored(llama2_7b(), Scheme::f16).si() / GiB, 12.55, 2));
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
            QCOMPARE(decoderFormat(Scheme::q4_k_m, TensorRole::fusedQkv, layer), TensorFormat::q5_k);
        }
    }
    void valuesOfEightyGroupedLayersGetFiveBits() {
        TensorPlace place{TensorRole::value, 8192, 10, 80};
        place.groupedQuery = true;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::q5_k);
        place.groupedQuery = false;
        QCOMPARE(formatFor(Scheme::q4_k_m, place), TensorFormat::q4_k);
    }
    void rowsThatDoNotFitABlockFallBackAsInLlamaCpp() {
        QCOMPARE(decoderFormat(Scheme::q4_k_m, TensorRole::query, 5, 896), TensorFormat::q5_0);
        QCOMPARE(decoderFormat(Scheme::q5_k_m, TensorRole::query, 5, 896), TensorFormat::q5_1);
        QCOMPARE(decoderFormat(Scheme::q6_k, TensorRole::query, 5, 896), TensorFormat::q8_0);
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
