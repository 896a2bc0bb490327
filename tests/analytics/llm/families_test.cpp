// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/model.h"
#include "tests/analytics/llm/published/published.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace cellwright::llm {
namespace {

using Json = nlohmann::json;

std::vector<Published> allPublished() {
    std::vector<Published> all;
    for (const auto& group : {publishedDense(), publishedEarly(), publishedExperts(), publishedEncoders(),
                              publishedMultimodal(), publishedStateSpace()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

/// Every number, flag and list in a configuration, in objects inside it too, as paths.
void collectPaths(const Json& json, const Json::json_pointer& at, std::vector<Json::json_pointer>& paths) {
    for (const auto& [name, value] : json.items()) {
        if (value.is_object())
            collectPaths(value, at / name, paths);
        paths.push_back(at / name);
    }
}

const std::vector<Json>& hostileValues() {
    static const std::vector<Json> values{0,
                                          -1,
                                          1,
                                          7,
                                          2.5,
                                          1e15,
                                          UINT64_MAX,
                                          "text",
                                          true,
                                          Json(),
                                          Json::array(),
                                          Json::array({1, "x"}),
                                          Json::object(),
                                          Json::array({Json::array(), -5}),
                                          Json(std::vector<int>(5000, 1))};
    return values;
}

/// What must hold of any model that is read.
bool isSound(const Model& model) {
    if (!check(model))
        return false;
    const auto count = countParameters(model);
    const auto accounting = Accounting::of(model, {Scheme::q4_k_m});
    return accounting && count.total >= 0 && count.active >= 0 && count.active <= count.total &&
           count.embedding + count.towers <= count.total &&
           accounting->parameters(accounting->whole()) == count.total &&
           accounting->weightBytes(accounting->whole()) >= Bytes(0.0) &&
           accounting->kvBytesPerToken(accounting->whole()) >= Bytes(0.0);
}

/// Refused with a field's name, or read.
QByteArray unsoundness(const Json& config) {
    const auto model = fromHuggingFaceConfig(config.dump(), "c.json");
    if (model)
        return isSound(*model) ? "" : "an unsound model";
    const auto& error = model.error();
    const bool names = error.where.starts_with("c.json, ") && !error.what.empty() && !error.remedy.empty();
    return names ? "" : QByteArray("a nameless error: ") + error.message().c_str();
}

Model read(std::string_view name) {
    for (const auto& published : allPublished())
        if (name == published.name)
            return fromHuggingFaceConfig(published.config).value();
    throw std::out_of_range(std::string(name));
}

Json configOf(std::string_view name) {
    for (const auto& published : allPublished())
        if (name == published.name)
            return Json::parse(published.config);
    throw std::out_of_range(std::string(name));
}

QByteArray refusal(const Json& config) {
    const auto model = fromHuggingFaceConfig(config.dump());
    return model ? QByteArray("none") : QByteArray::fromStdString(model.error().message());
}

} // namespace

/// Public models: their parameter counts are met to the last one, and whatever is wrong with their files is
/// refused by the field's name or harmless.
class FamiliesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void publishedModelsAreCountedExactly_data() {
        QTest::addColumn<qsizetype>("index");
        const auto all = allPublished();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << qsizetype(i);
    }
    void publishedModelsAreCountedExactly() {
        QFETCH(qsizetype, index);
        const auto published = allPublished()[std::size_t(index)];
        const auto model = fromHuggingFaceConfig(published.config);
        QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
        const auto count = countParameters(*model);
        QCOMPARE(qint64(count.total), qint64(published.total));
        if (published.active > 0)
            QCOMPARE(qint64(count.active), qint64(published.active));
        QVERIFY(count.active <= count.total && count.embedding + count.towers <= count.total);
        const auto accounting = Accounting::of(*model, {Scheme::q4_k_m});
        QVERIFY2(accounting.has_value(), accounting ? "" : accounting.error().message().c_str());
        QCOMPARE(qint64(accounting->parameters(accounting->whole())), qint64(count.total));
    }
    void anyFieldMayBeWrong_data() { publishedModelsAreCountedExactly_data(); }
    void anyFieldMayBeWrong() {
        QFETCH(qsizetype, index);
        const auto config = Json::parse(allPublished()[std::size_t(index)].config);
        std::vector<Json::json_pointer> paths;
        collectPaths(config, Json::json_pointer(), paths);
        for (const auto& path : paths) {
            auto without = config;
            without[path.parent_pointer()].erase(path.back());
            QVERIFY2(unsoundness(without).isEmpty(), ("without " + path.to_string()).c_str());
            for (const auto& value : hostileValues()) {
                auto wrong = config;
                wrong[path] = value;
                const auto problem = unsoundness(wrong);
                QVERIFY2(
                    problem.isEmpty(),
                    (path.to_string() + " is " + value.dump().substr(0, 60) + ": ").append(problem).c_str());
            }
        }
    }
    void sizesThatFixTheCountAreNeeded_data() { publishedModelsAreCountedExactly_data(); }
    void sizesThatFixTheCountAreNeeded() {
        QFETCH(qsizetype, index);
        auto config = Json::parse(allPublished()[std::size_t(index)].config);
        // Only a text_config and a vision_config may leave sizes out.
        for (const char* name :
             {"hidden_size", "n_embd", "d_model", "dim", "num_hidden_layers", "n_layer", "n_layers",
              "num_layers", "encoder_layers", "vocab_size", "text_config", "vision_config"}) {
            if (!config.contains(name) || (config["model_type"] == "palm" && config[name].is_object()))
                continue;
            auto without = config;
            without.erase(name);
            QVERIFY2(refusal(without).contains(" is missing"), refusal(without).constData());
        }
    }
    void fieldsInsideAreNamedWithTheirObject() {
        auto config = configOf("LLaVA-1.5-7B");
        config["text_config"]["hidden_size"] = -4;
        QVERIFY(refusal(config).contains("field text_config.hidden_size: text_config.hidden_size is -4"));
        config = configOf("LLaVA-1.5-7B");
        config["vision_config"]["patch_size"] = 0;
        QVERIFY(refusal(config).contains("vision_config.patch_size is 0"));
        config["vision_config"] = 3;
        QVERIFY(refusal(config).contains("vision_config is 3 (an object)"));
        config = configOf("DBRX");
        config["ffn_config"]["moe_top_k"] = 17;
        QVERIFY(refusal(config).contains("ffn_config.moe_top_k is 17 (a whole number from 1 to 16)"));
    }
    void architecturesNameTheFamilyWhereTheTypeIsMissing_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("architecture");
        const auto row = [](const char* name, const char* architecture) {
            QTest::newRow(architecture) << QByteArray(name) << QByteArray(architecture);
        };
        row("Llama-3.2-1B", "LlamaForCausalLM");
        row("Llama 4 Scout, decoder", "Llama4ForCausalLM");
        row("Gemma-3-1B", "Gemma3ForCausalLM");
        row("Gemma-3-4B", "Gemma3ForConditionalGeneration");
        row("GPT-2", "GPT2LMHeadModel");
        row("Falcon-7B, as first published", "RWForCausalLM");
        row("T5-small", "T5WithLMHeadModel");
        row("BERT-base", "BertForMaskedLM");
        row("Qwen3-30B-A3B", "Qwen3MoeForCausalLM");
        row("Qwen2.5-VL-7B", "Qwen2_5_VLForConditionalGeneration");
    }
    void architecturesNameTheFamilyWhereTheTypeIsMissing() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, architecture);
        auto config = configOf(name.toStdString());
        config.erase("model_type");
        config["architectures"] = {architecture.toStdString()};
        const auto model = fromHuggingFaceConfig(config.dump());
        QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
        QCOMPARE(model->family, read(name.toStdString()).family);
        QCOMPARE(qint64(countParameters(*model).total),
                 qint64(countParameters(read(name.toStdString())).total));
    }
    void refusedVariantsNameTheirField_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* patch, const char* expected) {
            QTest::newRow(expected) << QByteArray(name) << QByteArray(patch) << QByteArray(expected);
        };
        row("Phi-2", R"({"qk_layernorm":true})", "qk_layernorm");
        row("GPT-2", R"({"add_cross_attention":true})", "add_cross_attention");
        row("BERT-base", R"({"position_embedding_type":"relative_key"})", "\"relative_key\" positions");
        row("MPT-7B", R"({"attn_config":{"qk_ln":true}})", "attn_config.qk_ln");
        row("MPT-7B", R"({"attn_config":{"attn_type":"linear"}})", "attn_config.attn_type");
        row("LLaVA-1.5-7B", R"({"vision_feature_layer":[-2,-5]})", "vision_feature_layer");
        row("LLaVA-1.5-7B", R"({"text_config":{"model_type":"mamba"}})", "text_config.model_type");
        row("LLaVA-1.5-7B", R"({"vision_config":{"model_type":"dinov2"}})", "vision_config.model_type");
        row("Gemma-3-4B", R"({"mm_tokens_per_image":255})", "mm_tokens_per_image");
        row("OpenVLA-7B", R"({"timm_model_ids":["resnet50","vit"]})", "timm_model_ids");
        row("Nemotron-Nano-9B-v2", R"({"hybrid_override_pattern":"MM*"})",
            "hybrid_override_pattern has 3 letters");
        row("Granite-4.0-H-Tiny", R"({"layer_types":["mamba"]})", "layer_types");
        row("Codestral-Mamba-7B", R"({"num_heads":64})", "num_heads times head_dim");
        row("EXAONE-4.0-32B", R"({"sliding_window_pattern":"LGLG"})", "sliding_window_pattern");
        row("Flan-T5-base", R"({"feed_forward_proj":"swish-gelu"})", "feed_forward_proj");
        row("Llama-4-Scout", R"({"vision_config":{"pixel_shuffle_ratio":0.3}})",
            "vision_config.intermediate_size");
        row("Mixtral-8x7B", R"({"num_experts_per_tok":9})", "num_experts_per_tok is 9");
        row("Llama-3.2-1B", R"({"model_type":"mllama"})", "gates of their own");
    }
    void refusedVariantsNameTheirField() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, expected);
        auto config = configOf(name.toStdString());
        config.merge_patch(Json::parse(patch.toStdString()));
        QVERIFY2(refusal(config).contains(expected), refusal(config).constData());
    }
    void attentionIsReadLayerByLayer() {
        const auto windows = [](const Model& model) {
            QByteArray all;
            for (const auto& layer : model.layers)
                all += layer.attention()    ? layer.attention()->window ? 'w' : 'a'
                       : layer.latent()     ? 'l'
                       : layer.stateSpace() ? 's'
                                            : '-';
            return all;
        };
        QCOMPARE(windows(read("Gemma-3-270M")), QByteArray("wwwwwawwwwwawwwwwa"));
        QVERIFY(windows(read("Gemma-2-2B")).startsWith("wawawa"));
        QVERIFY(windows(read("gpt-oss-20b")).startsWith("wawawa"));
        QVERIFY(windows(read("Command-R7B")).startsWith("wwwawwwa"));
        QVERIFY(windows(read("Llama 4 Scout, decoder")).startsWith("wwwawwwa"));
        QVERIFY(windows(read("ModernBERT-base")).startsWith("awwaww"));
        QVERIFY(windows(read("Jamba-v0.1")).startsWith("ssssasssssssasss"));
        QVERIFY(windows(read("Nemotron-Nano-9B-v2")).startsWith("s-s-s-ss-s-s-sa-"));
        QVERIFY(windows(read("DeepSeek-V3")).startsWith("lll"));
        QVERIFY(!windows(read("Qwen2.5-0.5B")).contains('w') &&
                !windows(read("Mistral-Nemo-12B")).contains('w'));
        QCOMPARE(read("Gemma-2-2B").layers[0].attention()->softCap.value(), 50.0);
        QVERIFY(!read("BERT-base").generates() && read("T5-small").isEncoderDecoder());
        QVERIFY(!read("e5-mistral-7b (no head)").generates() ||
                read("e5-mistral-7b (no head)").head == Head::none);
    }
    void mediaBecomeTheTokensOfTheModelsPapers() {
        const auto tokens = [](const char* name, std::int64_t side) {
            std::int64_t sum = 0;
            for (const auto& tower : read(name).towers)
                sum += imageTokens(tower, side, side).tokens;
            return qint64(sum);
        };
        QCOMPARE(tokens("LLaVA-1.5-7B", 336), qint64(576));
        QCOMPARE(tokens("Gemma-3-4B", 896), qint64(256));
        QCOMPARE(tokens("PaliGemma-3B-224", 224), qint64(256));
        QCOMPARE(tokens("SmolVLM-256M", 512), qint64(64));
        QCOMPARE(tokens("SmolVLM-2.2B", 384), qint64(81));
        QCOMPARE(tokens("OpenVLA-7B", 224), qint64(256));
        QCOMPARE(tokens("Qwen2.5-VL-7B", 1120), qint64(1600));
        QCOMPARE(tokens("Qwen3-VL-8B", 1024), qint64(1024));
        // As smart_resize() of Qwen2-VL's processor computes: sides rounded, not up; area within limits.
        QCOMPARE(tokens("Qwen2.5-VL-7B", 512), qint64(18 * 18));
        QCOMPARE(tokens("Qwen2.5-VL-7B", 28), qint64(2 * 2));
        QCOMPARE(tokens("Qwen2.5-VL-7B", 20'000), qint64(128 * 128));
        QCOMPARE(tokens("Qwen3-VL-8B", 100), qint64(8 * 8));
        const Tower qwen = read("Qwen2.5-VL-7B").towers[0];
        QCOMPARE(imageTokens(qwen, 700, 500), (MediaTokens{1800, 450}));
        QCOMPARE(imageTokens(qwen, 200, 1000), (MediaTokens{1008, 252}));
        QCOMPARE(tokens("Llama-4-Scout", 336), qint64(144));
        QCOMPARE(qint64(audioTokens(read("Whisper-tiny").towers[0], 12.0).vectors), qint64(1500));
        QCOMPARE(qint64(read("LLaVA-1.5-7B").towers[0].layersRun), qint64(23));
    }
    void notesSayWhatIsLeftOut() {
        QVERIFY(read("DeepSeek-V3").note.find("multi-token prediction") != std::string::npos);
        QVERIFY(read("DeepSeek-V3").note.find("\"fp8\"") != std::string::npos);
        QVERIFY(read("Llama-2-7B, GPTQ").note.find("quantized (\"gptq\", 4 bits)") != std::string::npos);
        QVERIFY(read("Llama-3.2-1B").note.empty());
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::FamiliesTest)
#include "families_test.moc"
