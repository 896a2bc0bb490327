// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Dense decoders with RMSNorm or Cohere's LayerNorm, rotary positions and a gated feed-forward network.
#include "analytics/llm/huggingface/families.h"

#include <algorithm>
#include <array>

namespace cellwright::llm::huggingface {
namespace {

/// Also granite, SmolLM3, Baichuan's and MiniCPM's relatives: what differs from Llama is no parameter.
Reader plain(ConfigFields& fields, bool tied) {
    Reader reader = llamaLike(fields, tied);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    return reader;
}

Model readLlama(ConfigFields& fields) {
    Reader reader = plain(fields, false);
    reader.fillLayers();
    return reader.model;
}

Model readTiedLlama(ConfigFields& fields) {
    Reader reader = plain(fields, true);
    reader.fillLayers();
    return reader.model;
}

Model readSmolLm3(ConfigFields& fields) {
    Reader reader = plain(fields, true);
    reader.fillLayers();
    const auto window = fields.boolean("use_sliding_window", false) ? reader.window() : std::nullopt;
    reader.windows(window, [](std::int64_t) { return true; });
    return reader.model;
}

Model readMistral(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.defaultKeyValueHeads(8);
    reader.headDimension();
    reader.fillLayers();
    reader.windows(reader.window(4096), [](std::int64_t) { return true; });
    return reader.model;
}

Model readQwen(ConfigFields& fields, bool third) {
    Reader reader = llamaLike(fields, false);
    reader.defaultKeyValueHeads(32);
    auto& attention = reader.attention();
    reader.headDimension(third ? std::optional<std::int64_t>(128) : std::nullopt);
    attention.qkvBias = third ? fields.boolean("attention_bias", false) : true;
    attention.outputBias = third && attention.qkvBias;
    attention.qkNorm = third ? QueryKeyNorm::perHead : QueryKeyNorm::none;
    const bool sliding = fields.boolean("use_sliding_window", false);
    const auto first = fields.integer("max_window_layers", 0, Limits::context, 28);
    reader.fillLayers();
    reader.windows(sliding ? reader.window(4096) : std::nullopt, [&](std::int64_t i) { return i >= first; });
    return reader.model;
}

/// The first Qwen: the query-key-value matrix has biases, the feed-forward width is that of both halves.
Model readQwen1(ConfigFields& fields) {
    Reader reader(fields, {.positions = fields.firstOf({"max_position_embeddings", "seq_length"})});
    auto& attention = reader.attention();
    reader.headDimension(fields.optionalInteger("kv_channels", 1, Limits::hidden));
    attention.qkvBias = true;
    attention.fused = true;
    attention.outputBias = reader.layer.feedForward.bias = !fields.boolean("no_bias", true);
    reader.layer.feedForward.width = fields.integer("intermediate_size", 2, 2 * Limits::feedForward) / 2;
    reader.tied(false);
    reader.fillLayers();
    return reader.model;
}

/// The last of each group of layers attends to everything.
std::function<bool(std::int64_t)> allButEach(std::int64_t group) {
    return [group](std::int64_t i) { return (i + 1) % group != 0; };
}

std::int64_t windowPattern(ConfigFields& fields, std::int64_t absent) {
    const char* name = fields.firstOf({"sliding_window_pattern", "_sliding_window_pattern"});
    return fields.integer(name, 1, Limits::layers, absent);
}

/// EmbeddingGemma reads in both directions.
void setGemma3Attention(ConfigFields& fields, Attention& attention) {
    attention.qkNorm = QueryKeyNorm::perHead;
    attention.causal = !fields.boolean("use_bidirectional_attention", false);
    attention.softCap = fields.optionalNumber("attn_logit_softcapping", 1e-6, 1e6);
}

Model readGemma(ConfigFields& fields, int generation) {
    Reader reader = llamaLike(fields, true, fields.firstOf({"hidden_activation", "hidden_act"}));
    reader.defaultKeyValueHeads(generation == 1 ? 16 : 4);
    reader.headDimension(256);
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.layer.postNorms = generation >= 2;
    if (generation == 3)
        setGemma3Attention(fields, reader.attention());
    if (generation == 2 && !fields.isNull("attn_logit_softcapping"))
        reader.attention().softCap =
            fields.optionalNumber("attn_logit_softcapping", 1e-6, 1e6).value_or(50.0);
    reader.fillLayers();
    if (generation >= 2)
        reader.windows(reader.window(4096), allButEach(generation == 3 ? windowPattern(fields, 6) : 2));
    return reader.model;
}

Model readPhi3(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attention().fused = true;
    reader.layer.feedForward.fused = true;
    reader.fillLayers();
    reader.windows(reader.window(), [](std::int64_t) { return true; });
    return reader.model;
}

/// GLM-4 as Hugging Face's own class reads it: biases on query, key and value; the 0414 release adds two
/// norms.
Model readGlm(ConfigFields& fields, bool postNorms) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension(128);
    reader.attention().qkvBias = fields.boolean("attention_bias", true);
    reader.layer.feedForward.fused = true;
    reader.layer.postNorms = postNorms;
    reader.fillLayers();
    return reader.model;
}

/// ChatGLM2, ChatGLM3 and GLM-4 under their first names.
Model readChatGlm(ConfigFields& fields) {
    Reader reader(fields,
                  {.layers = "num_layers", .positions = "seq_length", .vocabulary = "padded_vocab_size"});
    reader.headDimension(fields.optionalInteger("kv_channels", 1, Limits::hidden));
    if (fields.boolean("multi_query_attention", false))
        reader.keyValueHeads("multi_query_group_num");
    reader.feedForwardWidth("ffn_hidden_size");
    reader.allBiases(fields.boolean("add_bias_linear", false));
    if (fields.boolean("add_qkv_bias", false))
        reader.attention().qkvBias = true;
    reader.attention().fused = reader.layer.feedForward.fused = true;
    reader.model.norm = fields.boolean("rmsnorm", true) ? Norm::rms : Norm::layer;
    reader.tied(false);
    reader.fillLayers();
    return reader.model;
}

Model readInternLm2(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("bias", false));
    reader.attention().fused = true;
    reader.fillLayers();
    return reader.model;
}

