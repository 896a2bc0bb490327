// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Decoders whose feed-forward networks are mixtures of experts, with ordinary attention.
#include "analytics/llm/huggingface/expert_fields.h"
#include "analytics/llm/huggingface/families.h"

#include <algorithm>
#include <array>

namespace cellwright::llm::huggingface {

Experts readExperts(ConfigFields& fields, const ExpertNames& names) {
    Experts experts;
    experts.count = fields.integer(names.count, 1, Limits::experts);
    experts.perToken = fields.integer(names.perToken, 1, experts.count);
    experts.width = fields.integer(names.width, 1, Limits::feedForward);
    return experts;
}

void setExperts(Layer& layer, const Experts& experts) {
    layer.experts = experts;
    layer.feedForward = {};
}

void noteNextTokenLayers(ConfigFields& fields, Model& model) {
    if (const auto layers = fields.integer("num_nextn_predict_layers", 0, Limits::layers, 0); layers > 0)
        addNote(model, "The published files also hold " + std::to_string(layers) +
                           " layer(s) for multi-token prediction, which are not counted.");
}

namespace {

Model readMixtral(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.defaultKeyValueHeads(8);
    reader.headDimension();
    setExperts(reader.layer,
               readExperts(fields, {"num_local_experts", "num_experts_per_tok", "intermediate_size"}));
    reader.fillLayers();
    reader.windows(reader.window(), [](std::int64_t) { return true; });
    return reader.model;
}

/// Every decoder_sparse_step-th layer has experts, unless mlp_only_layers names it.
void placeQwenExperts(ConfigFields& fields, Reader& reader, const Experts& experts) {
    const auto step = fields.integer("decoder_sparse_step", 1, Limits::layers, 1);
    const auto dense = fields.integers("mlp_only_layers", 0, Limits::layers, std::size_t(Limits::layers));
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if ((i + 1) % step == 0 && std::ranges::find(dense, i) == dense.end())
            setExperts(layer, experts);
    });
}

Model readQwen2Experts(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.defaultKeyValueHeads(16);
    reader.headDimension();
    reader.attention().qkvBias = fields.boolean("qkv_bias", true);
    auto experts = readExperts(fields, {"num_experts", "num_experts_per_tok", "moe_intermediate_size"});
    experts.sharedWidth = fields.integer("shared_expert_intermediate_size", 0, Limits::feedForward);
    experts.sharedGate = experts.sharedWidth > 0;
    placeQwenExperts(fields, reader, experts);
    const auto first = fields.integer("max_window_layers", 0, Limits::context, 28);
    const bool sliding = fields.boolean("use_sliding_window", false);
    reader.windows(sliding ? reader.window(4096) : std::nullopt, [&](std::int64_t i) { return i >= first; });
    return reader.model;
}

Model readQwen3Experts(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.defaultKeyValueHeads(4);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.attention().qkNorm = QueryKeyNorm::perHead;
    placeQwenExperts(fields, reader,
                     readExperts(fields, {"num_experts", "num_experts_per_tok", "moe_intermediate_size"}));
    const bool sliding = fields.boolean("use_sliding_window", false);
    reader.windows(sliding ? reader.window(4096) : std::nullopt, [](std::int64_t) { return true; });
    return reader.model;
}

/// Biases everywhere, attention sinks, and a window of 128 tokens in every other layer.
Model readGptOss(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension(64);
    reader.attentionBiases(fields.boolean("attention_bias", true));
    reader.attention().sinks = true;
    const char* perToken = fields.firstOf({"num_experts_per_tok", "experts_per_token"});
    auto experts = readExperts(fields, {"num_local_experts", perToken, "intermediate_size"});
    experts.bias = experts.routerBias = true;
    setExperts(reader.layer, experts);
    reader.fillLayers();
    reader.windows(reader.window(128), [](std::int64_t i) { return i % 2 == 0; });
    return reader.model;
}

/// Phi-3.5-MoE: LayerNorm, and biases on attention and output head.
Model readPhiMoe(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.model.norm = Norm::layer;
    reader.model.headBias = fields.boolean("lm_head_bias", false);
    setExperts(reader.layer,
               readExperts(fields, {"num_local_experts", "num_experts_per_tok", "intermediate_size"}));
    reader.fillLayers();
    reader.windows(reader.window(), [](std::int64_t) { return true; });
    return reader.model;
}

Model readOlMoe(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.attention().qkNorm = QueryKeyNorm::whole;
    setExperts(reader.layer,
               readExperts(fields, {"num_experts", "num_experts_per_tok", "intermediate_size"}));
    reader.fillLayers();
    return reader.model;
}

Model readGraniteMoe(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    auto experts = readExperts(fields, {"num_local_experts", "num_experts_per_tok", "intermediate_size"});
    experts.sharedWidth = fields.integer("shared_intermediate_size", 0, Limits::feedForward, 0);
    setExperts(reader.layer, experts);
    reader.fillLayers();
    return reader.model;
}

