// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Qwen2-VL, Qwen2.5-VL and Qwen3-VL: images keep their size, two frames of a video share a patch, 2 x 2
// patches become a token. The language model's fields stand at the top (older files) or in `text_config`.
#include "analytics/llm/huggingface/families.h"
#include "analytics/llm/huggingface/vision.h"

#include <algorithm>
#include <array>

namespace cellwright::llm::huggingface {
namespace {

Model readText(ConfigFields& fields, std::string_view type) {
    if (!fields.has("text_config") && fields.has("num_hidden_layers"))
        return readAs(type, fields, false);
    auto inner = fields.required("text_config");
    Model model = readAs(type, inner, false);
    if (fields.has("tie_word_embeddings"))
        model.tiedEmbeddings = fields.boolean("tie_word_embeddings", false);
    return model;
}

/// Patches of a volume, rotary positions, query, key and value in one matrix.
Tower volumeTower(ConfigFields& vision, const char* hidden) {
    Tower tower = visionTransformer(
        vision, {hidden, "depth", "num_heads", vision.firstOf({"in_chans", "in_channels"})});
    tower.positions = PositionEmbedding::rotary;
    tower.media.framesPerPatch = vision.integer("temporal_patch_size", 1, 100, 2);
    tower.input.front().cols *= tower.media.framesPerPatch;
    const auto side = vision.integer("spatial_merge_size", 1, 100, 2);
    tower.merge = side * side;
    // preprocessor_config.json: 3136 to 12845056 pixels for Qwen2-VL and Qwen2.5-VL, tokens of 28 x 28.
    tower.media.minTokens = 4;
    tower.media.maxTokens = 16'384;
    for (auto& layer : tower.layers)
        layer.attention()->fused = true;
    return tower;
}

/// Of `merge` patches side by side in channels, after a norm.
void addMerger(Tower& tower, std::int64_t normWidth, std::int64_t output) {
    const auto merged = tower.hidden * tower.merge;
    tower.projectorNorms.push_back(normWidth);
    tower.projector.push_back(projection("mm_0", merged, merged, true));
    tower.projector.push_back(projection("mm_2", output, merged, true));
}

Model readQwen2Vision(ConfigFields& fields) {
    Model model = readText(fields, "qwen2");
    auto vision = fields.required("vision_config");
    Tower tower = volumeTower(vision, "embed_dim");
    tower.name = "Qwen2-VL vision transformer";
    const auto ratio = vision.optionalNumber("mlp_ratio", 0.01, 100.0).value_or(4.0);
    setWidth(tower, std::int64_t(double(tower.hidden) * ratio));
    tower.projectorNormBias = true;
    addMerger(tower, tower.hidden, model.hidden);
    model.towers = {tower};
    return model;
}

/// Most layers attend within square windows.
void setVisionWindows(ConfigFields& vision, Tower& tower) {
    const auto pixels = vision.integer("window_size", 1, 100'000, 112);
    const auto side = std::max<std::int64_t>(pixels / tower.media.patch, 1);
    const auto full =
        vision.integers("fullatt_block_indexes", 0, Limits::layers, std::size_t(Limits::layers));
    for (std::size_t i = 0; i < tower.layers.size(); ++i)
        if (std::ranges::find(full, std::int64_t(i)) == full.end())
            tower.layers[i].attention()->window = side * side;
}

Model readQwen25Vision(ConfigFields& fields) {
    Model model = readText(fields, "qwen2");
    auto vision = fields.required("vision_config");
    Tower tower = volumeTower(vision, "hidden_size");
    tower.name = "Qwen2.5-VL vision transformer";
    tower.norm = Norm::rms;
    setWidth(tower, vision.integer("intermediate_size", 1, Limits::feedForward));
    for (auto& layer : tower.layers)
        layer.feedForward.gated = true;
    setVisionWindows(vision, tower);
    addMerger(tower, tower.hidden, vision.integer("out_hidden_size", 1, Limits::hidden));
    model.towers = {tower};
    return model;
}

/// Features of some layers pass a merger of their own and are added to the first layers of the decoder.
Model readQwen3Vision(ConfigFields& fields, std::string_view text) {
    Model model = readText(fields, text);
    auto vision = fields.required("vision_config");
    Tower tower = volumeTower(vision, "hidden_size");
    tower.name = "Qwen3-VL vision transformer";
    tower.input.front().bias = true;
    tower.positions = PositionEmbedding::learned;
    tower.learnedPositions = vision.integer("num_position_embeddings", 1, Limits::vocabulary);
    tower.media.minTokens = 64; // 65536 to 16777216 pixels, tokens of 32 x 32
    setWidth(tower, vision.integer("intermediate_size", 1, Limits::feedForward));
    const auto output = vision.integer("out_hidden_size", 1, Limits::hidden);
    const auto deep = vision.integers("deepstack_visual_indexes", 0, Limits::layers, 7);
    tower.projectorNormBias = true;
    addMerger(tower, tower.hidden, output);
    for (std::size_t i = 0; i < deep.size(); ++i)
        addMerger(tower, tower.hidden * tower.merge, output);
    model.towers = {tower};
    return model;
}

constexpr std::array families{
    Family{"qwen2_vl", "Qwen2VL", readQwen2Vision},
    Family{"qwen2_5_vl", "Qwen2_5_VL", readQwen25Vision},
    Family{"qwen3_vl", "Qwen3VL", [](ConfigFields& fields) { return readQwen3Vision(fields, "qwen3"); }},
    Family{"qwen3_vl_moe", "Qwen3VLMoe",
           [](ConfigFields& fields) { return readQwen3Vision(fields, "qwen3_moe"); }},
};

} // namespace

std::span<const Family> qwenVisionFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