Model readBaichuan(ConfigFields& fields) {
    const char* positions = fields.firstOf({"max_position_embeddings", "model_max_length"});
    Reader reader(fields, {.positions = positions});
    reader.headDimension();
    reader.feedForwardWidth();
    reader.attention().fused = true;
    if (!fields.has("max_position_embeddings"))
        reader.model.positions = PositionEmbedding::alibi; // the 13B models
    reader.tied(false);
    reader.fillLayers();
    return reader.model;
}

Model readExaone(ConfigFields& fields) {
    Reader reader(fields, {.layers = fields.firstOf({"num_layers", "num_hidden_layers"}),
                           .activation = "activation_function"});
    reader.keyValueHeads();
    reader.headDimension();
    reader.feedForwardWidth();
    reader.tied(false);
    reader.fillLayers();
    return reader.model;
}

/// "LLLG" or the length of such a group: the last layer of it attends to everything.
std::int64_t exaonePattern(ConfigFields& fields) {
    if (!fields.isText("sliding_window_pattern"))
        return fields.integer("sliding_window_pattern", 0, Limits::layers, 4);
    const auto pattern = fields.text("sliding_window_pattern");
    if (pattern.size() > 64 || pattern.find_first_not_of('L') != pattern.size() - 1 ||
        !pattern.ends_with('G'))
        fields.refuse("sliding_window_pattern", inQuotes(pattern) + " is not a pattern known here",
                      "letters L and at last a G, or a number");
    return std::int64_t(pattern.size());
}

/// Norms on the outputs of attention and feed-forward instead of their inputs: the same number of them.
Model readExaone4(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attention().qkNorm = QueryKeyNorm::perHead;
    reader.fillLayers();
    const auto pattern = exaonePattern(fields);
    reader.windows(pattern > 0 ? reader.window(4096) : std::nullopt,
                   allButEach(std::max<std::int64_t>(pattern, 1)));
    return reader.model;
}

Model readOlmo(ConfigFields& fields) {
    Reader reader = plain(fields, false);
    reader.layer.feedForward.bias = false;
    reader.model.norm = Norm::none;
    reader.fillLayers();
    return reader.model;
}

/// Norms on outputs as in EXAONE 4, and one weight per channel on queries and keys.
Model readOlmo2(ConfigFields& fields, bool third) {
    Reader reader = plain(fields, false);
    reader.layer.feedForward.bias = false;
    reader.attention().qkNorm = QueryKeyNorm::whole;
    reader.fillLayers();
    if (third)
        reader.windows(reader.window(4096), allButEach(4));
    return reader.model;
}

Model readCohere(ConfigFields& fields, bool second) {
    Reader reader = llamaLike(fields, true);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    if (!second && fields.boolean("use_qk_norm", false))
        reader.attention().qkNorm = QueryKeyNorm::whole;
    reader.model.norm = Norm::layerNoBias;
    reader.layer.parallel = reader.layer.sharedNorm = true;
    reader.fillLayers();
    if (second)
        reader.windows(reader.window(4096), allButEach(windowPattern(fields, 4)));
    return reader.model;
}

