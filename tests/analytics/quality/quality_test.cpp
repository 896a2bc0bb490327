// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quality/metric.h"
#include "analytics/quality/quality.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::quality {
namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
Row row(std::size_t model, Scheme scheme, double bits, const char* metric, double value) {
    return {model, std::string("as published"), scheme, bits, metric, value, 0.1, "setting", "source"};
}

/// Two Llamas, a Qwen and a mean.
Tables tables() {
    Tables t;
    t.models = {{"Llama-2-7B", {"llama", 2.0, "", 6.74e9}},
                {"Llama-3-8B", {"llama", 3.0, "", 8.03e9}},
                {"Qwen2-7B", {"qwen", 2.0, "", 7.6e9}},
                {"mean", {}, true}};
    t.rows = {
        row(0, Scheme::q4_k_m, 4.84, "ppl_wikitext2", 5.9), row(0, Scheme::q4_k_m, 4.84, "KLD_mean", 0.01),
        row(0, Scheme::q8_0, 8.5, "ppl_wikitext2", 5.8),    row(1, Scheme::q4_k_m, 4.89, "KLD_mean", 0.03),
        row(2, Scheme::q2_k, 3.0, "ppl_wikitext2", 9.0),    row(3, Scheme::nf4, 4.127, "ppl_PileCC", 27.0)};
    return t;
}
Subject subject(const char* name, double parameters) {
    Subject s{name, lineageOf(name)};
    s.lineage.parameters = parameters;
    return s;
}

} // namespace

class QualityTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMeasuredModelGetsAllItsRowsAndNoOthers() {
        const auto answer = qualityOf(tables(), subject("llama-2-7b", 6738415616.0), Scheme::q4_k_m);
        QVERIFY(answer.exact);
        QCOMPARE(answer.rows.size(), std::size_t(2));
        for (const auto& r : answer.rows)
            QVERIFY(r.model == 0 && r.scheme == Scheme::q4_k_m);
        QCOMPARE(answer.statement, std::string("Published for Llama-2-7B."));
    }
    void anotherModelGetsTheNearestWithItsDistance() {
        const auto answer = qualityOf(tables(), subject("Llama-3.1-8B", 8.03e9), Scheme::q4_k_m);
        QVERIFY(!answer.exact);
        QCOMPARE(answer.measured->name, std::string("Llama-3-8B"));
        QCOMPARE(answer.distance, (Distance{0, 0.5, 0, 0}));
        QCOMPARE(answer.rows.size(), std::size_t(1));
        QVERIFY(has(answer.statement, "No published table for Llama-3.1-8B"));
        QVERIFY(has(answer.statement, "Llama-3-8B, distance 0.5 = generation 0.5"));
    }
    void aModelWithTablesButNotOfTheSchemeSaysSo() {
        const auto answer = qualityOf(tables(), subject("Llama-3-8B", 8.03e9), Scheme::q8_0);
        QVERIFY(!answer.exact);
        QCOMPARE(answer.measured->name, std::string("Llama-2-7B"));
        QVERIFY(has(answer.statement, "The tables of Llama-3-8B have no Q8_0"));
    }
    void nothingIsInterpolatedBetweenSchemes() {
        // q6_k lies between q8_0 and q4_k_m, which both have rows.
        const auto answer = qualityOf(tables(), subject("llama-2-7b", 6.74e9), Scheme::q6_k);
        QVERIFY(!answer.measured && answer.rows.empty());
        QVERIFY(has(answer.statement, "no other model has one"));
    }
    void meansOverModelsStandForNone() {
        QVERIFY(!qualityOf(tables(), subject("llama-2-7b", 6.74e9), Scheme::nf4).measured);
    }
    void theNearestMustHaveTheScheme() {
        const auto answer = qualityOf(tables(), subject("Llama-3-8B", 8.03e9), Scheme::q2_k);
        QCOMPARE(answer.measured->name, std::string("Qwen2-7B"));
        QCOMPARE(answer.distance.family, 4.0);
    }
    void bitsAreFoundWhereTheyWerePublished() {
        const auto near = qualityAtBits(tables(), subject("llama-2-7b", 6.74e9), 4.85);
        QCOMPARE(near.rows.size(), std::size_t(2));
        QVERIFY(near.exact);
        QVERIFY(!qualityAtBits(tables(), subject("llama-2-7b", 6.74e9), 6.0).measured);
    }
    void aMixtureHasNoNumberOfItsOwn() {
        const auto cut = qualityOfCut(tables(), subject("llama-2-7b", 6.74e9), Scheme::q4_k_m, Scheme::q8_0);
        QVERIFY(cut.mixed);
        QVERIFY(has(cut.statement, "Nobody published a number for Q4_K_M below the cut and Q8_0 above it"));
        QCOMPARE(cut.device.rows.size(), std::size_t(2));
        QCOMPARE(cut.host.rows.size(), std::size_t(1));
        const auto same = qualityOfCut(tables(), subject("llama-2-7b", 6.74e9), Scheme::q8_0, Scheme::q8_0);
        QVERIFY(!same.mixed);
        QCOMPARE(same.statement, same.device.statement);
    }
    void aModelIsDescribedByItsIdAndItsCount() {
        auto model = llm::fromHuggingFaceConfig(
                         R"({"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,
                "num_attention_heads":32,"intermediate_size":11008,"vocab_size":32000})")
                         .value();
        model.id = "llama-2-7b";
        model.name = "Llama 2 7B";
        const auto s = subjectOf(model);
        QCOMPARE(s.lineage, (Lineage{"llama", 2.0, "", 6738415616.0}));
        QCOMPARE(s.name, std::string("Llama 2 7B"));
        QVERIFY(qualityOf(tables(), s, Scheme::q8_0).exact);
        model.id = model.name = "";
        QCOMPARE(subjectOf(model).lineage.family, std::string("llama"));
        QCOMPARE(subjectOf(model).name, std::string("this model"));
    }
    /// LLaMA-7B and Llama-2-7B have one configuration, but not one quality.
    void aConfigurationWithoutNameIsNoMeasuredModel() {
        auto model = llm::fromHuggingFaceConfig(
                         R"({"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,
                "num_attention_heads":32,"intermediate_size":11008,"vocab_size":32000})")
                         .value();
        Tables first = tables();
        first.models[0] = {"LLaMA-7B", {"llama", 1.0, "", 6738415616.0}};
        for (const char* folder : {"", "llama", "checkpoint-500"}) {
            model.id = folder;
            const auto answer = qualityOf(first, subjectOf(model), Scheme::q8_0);
            QVERIFY(!answer.exact);
            QCOMPARE(answer.distance.family, 0.0);
            QCOMPARE(answer.distance.size, 0.0);
        }
        model.id = "checkpoint-500";
        model.name = "meta-llama/Llama-2-7b-hf";
        QVERIFY(qualityOf(tables(), subjectOf(model), Scheme::q8_0).exact);
    }
    void emptyTablesAnswerNothing() {
        QVERIFY(!qualityOf({}, subject("llama-2-7b", 6.74e9), Scheme::q8_0).measured);
    }
    void metricsSayWhatTheyMean() {
        QVERIFY(metricOf("ppl_wikitext2").kind == Kind::perplexity);
        QVERIFY(metricOf("KLD_mean").kind == Kind::divergence);
        QCOMPARE(metricOf("same_top1_percent").unit, std::string("%"));
        QCOMPARE(metricOf("VQA-v2").name, std::string("accuracy, VQA-v2"));
        QVERIFY(metricOf("VQA-v2").kind == Kind::accuracy);
        QCOMPARE(toText(Kind::divergence), std::string_view("divergence"));
    }
};

} // namespace cellwright::quality

CELLWRIGHT_TEST(cellwright::quality::QualityTest)
#include "quality_test.moc"
