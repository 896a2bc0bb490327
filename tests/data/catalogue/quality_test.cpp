// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quality/metric.h"
#include "analytics/scenario/schema.h"
#include "data/catalogue/models.h"
#include "data/catalogue/quality.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cellwright::catalogue {
namespace {

quality::Answer answerFor(const char* id, Scheme scheme) {
    return quality::qualityOf(qualityTables(), quality::subjectOf(findModel(id).value()), scheme);
}
std::optional<double> valueOf(const quality::Answer& answer, std::string_view method,
                              std::string_view metric) {
    for (const auto& row : answer.rows)
        if (row.method == method && row.metric == metric)
            return row.value;
    return std::nullopt;
}
using Key = std::tuple<std::string, std::string, std::string, double>;

} // namespace

class QualityTablesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowIsCompleteAndBelongsToAModel() {
        const auto& tables = qualityTables();
        QVERIFY(tables.rows.size() >= 500);
        for (const auto& row : tables.rows) {
            QVERIFY(row.model < tables.models.size());
            QVERIFY(!row.method.empty() && !row.metric.empty() && !row.setting.empty() &&
                    !row.source.empty());
            QVERIFY(!row.bits || (*row.bits > 1.0 && *row.bits <= 32.0));
            QVERIFY(std::isfinite(row.value) && !quality::metricOf(row.metric).name.empty());
        }
        for (const auto& model : tables.models)
            QVERIFY2(model.aggregate != (!model.lineage.family.empty() && model.lineage.parameters > 0),
                     model.name.c_str());
    }
    void lineagesAreThoseThatTheNamesGive() {
        for (const auto& model : qualityTables().models) {
            if (model.aggregate)
                continue;
            const auto read = quality::lineageOf(model.name);
            QCOMPARE(read.family, model.lineage.family);
            QVERIFY2(read.generation == model.lineage.generation, model.name.c_str());
            QCOMPARE(read.variant, model.lineage.variant);
        }
    }
    void everyRowOfTheReferenceIsHereAndNoOther() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        std::map<Key, std::optional<double>> expected, shipped;
        for (const auto& row : test::readCsv(*shared / "reference" / "quant_quality.csv")) {
            // The list repeats the value where it means the share of unchanged tokens; that is no change.
            const bool repeated =
                row.at("metric") == "same_top1_percent" && row.at("delta_vs_fp16") == row.at("value");
            const std::string delta = repeated ? "" : row.at("delta_vs_fp16");
            expected[{row.at("model"), row.at("scheme"), row.at("metric"), std::stod(row.at("value"))}] =
                delta.empty() ? std::nullopt : std::optional(std::stod(delta));
        }
        const auto& tables = qualityTables();
        for (const auto& row : tables.rows)
            shipped[{tables.models[row.model].name, row.method, row.metric, row.value}] = row.delta;
        QCOMPARE(shipped.size(), expected.size());
        QVERIFY(shipped == expected);
    }
    void schemesAreWhatTheirMethodsSay() {
        std::map<std::string, std::set<Scheme>> seen;
        for (const auto& row : qualityTables().rows)
            if (row.scheme)
                seen[row.method].insert(*row.scheme);
        QCOMPARE(seen.at("GGUF q4_K_M imatrix WT 10m"), std::set{Scheme::q4_k_m});
        QCOMPARE(seen.at("GGUF Q4_K_M"), std::set{Scheme::q4_k_m});
        QCOMPARE(seen.at("GPTQ-R(act-order) INT4 g128"), std::set{Scheme::gptq4});
        QCOMPARE(seen.at("AWQ INT4 g128"), std::set{Scheme::awq4});
        QCOMPARE(seen.at("QLoRA NF4+DQ"), std::set{Scheme::nf4});
        QVERIFY(!seen.contains("AWQ INT3 g128") && !seen.contains("GGUF pure Q4_K imatrix"));
    }
    void knownNumbersAreFoundByTheCatalogueId() {
        const auto seven = answerFor("llama-2-7b", Scheme::q4_k_m);
        QVERIFY(seven.exact);
        const auto seventy = answerFor("llama-2-70b", Scheme::q4_k_m);
        QVERIFY(seventy.exact);
        QCOMPARE(valueOf(seventy, "GGUF Q4_K_M", "ppl_wikitext2"), std::optional(3.4725));
        const auto awq = answerFor("llama-2-7b", Scheme::awq4);
        QVERIFY(awq.exact);
        QVERIFY(valueOf(awq, "AWQ INT4 g128", "ppl_wikitext2_ctx2048").has_value());
    }
    void aNearGenerationIsNotTheSameModel() {
        const auto answer = answerFor("llama-3.1-8b", Scheme::q4_k_m);
        QVERIFY(!answer.exact);
        QCOMPARE(answer.measured->name, std::string("Llama-3-8B"));
        QCOMPARE(answer.distance.total(), 0.5);
        QCOMPARE(valueOf(answer, "GGUF q4_K_M", "ppl_wikitext2"), std::optional(6.407115));
        QCOMPARE(valueOf(answer, "GGUF q4_K_M", "KLD_mean"), std::optional(0.031273));
    }
    void everyShippedModelGetsAnAnswerInEveryScheme() {
        for (const auto& model : models())
            for (const auto& entry : EnumText<Scheme>::entries) {
                const auto answer = answerFor(model.id.c_str(), entry.value);
                QVERIFY(!answer.statement.empty());
                QCOMPARE(answer.measured.has_value(), !answer.rows.empty());
            }
    }
    void doubtedTablesAreNotCalledPublished() {
        const auto& rows = qualityTables().rows;
        const auto doubted = [](const quality::Row& row) { return row.label == Label::unverified; };
        QCOMPARE(std::ranges::count_if(rows, doubted), 6);
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::QualityTablesTest)
#include "quality_test.moc"
