// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright::test {
namespace {

nlohmann::json entriesOf(const char* filters) {
    const auto result = cli(QStringLiteral("catalogue models %1 --json").arg(QLatin1String(filters)));
    if (result.status != 0)
        qFatal("%s", result.message());
    return result.json().at("entries");
}

const nlohmann::json* entryOf(const nlohmann::json& entries, std::string_view id) {
    const auto found =
        std::ranges::find_if(entries, [&](const nlohmann::json& entry) { return entry.at("id") == id; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace

class CatalogueModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEntryIsComplete() {
        const auto entries = entriesOf("");
        QVERIFY(entries.size() >= 150);
        for (const auto& entry : entries)
            for (const char* key :
                 {"id", "name", "series", "family", "kind", "licence", "parameters", "active_parameters",
                  "embedding_parameters", "layers", "max_context", "source", "date", "verified", "note"})
                QVERIFY2(entry.contains(key), key);
        const auto* mixtral = entryOf(entries, "mixtral-8x7b");
        QVERIFY(mixtral && mixtral->at("parameters") == 46702792704 &&
                mixtral->at("active_parameters") == 12879925248);
    }
    void unknownArchitecturesStayUnknown() {
        const auto entries = entriesOf("--search gemini");
        const auto* nano = entryOf(entries, "gemini-nano-2");
        QVERIFY(nano && nano->at("parameters") == 3250000000 && nano->at("stated") == true);
        QVERIFY(nano->at("layers").is_null() && nano->at("max_context").is_null());
        const auto sized = entriesOf("--search gemini-nano-2 --weights f32");
        QCOMPARE(sized.at(0).at("weights_bytes").get<double>(), 13.0e9);
        QVERIFY(sized.at(0).at("memory_bytes").is_null());
    }
    void filtersRestrict() {
        const auto llama = entriesOf("--family llama --min-parameters 7e10 --licence Community");
        QVERIFY(entryOf(llama, "llama-3.1-405b") && !entryOf(llama, "llama-3.1-8b"));
        for (const auto& entry : entriesOf("--kind speech --max-parameters 1e9"))
            QVERIFY(entry.at("kind") == "speech" && entry.at("parameters") <= 1'000'000'000);
        QVERIFY(entriesOf("--search nothing-is-called-so").empty());
    }
    void whatFitsNeedsNoMoreThanTheDeviceHas() {
        const auto entries = entriesOf("--fits jetson-orin-nano-8gb --weights q4_k_m --context 4096");
        QVERIFY(entryOf(entries, "llama-3.2-3b") && !entryOf(entries, "llama-3.1-70b"));
        for (const auto& entry : entries)
            QVERIFY(entry.at("memory_bytes").is_null() || entry.at("memory_bytes") <= 8e9);
        const auto* model = entryOf(entries, "llama-3.2-3b");
        QVERIFY(model->at("memory_bytes") == model->at("weights_bytes").get<std::int64_t>() +
                                                 model->at("kv_bytes").get<std::int64_t>() +
                                                 model->at("workspace_bytes").get<std::int64_t>());
        QVERIFY(entryOf(entriesOf("--memory 1GB --weights q8_0"), "gpt2"));
    }
    void tablesHaveALinePerModel() {
        const auto plain = cli(QStringLiteral("catalogue models --family whisper"));
        CELLWRIGHT_STATUS(plain, 0);
        QCOMPARE(plain.out.count('\n'), qsizetype(entriesOf("--family whisper").size()) + 1);
        const auto sized = cli(QStringLiteral("catalogue models --search med-palm --weights q4_0"));
        CELLWRIGHT_STATUS(sized, 0);
        QVERIFY(sized.out.contains("unknown"));
        const auto none = cli(QStringLiteral("catalogue models --search nothing-is-called-so"));
        CELLWRIGHT_STATUS(none, 0);
        QVERIFY(none.out.isEmpty() && none.err.contains("no model"));
    }
    void wrongFiltersAreRefused() {
        CELLWRIGHT_STATUS(cli(QStringLiteral("catalogue models --weights q9")), 2);
        CELLWRIGHT_STATUS(cli(QStringLiteral("catalogue models --min-parameters -1")), 2);
        CELLWRIGHT_STATUS(cli(QStringLiteral("catalogue models --kind car")), 2);
        CELLWRIGHT_STATUS(cli(QStringLiteral("catalogue models --fits toaster")), 3);
        CELLWRIGHT_STATUS(cli(QStringLiteral("catalogue models --fits jetson-orin-nano-8gb --memory 1GB")),
                          2);
    }
};

} // namespace cellwright::test

CELLWRIGHT_TEST(cellwright::test::CatalogueModelsTest)
#include "catalogue_models_test.moc"