/// DBRX: LayerNorm without biases, sizes in two inner objects.
Model readDbrx(ConfigFields& fields) {
    Reader reader(
        fields, {.hidden = "d_model", .layers = "n_layers", .heads = "n_heads", .positions = "max_seq_len"});
    auto attention = fields.nested("attn_config");
    auto feedForward = fields.nested("ffn_config");
    reader.headDimension();
    reader.attention().kvHeads = attention.integer("kv_n_heads", 1, Limits::hidden, 1);
    reader.attention().fused = true;
    reader.model.norm = Norm::layerNoBias;
    reader.tied(false);
    setExperts(reader.layer, readExperts(feedForward, {"moe_num_experts", "moe_top_k", "ffn_hidden_size"}));
    reader.fillLayers();
    return reader.model;
}

/// Layers without rotary positions attend to everything, the others within chunks.
void setLlama4Windows(ConfigFields& fields, Reader& reader) {
    const auto chunk = fields.isNull("attention_chunk_size")
                           ? std::nullopt
                           : std::optional(fields.integer("attention_chunk_size", 1, Limits::context, 8192));
    const auto step = fields.integer("no_rope_layer_interval", 1, Limits::layers, 4);
    const auto rotary = fields.integers("no_rope_layers", 0, 1, std::size_t(Limits::layers));
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        const bool local = std::size_t(i) < rotary.size() ? rotary[std::size_t(i)] == 1 : (i + 1) % step != 0;
        if (local)
            layer.attention()->window = chunk;
    });
    if (chunk)
        reader.note("Attention within chunks of " + std::to_string(*chunk) +
                    " tokens is counted as a window of that length.");
}

/// Where there are experts every token passes one of them and a shared one of the same width.
Model readLlama4(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.feedForwardWidth("intermediate_size_mlp");
    auto experts = readExperts(fields, {"num_local_experts", "num_experts_per_tok", "intermediate_size"});
    experts.sharedWidth = experts.width;
    const auto step = fields.integer("interleave_moe_layer_step", 1, Limits::layers, 1);
    const auto named = fields.integers("moe_layers", 0, Limits::layers, std::size_t(Limits::layers));
    const bool listed = fields.isList("moe_layers");
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if (listed ? std::ranges::find(named, i) != named.end() : (i + 1) % step == 0)
            setExperts(layer, experts);
    });
    setLlama4Windows(fields, reader);
    return reader.model;
}

/// ERNIE 4.5: experts from layer to layer in steps, a bias per expert that only balances the load.
Model readErnieExperts(ConfigFields& fields) {
    Reader reader = llamaLike(fields, true);
    reader.headDimension();
    reader.allBiases(fields.boolean("use_bias", false));
    auto experts = readExperts(fields, {"moe_num_experts", "moe_k", "moe_intermediate_size"});
    experts.sharedWidth = fields.integer("moe_num_shared_experts", 0, 1000, 2) * experts.width;
    experts.routerBias = true;
    const auto first = fields.integer("moe_layer_start_index", 0, Limits::layers, 1);
    const auto last = fields.integer("moe_layer_end_index", -1, Limits::layers, -1);
    const auto step = fields.integer("moe_layer_interval", 1, Limits::layers, 1);
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if ((i + 1) % step == 0 && i >= first && (last < 0 || i <= last))
            setExperts(layer, experts);
    });
    return reader.model;
}

constexpr std::string_view llama4Defaults =
    R"({"vocab_size":202048,"hidden_size":5120,"intermediate_size":8192,"intermediate_size_mlp":16384,
        "num_hidden_layers":48,"num_attention_heads":40,"num_key_value_heads":8,"head_dim":128,
        "num_local_experts":16,"num_experts_per_tok":1,"max_position_embeddings":131072})";

constexpr std::array families{
    Family{"mixtral", "Mixtral", readMixtral},
    Family{"qwen2_moe", "Qwen2Moe", readQwen2Experts},
    Family{"qwen3_moe", "Qwen3Moe", readQwen3Experts},
    Family{"gpt_oss", "GptOss", readGptOss},
    Family{"phimoe", "PhiMoE", readPhiMoe},
    Family{"olmoe", "Olmoe", readOlMoe},
    Family{"granitemoe", "GraniteMoe", readGraniteMoe},
    Family{"granitemoeshared", "GraniteMoeShared", readGraniteMoe},
    Family{"dbrx", "Dbrx", readDbrx},
    Family{"llama4_text", "Llama4", readLlama4, llama4Defaults},
    Family{"ernie4_5_moe", "Ernie4_5_Moe", readErnieExperts},
};

} // namespace

std::span<const Family> expertFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
