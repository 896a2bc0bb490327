// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "data/catalogue/models.h"
#include "tests/support/registry.h"

#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

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
    // The models marked "verified" have totals that were given to us independently of their configuration.
    // The other totals pin the catalogue against change; nobody here could compare them with the checkpoints,
    // so they stay unverified.
    void parameterCountsStayAsTheyAre_data() {
        QTest::addColumn<qint64>("expected");
        const auto row = [](const char* id, qint64 expected) { QTest::newRow(id) << expected; };
        row("gpt2", 124439808);
        row("gpt2-medium", 354823168);
        row("gpt2-large", 774030080);
        row("gpt2-xl", 1557611200);
        row("opt-125m", 125239296);
        row("opt-1.3b", 1315758080);
        row("opt-6.7b", 6658473984);
        row("llama-7b", 6738415616);
        row("llama-2-7b", 6738415616);
        row("llama-2-13b", 13015864320);
        row("llama-2-70b", 68976648192);
        row("llama-3.1-8b", 8030261248);
        row("llama-3.1-70b", 70553706496);
        row("llama-3.2-1b", 1235814400);
        row("llama-3.2-3b", 3212749824);
        row("tinyllama-1.1b", 1100048384);
        row("smollm-135m", 134515008);
        row("smollm-360m", 361821120);
        row("smollm-1.7b", 1711376384);
        row("mistral-7b-v0.1", 7241732096);
        row("qwen2.5-0.5b", 494032768);
        row("qwen2.5-1.5b", 1543714304);
        row("qwen2.5-3b", 3085938688);
        row("qwen2.5-7b", 7615616512);
        row("qwen2.5-14b", 14770033664);
        row("qwen2.5-32b", 32763876352);
        row("qwen2.5-72b", 72706203648);
        row("qwen3-0.6b", 596049920);
        row("qwen3-4b", 4022468096);
        row("qwen3-8b", 8190735360);
        row("phi-2", 2779683840);
        row("phi-3-mini", 3821079552);
        row("gemma-2b", 2506172416);
        row("gemma-2-2b", 2614341888);
        row("gemma-2-9b", 9241705984);
        row("pythia-1.4b", 1414647808);
        row("falcon-7b", 6921720704);
        row("bloom-560m", 559214592);
    }
    void parameterCountsStayAsTheyAre() {
        QFETCH(qint64, expected);
        const auto model = findModel(QTest::currentDataTag());
        QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
        QCOMPARE(qint64(llm::countParameters(*model).total), expected);
    }
    void everyModelIsCompleteAndCanBeAccountedForInEveryScheme() {
        QVERIFY(models().size() >= 16);
        std::set<std::string> ids;
        for (const auto& model : models()) {
            QVERIFY2(ids.insert(model.id).second, model.id.c_str());
            QVERIFY2(!model.name.empty() && !model.licence.empty() && !model.source.empty() &&
                         model.date.size() == 10,
                     model.id.c_str());
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
    void onlyModelsComparedWithGivenTotalsAreVerified() {
        const std::set<std::string> checked{"gpt2-medium",    "llama-2-7b",     "llama-3.1-8b",
                                            "llama-3.2-1b",   "qwen2.5-0.5b",   "qwen2.5-7b",
                                            "tinyllama-1.1b", "mistral-7b-v0.1"};
        for (const auto& model : models())
            QCOMPARE(model.verified, checked.contains(model.id));
        QVERIFY(modelFromText(config.toStdString(), "c.json").value().verified);
    }
    void gpt3IsAsLargeAsItsNames() {
        const auto billions = [](const char* id) {
            return double(llm::countParameters(*findModel(id)).total) / 1e9;
        };
        QVERIFY(std::abs(billions("gpt3-6.7b") - 6.7) < 0.05);
        QVERIFY(std::abs(billions("gpt3-13b") - 13.0) < 0.2);
        QVERIFY(std::abs(billions("gpt3-175b") - 175.0) < 0.5);
    }
    void anUnknownIdNamesItsNeighbours() {
        const auto model = findModel("llama-3.1-8B");
        QVERIFY(!model);
        QVERIFY(model.error().remedy.starts_with("did you mean llama-3.1-8b"));
        QVERIFY(!findModel(""));
        QVERIFY(!findModel(std::string(100000, 'x')));
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
        QVERIFY(!weights && weights.error().what.find(".gguf") != std::string::npos);
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
