// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/huggingface/vision.h"

#include <algorithm>
#include <array>

namespace cellwright::llm::huggingface {
namespace {

constexpr std::int64_t maxSide = 100'000; // pixels

Layer encoderLayer(std::int64_t heads, std::int64_t headDim) {
    Layer layer;
    auto& attention = *layer.attention();
    attention.heads = attention.kvHeads = heads;
    attention.headDim = headDim;
    attention.qkvBias = attention.outputBias = true;
    attention.causal = false;
    layer.feedForward = {.width = 0, .gated = false, .bias = true};
    return layer;
}

std::int64_t patchInputs(std::int64_t channels, std::int64_t side) {
    return channels * side * side;
}

Tower readClip(ConfigFields& vision) {
    Tower tower = visionTransformer(vision);
    tower.name = "CLIP vision transformer";
    tower.extraVectors = 1;
    tower.inputNorm = tower.outputNorm = true;
    setWidth(tower, vision.integer("intermediate_size", 1, Limits::feedForward));
    learnPositions(vision, tower, true);
    return tower;
}

/// SigLIP's head pools the patches with attention; what stands behind a decoder does without it.
std::int64_t poolingHead(std::int64_t hidden, std::int64_t width) {
    const std::int64_t attention = 4 * (hidden * hidden + hidden);
    return hidden + attention + 2 * hidden + 2 * hidden * width + width + hidden;
}

Tower readSiglip(ConfigFields& vision, bool head) {
    Tower tower = visionTransformer(vision);
    tower.name = "SigLIP vision transformer";
    tower.input.front().bias = true;
    tower.outputNorm = true;
    const auto width = vision.integer("intermediate_size", 1, Limits::feedForward);
    setWidth(tower, width);
    learnPositions(vision, tower, false);
    if (head && vision.boolean("vision_use_head", true))
        tower.otherParameters = poolingHead(tower.hidden, width);
    return tower;
}

/// RMSNorm, rotary positions in two dimensions, no biases; images keep their size.
Tower readPixtral(ConfigFields& vision) {
    Tower tower = visionTransformer(vision);
    tower.name = "Pixtral vision transformer";
    tower.norm = Norm::rms;
    tower.positions = PositionEmbedding::rotary;
    tower.inputNorm = true;
    setWidth(tower, vision.integer("intermediate_size", 1, Limits::feedForward));
    for (auto& layer : tower.layers) {
        layer.attention()->qkvBias = layer.attention()->outputBias = false;
        layer.feedForward.gated = true;
        layer.feedForward.bias = false;
    }
    return tower;
}

struct VisionFamily {
    std::string_view type;
    Tower (*read)(ConfigFields&);
    std::string_view defaults;
};

constexpr std::string_view clipDefaults =
    R"({"hidden_size":768,"intermediate_size":3072,"num_hidden_layers":12,"num_attention_heads":12,
        "image_size":224,"patch_size":32})";
constexpr std::string_view siglipDefaults =
    R"({"hidden_size":768,"intermediate_size":3072,"num_hidden_layers":12,"num_attention_heads":12,
        "image_size":224,"patch_size":16})";
constexpr std::string_view ideficsDefaults =
    R"({"hidden_size":1152,"intermediate_size":3072,"num_hidden_layers":12,"num_attention_heads":16,
        "image_size":224,"patch_size":32})";
constexpr std::string_view pixtralDefaults =
    R"({"hidden_size":1024,"intermediate_size":4096,"num_hidden_layers":24,"num_attention_heads":16,
        "image_size":1024,"patch_size":16})";

constexpr std::array families{
    VisionFamily{"clip_vision_model", readClip, clipDefaults},
    VisionFamily{"siglip_vision_model", [](ConfigFields& vision) { return readSiglip(vision, true); },
                 siglipDefaults},
    VisionFamily{"idefics3", [](ConfigFields& vision) { return readSiglip(vision, false); }, ideficsDefaults},
    VisionFamily{"idefics3_vision", [](ConfigFields& vision) { return readSiglip(vision, false); },
                 ideficsDefaults},
    VisionFamily{"smolvlm_vision", [](ConfigFields& vision) { return readSiglip(vision, false); },
                 ideficsDefaults},
    VisionFamily{"pixtral", readPixtral, pixtralDefaults},
};

} // namespace

Tower visionTransformer(ConfigFields& vision, const VisionNames& names) {
    Tower tower;
    tower.hidden = vision.integer(names.hidden, 1, Limits::hidden);
    const auto layers = vision.integer(names.layers, 1, Limits::layers);
    const auto heads = vision.integer(names.heads, 1, Limits::hidden);
    const auto patch = vision.integer("patch_size", 1, 1000);
    const auto channels = vision.integer(names.channels, 1, 1000, 3);
    if (tower.hidden % heads != 0)
        vision.refuse(names.heads,
                      std::to_string(tower.hidden) + " channels cannot be shared by " +
                          std::to_string(heads) + " heads",
                      "a divisor of the hidden size");
    tower.input = {{"patch_embd", tower.hidden, patchInputs(channels, patch), false, 1}};
    tower.media.patch = patch;
    tower.layers.assign(std::size_t(layers),
                        encoderLayer(heads, std::max<std::int64_t>(tower.hidden / heads, 1)));
    return tower;
}

void learnPositions(ConfigFields& vision, Tower& tower, bool withExtra) {
    const auto image = vision.integer("image_size", tower.media.patch, maxSide);
    const auto side = image / tower.media.patch;
    tower.media.imageSide = image;
    tower.learnedPositions = side * side + (withExtra ? tower.extraVectors : 0);
}

void setWidth(Tower& tower, std::int64_t width) {
    for (auto& layer : tower.layers)
        layer.feedForward.width = width;
}

Projection projection(std::string_view name, std::int64_t rows, std::int64_t cols, bool bias) {
    return {name, rows, cols, bias, 1};
}

Tower readVisionTower(ConfigFields& fields, std::string_view absentType) {
    auto inner = fields.required("vision_config");
    const auto type = inner.text("model_type", std::string(absentType));
    const auto* family = std::ranges::find(families, type, &VisionFamily::type);
    if (family == families.end()) {
        inner.refuse("model_type", "the vision tower " + inQuotes(type) + " is not supported here",
                     "clip_vision_model, siglip_vision_model, idefics3_vision, smolvlm_vision or pixtral");
        return {};
    }
    const auto defaults = nlohmann::json::parse(family->defaults);
    auto complete = inner.completedBy(defaults);
    return family->read(complete);
}

} // namespace cellwright::llm::huggingface
