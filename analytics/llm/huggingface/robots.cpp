// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Models that see and act: OpenVLA, and PaLM with a vision transformer as in PaLM-E.
#include "analytics/llm/huggingface/families.h"
#include "analytics/llm/huggingface/vision.h"

#include <array>

namespace cellwright::llm::huggingface {
namespace {

/// A plain vision transformer, or one with parallel layers and without biases on query, key and value
/// (ViT-22B, arXiv 2302.05442, section 2), and the affine map into the decoder (PaLM-E, arXiv 2303.03378,
/// section 4).
Tower readPlainVision(ConfigFields& vision, std::int64_t hidden) {
    Tower tower = visionTransformer(vision);
    tower.name = "vision transformer";
    tower.outputNorm = true;
    setWidth(tower, vision.integer("intermediate_size", 1, Limits::feedForward));
    learnPositions(vision, tower, false);
    tower.input.front().bias = true;
    const bool parallel = vision.boolean("parallel_layers", false);
    for (auto& layer : tower.layers) {
        layer.parallel = layer.sharedNorm = parallel;
        layer.attention()->qkvBias = vision.boolean("qkv_bias", true);
        if (vision.boolean("use_qk_norm", false))
            layer.attention()->qkNorm = QueryKeyNorm::perHead;
    }
    tower.projector = {projection("mm_0", hidden, tower.hidden, true)};
    return tower;
}

/// PaLM (arXiv 2204.02311, section 2): parallel layers with one norm, one key-value head, SwiGLU, shared
/// input and output embedding, no biases. Not a type of Hugging Face: a description by the same field names.
Model readPalm(ConfigFields& fields) {
    Reader reader = llamaLike(fields, true);
    reader.headDimension(256);
    reader.attention().kvHeads = fields.integer("num_key_value_heads", 1, Limits::hidden, 1);
    reader.model.norm = Norm::layerNoBias;
    reader.layer.parallel = reader.layer.sharedNorm = true;
    reader.fillLayers();
    if (fields.isObject("vision_config")) {
        auto vision = fields.nested("vision_config");
        reader.model.towers = {readPlainVision(vision, reader.model.hidden)};
    }
    return reader.model;
}

constexpr std::string_view siglipTimm = "vit_so400m_patch14_siglip_224";
constexpr std::string_view dinoTimm = "vit_large_patch14_reg4_dinov2.lvd142m";

/// timm's SigLIP, as published with its pooling head.
Tower siglipTower(ConfigFields& fields) {
    static const nlohmann::json shape = nlohmann::json::parse(
        R"({"vision_config":{"model_type":"siglip_vision_model","hidden_size":1152,"intermediate_size":4304,
            "num_hidden_layers":27,"num_attention_heads":16,"image_size":224,"patch_size":14}})");
    auto completed = fields.completedBy(shape);
    return readVisionTower(completed, "siglip_vision_model");
}

/// timm's DINOv2 ViT-L/14: a class token and four registers without positions, a scale per channel after
/// attention and feed-forward.
Tower dinoTower(ConfigFields& fields) {
    static const nlohmann::json shape = nlohmann::json::parse(
        R"({"hidden_size":1024,"num_hidden_layers":24,"num_attention_heads":16,"image_size":224,"patch_size":14})");
    auto vision = fields.nested("dinov2", shape);
    Tower tower = visionTransformer(vision);
    tower.name = "DINOv2 ViT-L/14";
    tower.extraVectors = 5;
    tower.input.front().bias = true;
    tower.outputNorm = true;
    setWidth(tower, 4 * tower.hidden);
    learnPositions(vision, tower, false);
    tower.otherParameters = 2 * tower.hidden * std::int64_t(tower.layers.size());
    return tower;
}

/// Both encoders see the image; their patches, side by side in channels, become tokens through three
/// matrices.
Model readOpenVla(ConfigFields& fields) {
    Model model = readDecoder(fields, "llama");
    const auto ids = fields.texts("timm_model_ids", 2);
    if (ids != std::vector<std::string>{std::string(dinoTimm), std::string(siglipTimm)})
        fields.refuse("timm_model_ids", "these vision encoders are not known here",
                      "\"" + std::string(dinoTimm) + "\" and \"" + std::string(siglipTimm) + "\"");
    Tower dino = dinoTower(fields);
    Tower siglip = siglipTower(fields);
    for (auto* tower : {&dino, &siglip})
        tower->layersRun = std::int64_t(tower->layers.size()) - 1;
    dino.joinsNext = true;
    const auto features = dino.hidden + siglip.hidden;
    siglip.projector = {projection("mm_1", 4 * features, features, true),
                        projection("mm_2", model.hidden, 4 * features, true),
                        projection("mm_3", model.hidden, model.hidden, true)};
    model.towers = {dino, siglip};
    return model;
}

constexpr std::array families{
    Family{"palm", "PaLM", readPalm},
    Family{"openvla", "OpenVLA", readOpenVla},
};

} // namespace

std::span<const Family> robotFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
