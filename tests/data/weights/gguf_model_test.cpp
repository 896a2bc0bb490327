// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "data/catalogue/models.h"
#include "data/weights/model_file.h"
#include "data/weights/storage.h"
#include "tests/support/gguf_model.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

namespace cellwright::weights {
namespace {

using test::GgufModelWriter;

/// The model without what a header cannot tell.
llm::Model bare(llm::Model model) {
    model.id = model.name = model.family = model.licence = model.source = model.date = model.note = "";
    model.activation = "";
    model.verified = false;
    return model;
}

std::string architectureOf(const llm::Model& model) {
    return model.family == "gpt_neox" ? "gptneox" : model.family == "phi" ? "phi2" : model.family;
}

/// A file of the writer, header only; its data are a hole in the file.
class File {
public:
    explicit File(GgufModelWriter writer) { writer.writer().writeSparse(path()); }
    [[nodiscard]] std::filesystem::path path() const { return folder_.filePath("m.gguf").toStdString(); }

private:
    QTemporaryDir folder_;
};

/// A small decoder to change in one place.
llm::Model small() {
    llm::Model model;
    model.name = "Small";
    model.hidden = 256;
    model.vocabulary = 512;
    model.maxContext = 4096;
    llm::Layer layer;
    layer.mixer = llm::Attention{8, 2, 32};
    layer.feedForward.width = 512;
    model.layers.assign(3, layer);
    return model;
}
bool readsBack(const llm::Model& model, const char* architecture) {
    const auto file = readModelFile(File(GgufModelWriter(model, architecture, Scheme::q8_0)).path());
    if (!file)
        qWarning("%s", file.error().message().c_str());
    else if (bare(file->model) != bare(model))
        qWarning("another model");
    else if (file->parameters != llm::countParameters(model).total || !file->notes.empty())
        qWarning("%s", file->notes.empty() ? "another count" : file->notes[0].c_str());
    return file && bare(file->model) == bare(model) && file->notes.empty() &&
           file->parameters == llm::countParameters(model).total;
}

} // namespace

class GgufModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyDecoderOfTheCatalogueComesBackFromItsHeader_data() {
        QTest::addColumn<int>("index");
        const auto models = catalogue::models();
        for (std::size_t i = 0; i < models.size(); ++i)
            if (models[i].towers.empty() && models[i].head == llm::Head::tokens &&
                models[i].embeddingWidth == 0)
                QTest::newRow(models[i].id.c_str()) << int(i);
    }
    void everyDecoderOfTheCatalogueComesBackFromItsHeader() {
        QFETCH(int, index);
        const auto& model = catalogue::models()[std::size_t(index)];
        for (const auto scheme : {Scheme::f16, Scheme::q4_k_m, Scheme::q8_0}) {
            const File written(GgufModelWriter(model, architectureOf(model), scheme));
            const auto file = readModelFile(written.path());
            QVERIFY2(file.has_value(), file ? "" : file.error().message().c_str());
            QVERIFY2(file->notes.empty(), file->notes.empty() ? "" : file->notes.front().c_str());
            QVERIFY(bare(file->model) == bare(model));
            QCOMPARE(file->parameters, llm::countParameters(model).total);
            // The bytes that the configuration alone predicts are those of the tensors in the file.
            const auto predicted = llm::Accounting::of(model, {scheme}).value();
            QCOMPARE(double(file->weightBytes), predicted.weightBytes(predicted.whole()).si());
            const auto read =
                llm::Accounting::of(file->model, {.weights = Scheme::f32, .mix = file->mix}).value();
            QCOMPARE(read.weightBytes(read.whole()).si(), double(file->weightBytes));
            QCOMPARE(file->fileBytes, std::uint64_t(std::filesystem::file_size(written.path())));
        }
    }
    void theShapesTellBiasesNormsAndSharing() {
        QVERIFY(readsBack(small(), "llama"));
        auto model = small();
        model.tiedEmbeddings = true;
        QVERIFY(readsBack(model, "llama"));
        for (auto& layer : model.layers) {
            layer.attention()->qkvBias = true;
            layer.attention()->qkNorm = llm::QueryKeyNorm::perHead;
        }
        QVERIFY(readsBack(model, "qwen3"));
        for (auto& layer : model.layers)
            layer.attention()->qkNorm = llm::QueryKeyNorm::whole;
        QVERIFY(readsBack(model, "olmo2"));
        for (auto& layer : model.layers)
            layer.postNorms = true;
        QVERIFY(readsBack(model, "gemma2-like"));
        model.norm = llm::Norm::layer;
        QVERIFY(readsBack(model, "x"));
        model.norm = llm::Norm::layerNoBias;
        QVERIFY(readsBack(model, "x"));
    }
    void layersMayDiffer() {
        auto model = small();
        model.layers[0].attention()->window = 128;
        model.layers[1].feedForward.width = 768;
        model.layers[2].mixer = llm::Attention{4, 4, 32};
        QVERIFY(readsBack(model, "deci"));
        model.layers[1].attention()->window = 128;
        QVERIFY(readsBack(model, "deci"));
    }
    void expertsComeBack() {
        auto model = small();
        for (auto& layer : model.layers) {
            layer.feedForward = {0};
            layer.experts = llm::Experts{8, 2, 256};
        }
        QVERIFY(readsBack(model, "llama"));
        for (auto& layer : model.layers)
            layer.experts = llm::Experts{16, 4, 256, true, true, true, 512, true};
        model.layers[0] = small().layers[0];
        QVERIFY(readsBack(model, "qwen2moe"));
    }
    void latentAttentionComesBack() {
        auto model = small();
        for (auto& layer : model.layers)
            layer.mixer = llm::LatentAttention{8, 96, 64, 32, 16, 32};
        QVERIFY(readsBack(model, "deepseek2"));
        for (auto& layer : model.layers)
            layer.mixer = llm::LatentAttention{8, 0, 64, 32, 16, 48};
        QVERIFY(readsBack(model, "deepseek2"));
    }
    void stateSpacesComeBack() {
        auto model = small();
        model.positions = llm::PositionEmbedding::none;
        for (auto& layer : model.layers) {
            layer.feedForward = {0};
            layer.mixer =
                llm::StateSpace{.generation = 1, .inner = 512, .state = 16, .kernel = 4, .rank = 32};
        }
        QVERIFY(readsBack(model, "mamba"));
        for (auto& layer : model.layers)
            layer.mixer = llm::StateSpace{.generation = 2,
                                          .inner = 512,
                                          .state = 64,
                                          .kernel = 4,
                                          .heads = 8,
                                          .groups = 2,
                                          .outputNorm = true};
        QVERIFY(readsBack(model, "mamba2"));
        model.positions = llm::PositionEmbedding::rotary;
        model.layers[1] = small().layers[1];
        QVERIFY(readsBack(model, "hybrid"));
    }
    void anEncoderBecomesATower() {
        auto model = small();
        model.positions = llm::PositionEmbedding::relative;
        llm::Tower tower;
        tower.kind = llm::Tower::Kind::text;
        tower.name = "encoder";
        tower.hidden = model.hidden;
        tower.vocabulary = model.vocabulary;
        tower.sharedTable = true;
        tower.positions = llm::PositionEmbedding::relative;
        tower.norm = llm::Norm::rms;
        for (auto& layer : model.layers) {
            layer.mixer = llm::Attention{8, 8, 32};
            auto encoder = layer;
            encoder.attention()->causal = false;
            tower.layers.push_back(encoder);
            layer.cross = *encoder.attention();
        }
        tower.layers[0].attention()->relativeBuckets = 32;
        model.layers[0].attention()->relativeBuckets = 32;
        model.towers = {tower};
        QVERIFY(readsBack(model, "t5"));
    }
    void oldAndNewNamesOfOneThingAreOneThing() {
        auto model = small();
        for (auto& layer : model.layers) {
            layer.feedForward = {0};
            layer.experts = llm::Experts{4, 2, 256};
            layer.mixer = llm::LatentAttention{8, 0, 64, 32, 16, 32};
        }
        test::GgufWriter writer;
        writer.text("general.architecture", "llama");
        writer.u32("llama.context_length", 4096);
        writer.u32("llama.attention.head_count", 8);
        writer.u32("llama.expert_used_count", 2);
        writer.real("llama.attention.layer_norm_rms_epsilon", 1e-6f);
        writer.tensor("token_embd.weight", {256, 512}, 1);
        writer.tensor("output_norm.weight", {256}, 0);
        writer.tensor("output.weight", {256, 512}, 1);
        writer.tensor("rope_freqs.weight", {16}, 0);
        for (int i = 0; i < 3; ++i) {
            const auto blk = "blk." + std::to_string(i) + ".";
            for (const char* norm : {"attn_norm.weight", "ffn_norm.weight"})
                writer.tensor(blk + norm, {256}, 0);
            writer.tensor(blk + "attn_q.weight", {256, 384}, 1);
            writer.tensor(blk + "attn_kv_a_mqa.weight", {256, 80}, 1);
            writer.tensor(blk + "attn_kv_a_norm.weight", {64}, 0);
            writer.tensor(blk + "attn_k_b.weight", {32, 64, 8}, 1);
            writer.tensor(blk + "attn_v_b.weight", {64, 32, 8}, 1);
            writer.tensor(blk + "attn_output.weight", {256, 256}, 1);
            writer.tensor(blk + "ffn_gate_inp.weight", {256, 4}, 0);
            for (int expert = 0; expert < 4; ++expert) {
                writer.tensor(blk + "ffn_gate." + std::to_string(expert) + ".weight", {256, 256}, 1);
                writer.tensor(blk + "ffn_up." + std::to_string(expert) + ".weight", {256, 256}, 1);
                writer.tensor(blk + "ffn_down." + std::to_string(expert) + ".weight", {256, 256}, 1);
            }
        }
        const auto file = readModelFile(MemoryFolder({{"m.gguf", writer.bytes()}}), "m.gguf");
        QVERIFY2(file.has_value(), file ? "" : file.error().message().c_str());
        QVERIFY(bare(file->model) == bare(model) && file->notes.empty());
        QCOMPARE(file->parameters, llm::countParameters(model).total); // without the rotary frequencies
        QCOMPARE(file->model.family, std::string("mixtral"));
    }
    void theFileNamesItsScheme() {
        auto writer = GgufModelWriter(small(), "llama", Scheme::q4_k_m);
        writer.writer().u32("general.file_type", 15);
        QCOMPARE(readModelFile(File(writer).path()).value().schemeName, std::string("q4_k_m"));
        QCOMPARE(readModelFile(File(writer).path()).value().scheme, Scheme::q4_k_m);
        writer = GgufModelWriter(small(), "llama", Scheme::q4_k_m);
        writer.writer().u32("general.file_type", 1024 + 24);
        QCOMPARE(readModelFile(File(writer).path()).value().schemeName, std::string("iq1_s"));
        writer = GgufModelWriter(small(), "llama", Scheme::q8_0);
        QCOMPARE(readModelFile(File(writer).path()).value().schemeName, std::string("q8_0"));
    }
    void aFileThatLacksLayersIsNoModel() {
        auto writer = GgufModelWriter(small(), "llama", Scheme::f16);
        writer.writer().u32("llama.decoder_block_count", 3);
        QVERIFY(readModelFile(File(writer).path()).has_value());
        writer = GgufModelWriter(small(), "llama", Scheme::f16);
        writer.writer().u32("llama.decoder_block_count", 40);
        const auto file = readModelFile(File(writer).path());
        QVERIFY(!file);
        QVERIFY(file.error().what.find("3 layers") != std::string::npos);
        QVERIFY(file.error().what.find("has 40") != std::string::npos);
        QVERIFY(file.error().where.find("llama.decoder_block_count") != std::string::npos);
    }
    void namesBecomeTextThatCanBeStored() {
        QCOMPARE(readable("Qwen3 0.6B"), std::string("Qwen3 0.6B"));
        QCOMPARE(readable("Modèle 模型 🙂"), std::string("Modèle 模型 🙂"));
        QCOMPARE(readable("a\xE9l\x1B[31m\n\x7F"), std::string("a?l?[31m??"));
        QCOMPARE(readable("\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80"), std::string(9, '?'));
        QCOMPARE(readable("\xE6\xA8"), std::string("??"));
        QCOMPARE(readable("\xC2\x9B"), std::string("??")); // a control character of eight bits
        auto writer = GgufModelWriter(small(), "llama", Scheme::f16);
        writer.writer().text("general.license", "l\xFF\x1B");
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "mod\xE9l.gguf";
        writer.writer().writeSparse(path);
        const auto file = readModelFile(path);
        std::filesystem::remove(path); // Qt could not: the name is no text.
        QVERIFY2(file.has_value(), file ? "" : file.error().message().c_str());
        QCOMPARE(file->model.id, std::string("mod?l"));
        QCOMPARE(file->model.licence, std::string("l??"));
    }
    void whatCannotBeRepresentedIsRefusedWithItsSize() {
        auto writer = GgufModelWriter(small(), "strange", Scheme::f16);
        for (int i = 0; i < 3; ++i)
            writer.writer().tensor("blk." + std::to_string(i) + ".time_mix_key.weight", {256, 256}, 1);
        const auto file = readModelFile(File(writer).path());
        QVERIFY(!file && file.error().where.find("\"strange\"") != std::string::npos);
        QVERIFY(file.error().what.find("blk.0.time_mix_key") != std::string::npos);
        const auto total = llm::countParameters(small()).total + 3 * 256 * 256;
        QVERIFY(total == 2131712 && file.error().what.find("2,131,712 parameters in ") != std::string::npos);
    }
    void aSmallSurplusIsNoted() {
        auto writer = GgufModelWriter(small(), "llama", Scheme::f16);
        writer.writer().tensor("blk.0.attn_extra_norm.weight", {256}, 0);
        const auto file = readModelFile(File(writer).path()).value();
        QCOMPARE(file.parameters, llm::countParameters(small()).total + 256);
        QVERIFY(file.notes.size() == 1 &&
                file.notes[0].find("attn_extra_norm, 256 more") != std::string::npos);
    }
    void layersThatPredictFurtherTokensAreNoted() {
        auto model = small();
        model.layers.resize(2);
        auto writer = GgufModelWriter(small(), "glm4moe", Scheme::f16);
        writer.writer().u32("glm4moe.nextn_predict_layers", 1);
        const auto file = readModelFile(File(writer).path()).value();
        QVERIFY(bare(file.model) == bare(model));
        QCOMPARE(file.parameters, llm::countParameters(small()).total);
        QVERIFY(file.notes.size() == 1 && file.notes[0].find("further tokens") != std::string::npos);
    }
    void filesOfOtherThingsAreRefused() {
        const auto refuses = [](const char* key, const char* value, const char* what) {
            auto writer = GgufModelWriter(small(), "llama", Scheme::f16);
            writer.writer().text(key, value);
            const auto file = readModelFile(File(writer).path());
            return !file && file.error().what.find(what) != std::string::npos;
        };
        QVERIFY(refuses("general.type", "mmproj", "projector"));
        QVERIFY(refuses("general.type", "adapter", "adapter"));
        test::GgufWriter nameless;
        nameless.tensor("token_embd.weight", {8, 8}, 0);
        QVERIFY(!readModelFile(MemoryFolder({{"m.gguf", nameless.bytes()}}), "m.gguf"));
        test::GgufWriter empty;
        empty.text("general.architecture", "rwkv6");
        const auto file = readModelFile(MemoryFolder({{"m.gguf", empty.bytes()}}), "m.gguf");
        QVERIFY(!file && file.error().what.find("token embedding") != std::string::npos &&
                file.error().where.find("rwkv6") != std::string::npos);
    }
    void numbersThatDoNotFitTheTensorsAreRefused() {
        const auto with = [](std::int64_t heads, const char* key) {
            test::GgufWriter writer;
            writer.text("general.architecture", "llama");
            if (heads != 0)
                writer.u64(key, std::uint64_t(heads));
            writer.tensor("token_embd.weight", {64, 32}, 0);
            writer.tensor("output_norm.weight", {64}, 0);
            writer.tensor("blk.0.attn_q.weight", {64, 64}, 0);
            writer.tensor("blk.0.attn_k.weight", {64, 64}, 0);
            writer.tensor("blk.0.attn_v.weight", {64, 64}, 0);
            writer.tensor("blk.0.attn_output.weight", {64, 64}, 0);
            writer.tensor("blk.0.ffn_up.weight", {64, 64}, 0);
            writer.tensor("blk.0.ffn_down.weight", {64, 64}, 0);
            return readModelFile(MemoryFolder({{"m.gguf", writer.bytes()}}), "m.gguf");
        };
        const char* key = "llama.attention.head_count";
        QVERIFY(with(8, key).has_value());
        for (const auto heads : {std::int64_t(7), std::int64_t(65), std::int64_t(1) << 62})
            QVERIFY(with(heads, key).error().what.find("do not fit") != std::string::npos);
        const auto missing = with(0, key);
        QVERIFY(missing.error().where.find(key) != std::string::npos);
        QVERIFY(missing.error().remedy.find("config.json") != std::string::npos);
    }
};

} // namespace cellwright::weights

CELLWRIGHT_TEST(cellwright::weights::GgufModelTest)
#include "gguf_model_test.moc"
