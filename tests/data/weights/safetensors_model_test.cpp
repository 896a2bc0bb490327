// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "data/weights/header_json.h"
#include "data/weights/model_file.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::weights {
namespace {

struct Stored {
    std::string name;
    std::string dtype;
    std::vector<std::int64_t> shape;
};

/// A safetensors file of these tensors, filled with zeros.
std::string file(const std::vector<Stored>& tensors) {
    std::string json = "{";
    std::int64_t end = 0;
    for (const auto& tensor : tensors) {
        std::int64_t bytes = tensor.dtype == "F32" || tensor.dtype == "I32" ? 4
                             : tensor.dtype == "U8"                         ? 1
                                                                            : 2;
        std::string shape;
        for (const auto dim : tensor.shape) {
            bytes *= dim;
            shape += (shape.empty() ? "" : ",") + std::to_string(dim);
        }
        json += json.size() > 1 ? ",\"" : "\"";
        json += tensor.name + "\":{\"dtype\":\"" + tensor.dtype + "\",\"shape\":[" + shape +
                "],\"data_offsets\":[" + std::to_string(end) + "," + std::to_string(end + bytes) + "]}";
        end += bytes;
    }
    json += "}";
    std::string length;
    for (int i = 0; i < 8; ++i)
        length += char(json.size() >> 8 * i & 0xFF);
    return length + json + std::string(std::size_t(end), '\0');
}

std::vector<Stored> llama(bool headNorms, const std::string& dtype = "BF16") {
    const std::string p = "model.layers.0.";
    std::vector<Stored> all{{"model.embed_tokens.weight", dtype, {8, 16}},
                            {p + "self_attn.q_proj.weight", dtype, {16, 16}},
                            {p + "self_attn.k_proj.weight", dtype, {8, 16}},
                            {p + "self_attn.v_proj.weight", dtype, {8, 16}},
                            {p + "self_attn.o_proj.weight", dtype, {16, 16}},
                            {p + "mlp.gate_proj.weight", dtype, {32, 16}},
                            {p + "mlp.up_proj.weight", dtype, {32, 16}},
                            {p + "mlp.down_proj.weight", dtype, {16, 32}},
                            {p + "input_layernorm.weight", dtype, {16}},
                            {p + "post_attention_layernorm.weight", dtype, {16}},
                            {"model.norm.weight", dtype, {16}}};
    if (headNorms) {
        all.push_back({p + "self_attn.q_norm.weight", dtype, {4}});
        all.push_back({p + "self_attn.k_norm.weight", dtype, {4}});
    }
    return all;
}
const std::string config = R"({"model_type":"llama","hidden_size":16,"num_hidden_layers":1,
    "num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":32,"vocab_size":8,
    "max_position_embeddings":512,"tie_word_embeddings":true})";

Expected<ModelFile> read(const std::vector<Stored>& tensors, const std::string& beside = {}) {
    std::map<std::string, std::string> files{{"m.safetensors", file(tensors)}};
    if (!beside.empty())
        files["config.json"] = beside;
    return readModelFile(MemoryFolder(files), "m.safetensors");
}

} // namespace

class SafetensorsModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theConfigurationBesideTheFileDescribesTheModel() {
        const auto read_ = read(llama(false), config);
        QVERIFY2(read_.has_value(), read_ ? "" : read_.error().message().c_str());
        QCOMPARE(read_->model.maxContext, std::int64_t(512));
        QCOMPARE(read_->model.layers[0].attention()->kvHeads, std::int64_t(2));
        QCOMPARE(read_->parameters, std::int64_t(128 + 256 + 128 + 128 + 256 + 3 * 512 + 48));
        QCOMPARE(read_->weightBytes, std::uint64_t(2 * read_->parameters));
        QCOMPARE(read_->schemeName, std::string("bf16"));
        QCOMPARE(read_->scheme, Scheme::bf16);
        QVERIFY(read_->notes.empty());
        QCOMPARE(read_->projectText, config);
        const auto accounting = llm::Accounting::of(read_->model, {.mix = read_->mix}).value();
        QCOMPARE(accounting.weightBytes(accounting.whole()).si(), double(read_->weightBytes));
    }
    void filesThatLackLayersAreNoModel() {
        auto deeper = config;
        deeper.replace(deeper.find("\"num_hidden_layers\":1"), 21, "\"num_hidden_layers\":9");
        const auto part = read(llama(false), deeper);
        QVERIFY(!part);
        QVERIFY(part.error().what.find("1 layers, config.json describes 9") != std::string::npos);
        QVERIFY(part.error().where.find("config.json") != std::string::npos);
    }
    void withoutItHeadsMustFollowFromTheShapes() {
        const auto bare = read(llama(false));
        QVERIFY(!bare && bare.error().where.find("num_attention_heads") != std::string::npos);
        QVERIFY(bare.error().remedy.find("config.json") != std::string::npos);
        const auto normed = read(llama(true)).value();
        QCOMPARE(normed.model.layers[0].attention()->heads, std::int64_t(4));
        QCOMPARE(normed.model.layers[0].attention()->kvHeads, std::int64_t(2));
        QVERIFY(normed.model.tiedEmbeddings && normed.model.layers[0].feedForward.gated);
        QCOMPARE(normed.parameters, llm::countParameters(normed.model).total);
        QCOMPARE(normed.notes.size(), std::size_t(1)); // the context is assumed
    }
    void anUnknownArchitectureIsDerivedFromItsTensors() {
        auto unheard = config;
        unheard.replace(unheard.find("\"llama\""), 7, "\"unheard\"");
        const auto known = read(llama(false), unheard).value();
        QCOMPARE(known.model.family, std::string("unheard"));
        QCOMPARE(known.model.layers[0].attention()->heads, std::int64_t(4));
        QCOMPARE(known.model.maxContext, std::int64_t(512));
        auto strange = llama(false);
        strange.push_back({"model.layers.0.self_attn.strange.weight", "BF16", {16, 16}});
        const auto refused = read(strange, unheard);
        QVERIFY(!refused && refused.error().what.find("unheard") != std::string::npos);
    }
    void differencesFromTheConfigurationAreNoted() {
        auto other = config;
        other.replace(other.find(":32,"), 4, ":64,");
        const auto file = read(llama(false), other).value();
        QCOMPARE(file.notes.size(), std::size_t(1));
        QVERIFY(file.notes[0].find("config.json describes") != std::string::npos);
        auto twice = llama(false);
        twice.push_back({"lm_head.weight", "BF16", {8, 16}});
        const auto tied = read(twice, config).value();
        QCOMPARE(tied.parameters, llm::countParameters(tied.model).total);
        QVERIFY(tied.notes.size() == 1 && tied.notes[0].find("output head is stored") != std::string::npos);
    }
    void buffersAreNoParameters() {
        auto tensors = llama(false);
        tensors.push_back({"model.layers.0.self_attn.rotary_emb.inv_freq", "F32", {2}});
        const auto file = read(tensors, config).value();
        QCOMPARE(file.parameters, llm::countParameters(file.model).total);
        QVERIFY(file.notes.empty());
    }
    void packedWeightsAreCountedByTheConfiguration() {
        std::vector<Stored> tensors{{"model.embed_tokens.weight", "F16", {8, 16}},
                                    {"model.layers.0.self_attn.q_proj.qweight", "I32", {2, 16}},
                                    {"model.layers.0.self_attn.q_proj.scales", "F16", {1, 16}}};
        auto packed = config;
        packed.insert(packed.size() - 1, R"(,"quantization_config":{"quant_method":"gptq","bits":4})");
        const auto file = read(tensors, packed).value();
        QCOMPARE(file.parameters, llm::countParameters(file.model).total);
        QCOMPARE(file.weightBytes, std::uint64_t(8 * 16 * 2 + 2 * 16 * 4 + 16 * 2));
        QCOMPARE(file.scheme, Scheme::gptq4);
        QVERIFY(file.notes.size() == 1 && !file.mix);
    }
    void whatAProjectKeepsGivesTheSameModel() {
        const auto file = read(llama(true)).value();
        QVERIFY(isHeaderJson(file.projectText) && !isHeaderJson(config) && file.projectText.size() < 4000);
        const auto again = modelFromHeaderJson(file.projectText, "project").value();
        QVERIFY(again.model == file.model);
        QVERIFY(*again.mix == *file.mix);
        QCOMPARE(again.weightBytes, file.weightBytes);
        QCOMPARE(again.scheme, file.scheme);
    }
    void aDamagedProjectTextIsRefused() {
        const auto text = read(llama(true)).value().projectText;
        for (std::size_t at = 0; at < text.size(); ++at) {
            auto changed = text;
            changed[at] = char(changed[at] ^ 1);
            if (const auto model = modelFromHeaderJson(changed, "project"); !model)
                QVERIFY(!model.error().what.empty());
            QVERIFY(!modelFromHeaderJson(text.substr(0, at), "project"));
        }
        QVERIFY(!modelFromHeaderJson(R"({"weights":{}})", "p"));
        QVERIFY(!modelFromHeaderJson(
            R"({"weights":{"numbers":{},"tensors":{"blk.5000.x":[1,1,1,1,1,"f32"]}}})", "p"));
        QVERIFY(!modelFromHeaderJson(
            R"({"weights":{"numbers":{},"tensors":{"x":[1,1,1,99999999999999999,1,"f32"]}}})", "p"));
    }
};

} // namespace cellwright::weights

CELLWRIGHT_TEST(cellwright::weights::SafetensorsModelTest)
#include "safetensors_model_test.moc"
