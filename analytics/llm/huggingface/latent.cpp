// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// DeepSeek-V2 and V3 (multi-head latent attention), and mixtures of experts built like theirs with ordinary
// attention: the first layers dense, routed experts beside shared ones.
#include "analytics/llm/huggingface/expert_fields.h"
#include "analytics/llm/huggingface/families.h"

#include <array>

namespace cellwright::llm::huggingface {
namespace {

LatentAttention readLatentAttention(ConfigFields& fields, const Reader& reader) {
    LatentAttention latent;
    latent.heads = reader.layer.attention()->heads;
    latent.queryRank = fields.optionalInteger("q_lora_rank", 1, Limits::hidden).value_or(0);
    latent.kvRank = fields.integer("kv_lora_rank", 1, Limits::hidden);
    latent.contentDim = fields.integer("qk_nope_head_dim", 1, Limits::hidden);
    latent.ropeDim = fields.integer("qk_rope_head_dim", 0, Limits::hidden);
    latent.valueDim = fields.integer("v_head_dim", 1, Limits::hidden);
    latent.bias = fields.boolean("attention_bias", false);
    return latent;
}

/// `balanced`: a bias per expert, added to its score only to balance the load.
void placeSharedExperts(ConfigFields& fields, Reader& reader, bool balanced) {
    reader.fillLayers();
    if (!fields.has("n_routed_experts"))
        return;
    auto experts = readExperts(fields, {"n_routed_experts", "num_experts_per_tok", "moe_intermediate_size"});
    experts.sharedWidth = fields.integer("n_shared_experts", 0, 1000, 0) * experts.width;
    experts.routerBias = balanced;
    const auto first = fields.integer("first_k_dense_replace", 0, Limits::layers, 0);
    const auto step = fields.integer("moe_layer_freq", 1, Limits::layers, 1);
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if (i >= first && i % step == 0)
            setExperts(layer, experts);
    });
    noteNextTokenLayers(fields, reader.model);
}

Model readDeepSeek(ConfigFields& fields, bool balanced) {
    Reader reader = llamaLike(fields, false);
    reader.layer.mixer = readLatentAttention(fields, reader);
    placeSharedExperts(fields, reader, balanced);
    return reader.model;
}

Model readDeepSeekV3(ConfigFields& fields) {
    return readDeepSeek(fields, fields.text("topk_method", "noaux_tc") == "noaux_tc");
}

/// GLM-4.5 and dots.llm1.
Model readGlmMoe(ConfigFields& fields, bool alwaysNormed) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    const bool biased = fields.boolean("attention_bias", false);
    reader.attention().qkvBias = biased;
    reader.attention().outputBias = biased && alwaysNormed;
    if (alwaysNormed || fields.boolean("use_qk_norm", false))
        reader.attention().qkNorm = QueryKeyNorm::perHead;
    placeSharedExperts(fields, reader, true);
    return reader.model;
}

constexpr std::array families{
    Family{"deepseek_v2", "DeepseekV2", [](ConfigFields& fields) { return readDeepSeek(fields, false); }},
    Family{"deepseek_v3", "DeepseekV3", readDeepSeekV3},
    Family{"kimi_k2", "KimiK2", readDeepSeekV3},
    Family{"glm4_moe", "Glm4Moe", [](ConfigFields& fields) { return readGlmMoe(fields, false); }},
    Family{"dots1", "Dots1", [](ConfigFields& fields) { return readGlmMoe(fields, true); }},
};

} // namespace

std::span<const Family> latentFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
