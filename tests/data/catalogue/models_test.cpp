// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "data/catalogue/model_entries.h"
#include "data/catalogue/model_files.h"
#include "data/catalogue/models.h"
#include "tests/support/registry.h"

#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

namespace cellwright::catalogue {
namespace {

std::filesystem::path written(const QTemporaryDir& folder, const char* name, const QByteArray& text) {
    QFile file(folder.filePath(QString::fromUtf8(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write a test file");
    return file.fileName().toStdString();
}
const QByteArray config =
    R"({"model_type":"llama","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,
    "intermediate_size":128,"vocab_size":1000})";

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyModelIsCompleteAndCanBeAccountedForInEveryScheme() {
        QVERIFY(models().size() >= 16);
        std::set<std::string> ids;
        for (const auto& model : models()) {
            QVERIFY2(ids.insert(model.id).second, model.id.c_str());
            QVERIFY2(!model.name.empty() && !model.licence.empty(), model.id.c_str());
            for (const auto scheme : llm::allSchemes()) {
                const auto accounting = llm::Accounting::of(model, {scheme});
                QVERIFY2(accounting.has_value(), model.id.c_str());
                QVERIFY(accounting->bitsPerWeight(accounting->whole()) >= 2.0);
            }
        }
    }
    void fileSizesStayNearTheQuotedOnes() {
        const auto gigabytes = [](const char* id, Scheme scheme) {
            const auto accounting = llm::Accounting::of(findModel(id).value(), {scheme}).value();
            return accounting.weightBytes(accounting.whole()).si() / 1e9;
        };
        // Sizes quoted for GGUF files (from memory, not compared with the files); header and tokenizer are
        // small.
        QVERIFY(std::abs(gigabytes("qwen2.5-72b", Scheme::q4_k_m) - 47.42) < 0.02); // rows of 29568 fall back
        QVERIFY(std::abs(gigabytes("llama-3.1-70b", Scheme::q4_k_m) - 42.52) < 0.02);
        QVERIFY(std::abs(gigabytes("phi-3-mini", Scheme::q4_k_m) - 2.39) <
                0.01); // fused query, key and value
    }
    void whatWasLeftOutIsSaid() {
        const QTemporaryDir folder;
        const auto path =
            written(folder, "quantized.json",
                    config.chopped(1) + R"(,"quantization_config":{"quant_method":"awq","bits":4}})");
        const auto read = resolveModelFile(path.string()).value();
        QCOMPARE(read.notes.size(), std::size_t(1));
        QVERIFY(read.notes.front().find("awq") != std::string::npos);
        const auto chunked = resolveModelFile("llama-4-scout").value();
        QCOMPARE(chunked.notes.size(), std::size_t(1));
        QVERIFY(chunked.notes.front().find("counted as a window") != std::string::npos);
        QVERIFY(resolveModelFile("llama-2-7b").value().notes.empty());
        QVERIFY(findModel("deepseek-v3").value().note.starts_with("Without the module"));
    }
    void aFileReadFromDiskIsVerified() {
        QVERIFY(modelFromText(config.toStdString(), "c.json").value().verified);
    }
    void anUnknownIdNamesItsNeighbours() {
        const auto model = findModel("llama-3.1-8B");
        QVERIFY(!model);
        QVERIFY(model.error().remedy.starts_with("did you mean llama-3.1-8b"));
        QVERIFY(!findModel(""));
        QVERIFY(!findModel(std::string(100000, 'x')));
    }
    void repositoriesNameModelsToo() {
        QCOMPARE(findModel("Qwen/Qwen3-8B").value().id, std::string("qwen3-8b"));
        QCOMPARE(resolveModel("meta-llama/llama-2-7b-HF").value().id, std::string("llama-2-7b"));
        QVERIFY(!findModel("Qwen/Qwen3"));
    }
    void modelsWithoutArchitectureAreRefusedByName() {
        const auto nano = findModel("gemini-nano-2");
        QVERIFY(!nano && nano.error().what == "the architecture of Gemini Nano-2 is not public");
        QVERIFY(nano.error().remedy.find("such as llama-3.2-3b") != std::string::npos);
        QVERIFY(findModel("med-palm-2").error().remedy.starts_with("nothing can be computed"));
        const auto* entry = findStatedModel("gemini-nano-2");
        QVERIFY(entry && entry->statedParameters == 3'250'000'000 && !entry->verified);
        // The founding paper says 3 GB for 32-bit floats.
        QCOMPARE(weightBytesOfCount(entry->count.total, Scheme::f32).si(), 13.0e9);
        QCOMPARE(weightBytesOfCount(entry->count.total, Scheme::f16).si(), 6.5e9);
        QVERIFY(!findStatedModel("gpt2") && !findStatedModel("nothing"));
    }
    void theCatalogueSpansTheSizesThatPlannersMeet() {
        QVERIFY(models().size() >= 150);
        const auto count = [](const ModelEntry& entry) { return entry.count.total; };
        QVERIFY(std::ranges::max(modelEntries(), {}, count).count.total > 1'000'000'000'000);
        for (const auto kind : modelKinds())
            QVERIFY2(std::ranges::count(modelEntries(), kind, &ModelEntry::kind) > 0, kind.data());
        QVERIFY(std::ranges::count(modelEntries(), true, &ModelEntry::verified) >= 100);
    }
    void everyEntrySaysWhatItIs() {
        for (const auto& entry : modelEntries()) {
            QVERIFY2(!entry.series.empty() && !entry.source.empty() && entry.date.size() == 10,
                     entry.id.c_str());
            QVERIFY2(!entry.isStated() || !entry.note.empty(), entry.id.c_str());
            QVERIFY2(entry.isStated() || entry.model->id == entry.id, entry.id.c_str());
            QVERIFY2(entryOf(entry.isStated() ? models().front() : *entry.model) != nullptr,
                     entry.id.c_str());
        }
        QVERIFY(entryOf(llm::Model{}) == nullptr);
    }
    void palmIsAsLargeAsItsTableSays() {
        const auto billions = [](const char* id) {
            return double(llm::countParameters(findModel(id).value()).total) / 1e9;
        };
        QVERIFY(std::abs(billions("palm-8b") - 8.63) < 0.005);
        QVERIFY(std::abs(billions("palm-62b") - 62.50) < 0.005);
        QVERIFY(std::abs(billions("palm-540b") - 540.35) < 0.01);
        QVERIFY(std::abs(billions("palm-e-562b") - 562.0) < 0.5);
        QVERIFY(std::abs(billions("palm-e-84b") - 84.0) < 0.5);
        QVERIFY(std::abs(billions("palm-e-12b") - 12.5) < 0.5);
    }
    void gpt3HasAllEightSizesOfItsTable() {
        const std::pair<const char*, double> sizes[] = {
            {"gpt3-125m", 0.125}, {"gpt3-350m", 0.350}, {"gpt3-760m", 0.760}, {"gpt3-1.3b", 1.3},
            {"gpt3-2.7b", 2.7},   {"gpt3-6.7b", 6.7},   {"gpt3-13b", 13.0},   {"gpt3-175b", 175.0}};
        for (const auto& [id, billions] : sizes) {
            const double total = double(llm::countParameters(findModel(id).value()).total) / 1e9;
            QVERIFY2(std::abs(total / billions - 1.0) < 0.03, id);
        }
    }
    void aFileIsAModelNamedAfterItsFolder() {
        const QTemporaryDir folder;
        const auto file = written(folder, "config.json", config);
        const auto model = resolveModel(file.string()).value();
        QCOMPARE(model.id, file.parent_path().filename().string());
        QCOMPARE(model.hidden, std::int64_t(64));
        QCOMPARE(resolveModel(written(folder, "robot.json", config).string()).value().id,
                 std::string("robot"));
    }
    void filesThatCannotBeModelsAreRefused() {
        const QTemporaryDir folder;
        QVERIFY(resolveModel(folder.path().toStdString()).error().what == "this is not a file");
        QVERIFY(resolveModel("/nowhere/config.json").error().what == "there is no such file");
        const auto weights = resolveModel(written(folder, "a.gguf", "GGUF").string());
        QVERIFY(!weights && weights.error().what.find("ends too early") != std::string::npos);
        const auto large = resolveModel(written(folder, "large.json", QByteArray(2 << 20, ' ')).string());
        QVERIFY(!large && large.error().what.find("2097152 bytes") != std::string::npos);
        QVERIFY(!resolveModel(written(folder, "empty.json", "").string()));
        QVERIFY(!resolveModel(written(folder, "bad.json", "{\"model_type\":\"\xff\"}").string()));
        QVERIFY(!resolveModel("/dev/zero"));
    }
    void aProjectsOwnModelComesFirst() {
        std::vector<Project::Attachment> attachments{{"gpt2", "model", config.toStdString()},
                                                     {"robot", "device", config.toStdString()}};
        QCOMPARE(resolveModel("gpt2", attachments).value().hidden, std::int64_t(64));
        QCOMPARE(resolveModel("gpt2").value().hidden, std::int64_t(768));
        QVERIFY(!resolveModel("robot", attachments));
        attachments[0].json =
            R"({"id":"gpt2","name":"Ours","licence":"MIT","config":)" + config.toStdString() + "}";
        QCOMPARE(resolveModel("gpt2", attachments).value().name, std::string("Ours"));
        attachments[0].json = R"({"name":"Ours","config":)" + config.toStdString() + "}";
        QVERIFY(resolveModel("gpt2", attachments).error().where.find("field id") != std::string::npos);
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::ModelsTest)
#include "models_test.moc"
