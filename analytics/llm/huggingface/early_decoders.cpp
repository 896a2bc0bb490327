// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Dense decoders in the manner of GPT-2 and GPT-J: LayerNorm, two feed-forward matrices, often biases,
// parallel layers, learned or ALiBi positions.
#include "analytics/llm/huggingface/families.h"

#include <array>

namespace cellwright::llm::huggingface {
namespace {

constexpr SizeNames gptNames(const char* positions) {
    return {.hidden = "n_embd",
            .layers = "n_layer",
            .heads = "n_head",
            .positions = positions,
            .activation = "activation_function"};
}

/// LayerNorm and two feed-forward matrices, four times as wide as the hidden size.
Reader twoMatrices(ConfigFields& fields, const SizeNames& names) {
    Reader reader(fields, names);
    reader.model.norm = Norm::layer;
    reader.headDimension();
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.width = 4 * reader.model.hidden;
    return reader;
}

Reader gpt(ConfigFields& fields, const char* positions = "n_positions") {
    Reader reader = twoMatrices(fields, gptNames(positions));
    if (fields.has("n_inner"))
        reader.feedForwardWidth("n_inner");
    return reader;
}

Model readGpt2(ConfigFields& fields) {
    Reader reader = gpt(fields, fields.firstOf({"n_positions", "n_ctx"}));
    reader.allBiases(true);
    reader.learnedPositions(0);
    reader.attention().fused = true;
    reader.tied(true);
    if (fields.boolean("add_cross_attention", false))
        fields.refuse("add_cross_attention", "GPT-2 as the decoder of another model is not supported",
                      "false");
    reader.fillLayers();
    return reader.model;
}

/// SantaCoder and StarCoder: GPT-2 whose heads share one key and value.
Model readBigCode(ConfigFields& fields) {
    Reader reader = gpt(fields);
    reader.allBiases(true);
    reader.learnedPositions(0);
    reader.attention().fused = true;
    if (fields.boolean("multi_query", true))
        reader.attention().kvHeads = 1;
    reader.tied(true);
    reader.fillLayers();
    return reader.model;
}

Model readGptJ(ConfigFields& fields, bool fused) {
    Reader reader = gpt(fields);
    reader.layer.feedForward.bias = true;
    reader.attention().fused = fused;
    reader.layer.parallel = reader.layer.sharedNorm = true;
    reader.tied(false);
    reader.model.headBias = true;
    reader.fillLayers();
    return reader.model;
}

Model readStarCoder2(ConfigFields& fields) {
    Reader reader = twoMatrices(fields, {});
    reader.feedForwardWidth();
    reader.keyValueHeads();
    reader.allBiases(fields.boolean("use_bias", true));
    if (fields.text("mlp_type", "default") == "gated")
        reader.layer.feedForward.gated = true;
    if (fields.text("norm_type", "layer_norm") == "rms_norm")
        reader.model.norm = Norm::rms;
    reader.tied(true);
    reader.fillLayers();
    reader.windows(reader.window(), [](std::int64_t) { return true; });
    return reader.model;
}

/// OPT-350M looks its tokens up in a narrower table and normalizes after attention and feed-forward, for
/// which it needs as many norms, but none at the end.
void readOptVariant(ConfigFields& fields, Model& model) {
    const auto width = fields.integer("word_embed_proj_dim", 1, Limits::hidden, model.hidden);
    model.embeddingWidth = width == model.hidden ? 0 : width;
    model.finalNorm =
        fields.boolean("do_layer_norm_before", true) && !fields.boolean("_remove_final_layer_norm", false);
    if (!fields.boolean("layer_norm_elementwise_affine", true))
        model.norm = Norm::none;
}

Model readOpt(ConfigFields& fields) {
    Reader reader = twoMatrices(fields, {.activation = "activation_function"});
    reader.feedForwardWidth("ffn_dim");
    reader.allBiases(fields.boolean("enable_bias", true));
    reader.learnedPositions(2); // OPT's position table begins at row 2.
    reader.tied(true);
    readOptVariant(fields, reader.model);
    reader.fillLayers();
    return reader.model;
}

Model readGptNeoX(ConfigFields& fields) {
    Reader reader = twoMatrices(fields, {});
    reader.feedForwardWidth();
    reader.allBiases(true);
    reader.attentionBiases(fields.boolean("attention_bias", true));
    reader.attention().fused = true;
    reader.layer.parallel = fields.boolean("use_parallel_residual", true);
    reader.tied(false);
    reader.fillLayers();
    return reader.model;
}

/// Falcon-7B shares one key-value head, the newer architecture shares `num_kv_heads`, the oldest shares none.
void readFalconAttention(ConfigFields& fields, Layer& layer) {
    // Published before Hugging Face knew the family, Falcon-40B says n_head_kv and nothing else.
    const bool newer = fields.boolean("new_decoder_architecture", fields.has("n_head_kv"));
    const char* shared = fields.firstOf({"num_kv_heads", "n_head_kv"});
    const bool multiQuery = fields.boolean("multi_query", true);
    if (newer)
        layer.attention()->kvHeads = fields.integer(shared, 1, Limits::hidden, layer.attention()->heads);
    else if (multiQuery)
        layer.attention()->kvHeads = 1;
    layer.parallel = newer || fields.boolean("parallel_attn", true);
    const auto norms = fields.integer("num_ln_in_parallel_attn", 1, 2, newer ? 2 : 1);
    layer.sharedNorm = layer.parallel && norms == 1;
}

Model readFalcon(ConfigFields& fields) {
    const SizeNames names{.layers = fields.firstOf({"n_layer", "num_hidden_layers"}),
                          .heads = fields.firstOf({"n_head", "num_attention_heads"}),
                          .activation = "activation"};
    Reader reader = twoMatrices(fields, names);
    reader.model.family = "falcon";
    if (fields.has("ffn_hidden_size"))
        reader.feedForwardWidth("ffn_hidden_size");
    reader.allBiases(fields.boolean("bias", false));
    readFalconAttention(fields, reader.layer);
    reader.attention().fused = true;
    if (fields.boolean("alibi", false))
        reader.model.positions = PositionEmbedding::alibi;
    reader.tied(true);
    reader.fillLayers();
    return reader.model;
}

Model readBloom(ConfigFields& fields) {
    const SizeNames names{.hidden = fields.firstOf({"hidden_size", "n_embed"}),
                          .layers = fields.firstOf({"n_layer", "num_hidden_layers"}),
                          .heads = fields.firstOf({"n_head", "num_attention_heads"}),
                          .positions = "seq_length"};
    Reader reader = twoMatrices(fields, names);
    reader.allBiases(true);
    reader.attention().fused = true;
    reader.model.embeddingNorm = true;
    reader.model.positions = PositionEmbedding::alibi;
    reader.tied(true);
    reader.fillLayers();
    return reader.model;
}

/// The attention of MPT that Hugging Face's own class implements; the original code knows more kinds.
void readMptAttention(ConfigFields& fields, Reader& reader) {
    auto attention = fields.nested("attn_config");
    if (const auto type = attention.text("attn_type", "multihead_attention"); type == "multiquery_attention")
        reader.attention().kvHeads = 1;
    else if (type == "grouped_query_attention")
        reader.attention().kvHeads = attention.integer("kv_n_heads", 1, Limits::hidden);
    else if (type != "multihead_attention")
        attention.refuse("attn_type", inQuotes(type) + " is not a kind of attention known here",
                         "multihead_attention, multiquery_attention or grouped_query_attention");
    if (attention.boolean("qk_ln", false))
        attention.refuse("qk_ln", "LayerNorm on queries and keys is not supported", "false");
    if (attention.boolean("alibi", true))
        reader.model.positions = PositionEmbedding::alibi;
    else
        reader.learnedPositions(0);
}

Model readMpt(ConfigFields& fields) {
    Reader reader = twoMatrices(
        fields, {.hidden = "d_model", .layers = "n_layers", .heads = "n_heads", .positions = "max_seq_len"});
    const bool unbiased = fields.boolean("no_bias", true);
    reader.layer.feedForward.width = fields.integer("expansion_ratio", 1, 100, 4) * reader.model.hidden;
    reader.allBiases(!unbiased);
    reader.model.norm = unbiased ? Norm::layerNoBias : Norm::layer;
    reader.attention().fused = true;
    reader.tied(true);
    readMptAttention(fields, reader);
    reader.fillLayers();
    return reader.model;
}

Model readPhi(ConfigFields& fields) {
    Reader reader = twoMatrices(fields, {});
    reader.feedForwardWidth();
    reader.keyValueHeads();
    reader.allBiases(true);
    reader.layer.parallel = reader.layer.sharedNorm = true;
    reader.tied(false);
    reader.model.headBias = true;
    if (fields.boolean("qk_layernorm", false))
        fields.refuse("qk_layernorm", "LayerNorm on queries and keys is not supported", "false");
    reader.fillLayers();
    return reader.model;
}

Model readStableLm(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attention().qkvBias = fields.boolean("use_qkv_bias", false);
    if (fields.boolean("qk_layernorm", false))
        reader.attention().qkNorm = QueryKeyNorm::whole; // a norm of its own for each head
    reader.layer.parallel = reader.layer.sharedNorm = fields.boolean("use_parallel_residual", false);
    reader.model.norm = Norm::layer;
    reader.fillLayers();
    return reader.model;
}

/// Nemotron-4 and Minitron.
Model readNemotron(ConfigFields& fields) {
    Reader reader = twoMatrices(fields, {});
    reader.feedForwardWidth();
    reader.keyValueHeads();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    reader.tied(false);
    reader.fillLayers();
    return reader.model;
}

constexpr std::array families{
    Family{"gpt2", "GPT2", readGpt2},
    Family{"gpt_bigcode", "GPTBigCode", readBigCode},
    Family{"gptj", "GPTJ", [](ConfigFields& fields) { return readGptJ(fields, false); }},
    Family{"codegen", "CodeGen", [](ConfigFields& fields) { return readGptJ(fields, true); }},
    Family{"starcoder2", "Starcoder2", readStarCoder2},
    Family{"opt", "OPT", readOpt},
    Family{"gpt_neox", "GPTNeoX", readGptNeoX},
    Family{"falcon", "Falcon", readFalcon},
    Family{"RefinedWebModel", "RWModel", readFalcon},
    Family{"RefinedWeb", "RW", readFalcon},
    Family{"bloom", "Bloom", readBloom},
    Family{"mpt", "MPT", readMpt},
    Family{"phi", "Phi", readPhi},
    Family{"stablelm", "StableLm", readStableLm},
    Family{"nemotron", "Nemotron", readNemotron},
};

} // namespace

std::span<const Family> earlyFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
