// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Large language models as planners need them: architecture facts, from which counts, FLOP and bytes follow.
namespace cellwright::llm {

enum class Norm {
    rms,         ///< one weight per channel
    layer,       ///< weight and bias per channel
    layerNoBias, ///< LayerNorm with a weight only
};
enum class PositionEmbedding { rotary, learned, alibi };

/// Self-attention of one layer. kvHeads == heads is multi-head, 1 is multi-query, between them grouped-query.
struct Attention {
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t headDim = 0;
    bool qkvBias = false;
    bool outputBias = false;
    bool qkNorm = false; ///< RMSNorm of head_dim weights on queries and on keys (Qwen3, Gemma 3)
    bool fused = false;  ///< query, key and value are one matrix in the published files
    std::optional<std::int64_t> window; ///< tokens that a position can see, itself included; absent: all
    bool operator==(const Attention&) const = default;
};

/// A dense feed-forward network: up and down, and a gate beside up where gated (SwiGLU, GeGLU).
struct FeedForward {
    std::int64_t width = 0;
    bool gated = true;
    bool bias = false;
    bool fused = false; ///< gate and up are one matrix in the published files
    bool operator==(const FeedForward&) const = default;
};

/// One decoder layer. Layers of a model may differ.
struct Layer {
    Attention attention;
    FeedForward feedForward;
    bool parallel = false; ///< attention and feed-forward read the same input and are added together
    bool sharedNorm =
        false; ///< one norm before both (parallel layers of Phi and Falcon-7B), else one before each
    bool postNorms = false; ///< two more norms, on the outputs of attention and feed-forward (Gemma 2)
    bool operator==(const Layer&) const = default;
};

/// A decoder-only model: embedding, layers, output head. Numbers are exact integers; sizes in elements.
struct Model {
    std::string id;     ///< "llama-3.1-8b"
    std::string name;   ///< "Llama 3.1 8B"
    std::string family; ///< Hugging Face model_type: "llama"
    std::string licence;
    std::string source;    ///< where the facts come from: repository and file, or paper and table
    std::string date;      ///< when the source was published or read, ISO 8601; may be empty
    bool verified = false; ///< the facts were compared with the source, or with figures derived from it
    std::int64_t hidden = 0;
    std::int64_t vocabulary = 0; ///< rows of the embedding table, padding included
    std::int64_t maxContext = 0; ///< tokens
    PositionEmbedding positions = PositionEmbedding::rotary;
    std::int64_t learnedPositions = 0; ///< rows of the position table; 0 unless positions are learned
    bool tiedEmbeddings = false;       ///< the output head is the embedding table
    bool headBias = false;
    bool embeddingNorm = false; ///< BLOOM
    Norm norm = Norm::rms;
    std::string activation; ///< "silu", "gelu_new"
    std::vector<Layer> layers;
    bool operator==(const Model&) const = default;
};

/// What a model may be at most. Within these limits no count or byte sum leaves 64 bits.
struct Limits {
    static constexpr std::int64_t layers = 1000;
    static constexpr std::int64_t hidden = 1'000'000; ///< also heads x head dimension
    static constexpr std::int64_t feedForward = 10'000'000;
    static constexpr std::int64_t vocabulary = 10'000'000;
    static constexpr std::int64_t context = 1'000'000'000;
};

/// Refuses a model that is incomplete, contradicts itself or exceeds the limits; the error names the field.
Expected<void> check(const Model& model, std::string_view where = {});

/// Exact parameter counts.
struct ParameterCount {
    std::int64_t total = 0;
    std::int64_t active = 0;    ///< that take part in every token; equal to total for dense models
    std::int64_t embedding = 0; ///< token and position tables, and the head where it is a matrix of its own
};
ParameterCount countParameters(const Model& model);
/// Parameters of decoder layer 0 to layers-1.
std::int64_t layerParameters(const Model& model, int layer);

/// Reads the text of a Hugging Face `config.json`: llama, mistral, qwen2, qwen3, gemma, gemma2, gemma3_text,
/// phi, phi3, gpt2, opt, gpt_neox, falcon and bloom. Unknown fields are ignored; fields that Hugging Face may
/// leave out have its defaults. Text over 1 MiB, nesting over 64, wrong types, missing fields and sizes
/// beyond Limits are refused with the field's name. `where` is the file's name for messages. The id is left
/// empty.
Expected<Model> fromHuggingFaceConfig(std::string_view json, std::string_view where = "config.json");

} // namespace cellwright::llm