Model readSeedOss(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension(128);
    reader.attention().qkvBias = fields.boolean("attention_bias", true);
    reader.attention().outputBias = fields.boolean("attention_out_bias", false);
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    reader.fillLayers();
    return reader.model;
}

Model readErnie(ConfigFields& fields) {
    Reader reader = llamaLike(fields, true);
    reader.headDimension();
    reader.allBiases(fields.boolean("use_bias", false));
    reader.fillLayers();
    return reader.model;
}

constexpr std::string_view llamaDefaults =
    R"({"vocab_size":32000,"hidden_size":4096,"intermediate_size":11008,"num_hidden_layers":32,
        "num_attention_heads":32,"max_position_embeddings":2048})";
constexpr std::string_view mistralDefaults =
    R"({"vocab_size":32000,"hidden_size":4096,"intermediate_size":14336,"num_hidden_layers":32,
        "num_attention_heads":32,"num_key_value_heads":8,"max_position_embeddings":131072})";
constexpr std::string_view qwenDefaults =
    R"({"vocab_size":151936,"hidden_size":4096,"intermediate_size":22016,"num_hidden_layers":32,
        "num_attention_heads":32,"num_key_value_heads":32,"max_position_embeddings":32768})";
constexpr std::string_view gemmaDefaults =
    R"({"vocab_size":256000,"hidden_size":3072,"intermediate_size":24576,"num_hidden_layers":28,
        "num_attention_heads":16,"num_key_value_heads":16,"max_position_embeddings":8192})";
constexpr std::string_view gemma2Defaults =
    R"({"vocab_size":256000,"hidden_size":2304,"intermediate_size":9216,"num_hidden_layers":26,
        "num_attention_heads":8,"num_key_value_heads":4,"max_position_embeddings":8192})";
constexpr std::string_view gemma3Defaults =
    R"({"vocab_size":262208,"hidden_size":2304,"intermediate_size":9216,"num_hidden_layers":26,
        "num_attention_heads":8,"num_key_value_heads":4,"max_position_embeddings":131072})";

constexpr std::array families{
    Family{"llama", "Llama", readLlama, llamaDefaults},
    Family{"mistral", "Mistral", readMistral, mistralDefaults},
    Family{"ministral", "Ministral", readMistral},
    Family{"qwen", "QWen", readQwen1},
    Family{"qwen2", "Qwen2", [](ConfigFields& fields) { return readQwen(fields, false); }, qwenDefaults},
    Family{"qwen3", "Qwen3", [](ConfigFields& fields) { return readQwen(fields, true); }, qwenDefaults},
    Family{"gemma", "Gemma", [](ConfigFields& fields) { return readGemma(fields, 1); }, gemmaDefaults},
    Family{"gemma2", "Gemma2", [](ConfigFields& fields) { return readGemma(fields, 2); }, gemma2Defaults},
    Family{"gemma3_text", "Gemma3", [](ConfigFields& fields) { return readGemma(fields, 3); },
           gemma3Defaults},
    Family{"phi3", "Phi3", readPhi3},
    Family{"glm", "Glm", [](ConfigFields& fields) { return readGlm(fields, false); }},
    Family{"glm4", "Glm4", [](ConfigFields& fields) { return readGlm(fields, true); }},
    Family{"chatglm", "ChatGLM", readChatGlm},
    Family{"internlm2", "InternLM2", readInternLm2},
    Family{"baichuan", "BaiChuan", readBaichuan},
    Family{"exaone", "Exaone", readExaone},
    Family{"exaone4", "Exaone4", readExaone4},
    Family{"olmo", "Olmo", readOlmo},
    Family{"olmo2", "Olmo2", [](ConfigFields& fields) { return readOlmo2(fields, false); }},
    Family{"olmo3", "Olmo3", [](ConfigFields& fields) { return readOlmo2(fields, true); }},
    Family{"cohere", "Cohere", [](ConfigFields& fields) { return readCohere(fields, false); }},
    Family{"cohere2", "Cohere2", [](ConfigFields& fields) { return readCohere(fields, true); }},
    Family{"granite", "Granite", readLlama},
    Family{"smollm3", "SmolLM3", readSmolLm3},
    Family{"minicpm", "MiniCPM", readTiedLlama},
    Family{"seed_oss", "SeedOss", readSeedOss},
    Family{"ernie4_5", "Ernie4_5", readErnie},
};

} // namespace

std::span<const Family> llamaFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
