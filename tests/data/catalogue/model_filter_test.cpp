// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "data/catalogue/model_filter.h"
#include "data/catalogue/model_json.h"
#include "data/catalogue/models.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright::catalogue {
namespace {

std::vector<std::string> idsOf(const std::vector<ModelRow>& rows) {
    std::vector<std::string> ids;
    for (const auto& row : rows)
        ids.push_back(row.entry->id);
    return ids;
}
bool contains(const std::vector<ModelRow>& rows, std::string_view id) {
    return std::ranges::any_of(rows, [&](const ModelRow& row) { return row.entry->id == id; });
}
const ModelRow& rowOf(const std::vector<ModelRow>& rows, std::string_view id) {
    return *std::ranges::find_if(rows, [&](const ModelRow& row) { return row.entry->id == id; });
}

const char* const entries = R"({"models": [
  {"id": "tiny", "name": "Tiny 1", "series": "Tiny", "licence": "MIT", "kind": "code",
   "config": {"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
              "intermediate_size": 128, "vocab_size": 1000, "max_position_embeddings": 512}},
  {"id": "secret", "name": "Secret", "series": "Secret", "licence": "proprietary"},
  {"id": "half-known", "name": "Half known", "series": "Secret", "licence": "proprietary",
   "stated_parameters": 3250000000}]})";

} // namespace

class ModelFilterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEmptyFilterGivesAllInTheirOrder() {
        const auto rows = filterModels({});
        QCOMPARE(rows.size(), modelEntries().size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(rows[i].entry, &modelEntries()[i]);
    }
    void wordsMayComeInAnyOrderAndCase() {
        QCOMPARE(idsOf(filterModels({.text = "8B llama 3.1"})), std::vector<std::string>{"llama-3.1-8b"});
        QVERIFY(contains(filterModels({.text = "gpt3"}), "gpt3-175b"));
        QVERIFY(contains(filterModels({.text = "llama2"}), "llama-2-7b"));
        QVERIFY(contains(filterModels({.text = "  Qwen/QWEN3-8b\t"}), "qwen3-8b"));
        QVERIFY(filterModels({.text = "llama nonsense"}).empty());
    }
    void familiesAreSeriesOrArchitectures() {
        const auto llama = filterModels({.family = "llama"});
        QVERIFY(contains(llama, "llama-3.1-8b") && contains(llama, "tinyllama-1.1b"));
        const auto series = filterModels({.family = "TinyLlama"});
        QCOMPARE(idsOf(series), std::vector<std::string>{"tinyllama-1.1b"});
        QVERIFY(filterModels({.family = "lla"}).empty());
    }
    void licencesAndKindsRestrict() {
        for (const auto& row : filterModels({.licence = "apache"}))
            QCOMPARE(row.entry->licence, std::string("Apache-2.0"));
        for (const auto& row : filterModels({.kind = "Code"}))
            QCOMPARE(row.entry->kind, std::string("code"));
        QVERIFY(filterModels({.licence = "no such licence"}).empty());
    }
    void sizesAreBoundsOnTheTotal() {
        const auto rows = filterModels({.minParameters = 6'900'000'000, .maxParameters = 7'300'000'000});
        QVERIFY(contains(rows, "mistral-7b-v0.1") && !contains(rows, "llama-2-7b"));
        for (const auto& row : rows)
            QVERIFY(row.count.total >= 6'900'000'000 && row.count.total <= 7'300'000'000);
    }
    void aRowHoldsWhatTheAccountingSays() {
        const ModelFilter filter{
            .text = "llama-2-7b", .weights = Scheme::q4_0, .kv = Scheme::q8_0, .context = 1000, .batch = 3};
        const auto found = filterModels(filter);
        const auto& row = rowOf(found, "llama-2-7b");
        const auto accounting =
            llm::Accounting::of(findModel("llama-2-7b").value(), {Scheme::q4_0, Scheme::q8_0}).value();
        const auto whole = accounting.whole();
        QCOMPARE(row.weights->si(), accounting.weightBytes(whole).si());
        QCOMPARE(row.kv->si(), accounting.kvBytes(whole, 1000, 3).si());
        QCOMPARE(row.workspace->si(), accounting.workspaceBytes(whole, 1000, 3).si());
        QCOMPARE(row.memory->si(), row.weights->si() + row.kv->si() + row.workspace->si());
        QCOMPARE(row.context, std::int64_t(1000));
    }
    void anotherUseIsSizedAnew() {
        ModelFilter filter{.text = "llama-2-7b"};
        const double f16 = filterModels(filter).front().weights->si();
        filter.weights = Scheme::f32;
        QCOMPARE(filterModels(filter).front().weights->si(), 2.0 * f16);
        filter.weights = Scheme::f16;
        QCOMPARE(filterModels(filter).front().weights->si(), f16);
    }
    void shortContextsAreNotExceeded() {
        const auto rows = filterModels({.text = "gpt2-medium", .context = 100'000});
        QCOMPARE(rows.front().context, std::int64_t(1024));
    }
    void memoryLeavesWhatFits() {
        const Bytes capacity(8e9);
        const auto rows = filterModels({.memory = capacity, .weights = Scheme::q4_k_m});
        QVERIFY(contains(rows, "llama-3.1-8b") && !contains(rows, "llama-3.1-70b"));
        for (const auto& row : rows)
            QVERIFY(*row.memory <= capacity);
        QVERIFY(!contains(filterModels({.memory = Bytes(1.0)}), "gpt2"));
    }
    void modelsWithoutArchitectureAreListedHonestly() {
        const auto list = parseModelList(entries, "test").value();
        ModelSearch search(list.entries);
        const auto rows = search.rows({.weights = Scheme::f32});
        QCOMPARE(rows.size(), std::size_t(3));
        const auto& half = rowOf(rows, "half-known");
        QVERIFY(!half.model && !half.kv && !half.workspace);
        QCOMPARE(half.weights->si(), 13.0e9); // 3.25e9 parameters of 4 bytes
        const auto& secret = rowOf(rows, "secret");
        QVERIFY(!secret.weights && !secret.memory && secret.count.total == 0);
    }
    void unknownSizesPassNoBound() {
        const auto list = parseModelList(entries, "test").value();
        ModelSearch search(list.entries);
        QVERIFY(!contains(search.rows({.minParameters = 1}), "secret"));
        QVERIFY(!contains(search.rows({.maxParameters = 1'000'000'000'000}), "secret"));
        QVERIFY(!contains(search.rows({.memory = Bytes(1e15)}), "secret"));
        const auto roomy = search.rows({.memory = Bytes(1e15)});
        QVERIFY(rowOf(roomy, "tiny").fits && !rowOf(roomy, "half-known").fits);
        QVERIFY(!contains(search.rows({.memory = Bytes(1e9)}), "half-known"));
    }
    void listsAreCheckedWhenRead() {
        const auto what = [](const char* text) { return parseModelList(text, "m.json").error().message(); };
        QVERIFY(what("{}").find("list of models") != std::string::npos);
        QVERIFY(what(R"({"models": [7]})").find("not an object") != std::string::npos);
        QVERIFY(what(R"({"models": [{"name": "x"}]})").find("field id") != std::string::npos);
        QVERIFY(what(R"({"models": [{"id": "x", "kind": "car"}]})").find("field kind") != std::string::npos);
        QVERIFY(what(R"({"models": [{"id": "x", "config": {"model_type": "?"}}]})").find("model x") !=
                std::string::npos);
        QVERIFY(what(R"({"models": [{"id": "x", "stated_parameters": -1}]})").find("stated_parameters") !=
                std::string::npos);
    }
    void eachTypedLetterFindsTheModelMeant() {
        std::vector<ModelEntry> many;
        while (many.size() < 1000)
            many.insert(many.end(), modelEntries().begin(), modelEntries().end());
        many.resize(1000);
        ModelSearch search(many);
        const auto everything = search.rows({.memory = Bytes(24e9), .weights = Scheme::q4_k_m});
        QVERIFY(!everything.empty());
        for (const char* typed : {"l", "ll", "lla", "llam", "llama", "llama ", "llama 3", "llama 3."})
            QVERIFY(!search.rows({.text = typed, .memory = Bytes(24e9), .weights = Scheme::q4_k_m}).empty());
    }
    void seriesAndLicencesAreListedOnce() {
        const auto series = modelSeries();
        QVERIFY(std::ranges::count(series, "Llama") == 1 && std::ranges::is_sorted(series));
        QVERIFY(std::ranges::count(modelLicences(), "Apache-2.0") == 1);
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::ModelFilterTest)
#include "model_filter_test.moc"
