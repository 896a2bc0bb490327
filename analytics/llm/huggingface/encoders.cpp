// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders that make vectors of text: BERT and its relatives, counted without the heads of their
// pre-training.
#include "analytics/llm/huggingface/families.h"

#include <array>

namespace cellwright::llm::huggingface {
namespace {

/// Attention in both directions, biases, LayerNorm after embedding, attention and feed-forward.
void makeEncoder(Reader& reader) {
    reader.model.norm = Norm::layer;
    reader.model.embeddingNorm = true;
    reader.model.finalNorm = false;
    reader.headDimension();
    reader.allBiases(true);
    reader.attention().causal = false;
    reader.layer.feedForward.gated = false;
}

void refuseRelativePositions(ConfigFields& fields) {
    const auto kind = fields.text("position_embedding_type", "absolute");
    if (kind != "absolute")
        fields.refuse("position_embedding_type", inQuotes(kind) + " positions are not supported", "absolute");
}

/// `offset`: the first rows of the position table that no token gets.
Model readBert(ConfigFields& fields, std::int64_t offset) {
    Reader reader(fields);
    makeEncoder(reader);
    reader.feedForwardWidth();
    reader.learnedPositions(0);
    if (offset > 0 && reader.model.maxContext <= offset)
        fields.refuse("max_position_embeddings", "max_position_embeddings leaves no position for a token",
                      "more than " + std::to_string(offset));
    else
        reader.model.maxContext -= offset;
    refuseRelativePositions(fields);
    reader.model.segmentTypes = fields.integer("type_vocab_size", 0, Limits::vocabulary, offset > 0 ? 1 : 2);
    reader.model.head = Head::pooler;
    reader.fillLayers();
    return reader.model;
}

Model readDistilBert(ConfigFields& fields) {
    Reader reader(fields,
                  {.hidden = "dim", .layers = "n_layers", .heads = "n_heads", .activation = "activation"});
    makeEncoder(reader);
    reader.feedForwardWidth("hidden_dim");
    reader.learnedPositions(0);
    reader.model.head = Head::none;
    reader.fillLayers();
    return reader.model;
}

/// One layer in three attends to everything, the others to half of `local_attention` on either side. The norm
/// of the embedding serves the first layer, which has none of its own.
Model readModernBert(ConfigFields& fields) {
    Reader reader(fields, {.activation = "hidden_activation"});
    reader.headDimension();
    reader.feedForwardWidth();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    reader.attention().fused = reader.layer.feedForward.fused = true;
    reader.attention().causal = false;
    reader.model.norm = fields.boolean("norm_bias", false) ? Norm::layer : Norm::layerNoBias;
    reader.model.tiedEmbeddings = true;
    reader.model.head = Head::none;
    const auto local = fields.integer("local_attention", 1, Limits::context, 128);
    const auto step = fields.integer("global_attn_every_n_layers", 1, Limits::layers, 3);
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if (i % step != 0)
            layer.attention()->window = local / 2 * 2 + 1;
    });
    return reader.model;
}

constexpr std::int64_t robertaOffset = 2; // Positions begin after the padding token's, which is token 1.

constexpr std::array families{
    Family{"bert", "Bert", [](ConfigFields& fields) { return readBert(fields, 0); }},
    Family{"roberta", "Roberta", [](ConfigFields& fields) { return readBert(fields, robertaOffset); }},
    Family{"xlm-roberta", "XLMRoberta", [](ConfigFields& fields) { return readBert(fields, robertaOffset); }},
    Family{"camembert", "Camembert", [](ConfigFields& fields) { return readBert(fields, robertaOffset); }},
    Family{"distilbert", "DistilBert", readDistilBert},
    Family{"modernbert", "ModernBert", readModernBert},
};

} // namespace

std::span<const Family> encoderFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
