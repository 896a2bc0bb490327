// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A vision tower and a projector in front of a decoder: LLaVA and its relatives, Gemma 3, PaliGemma, Pixtral
// and Mistral Small, Idefics 3 and SmolVLM, Llama 4. Their `text_config` and `vision_config` hold what
// differs from Hugging Face's defaults.
#include "analytics/llm/huggingface/families.h"
#include "analytics/llm/huggingface/vision.h"

#include <algorithm>
#include <array>

namespace cellwright::llm::huggingface {
namespace {

/// The layers whose output is used: -1 all, -2 all but the last.
void readFeatureLayer(ConfigFields& fields, Tower& tower, std::int64_t absent, const char* strategy) {
    const auto count = std::int64_t(tower.layers.size());
    if (fields.isList("vision_feature_layer")) {
        fields.refuse("vision_feature_layer", "features of several layers are not supported", "one number");
        return;
    }
    const auto layer = fields.integer("vision_feature_layer", -count - 1, count, absent);
    const auto run = layer < 0 ? count + 1 + layer : layer;
    tower.layersRun = run == count ? -1 : run;
    tower.dropsExtraVectors = fields.text("vision_feature_select_strategy", strategy) == "default";
}

void twoLinear(ConfigFields& fields, Tower& tower, std::int64_t hidden, bool biased) {
    const bool bias = fields.boolean("multimodal_projector_bias", biased);
    tower.projector.push_back(projection("mm_1", hidden, tower.hidden, bias));
    tower.projector.push_back(projection("mm_2", hidden, hidden, bias));
}

Model readLlava(ConfigFields& fields, std::int64_t layer, const char* strategy) {
    Model model = readDecoder(fields, "llama");
    Tower tower = readVisionTower(fields, "clip_vision_model");
    readFeatureLayer(fields, tower, layer, strategy);
    twoLinear(fields, tower, model.hidden, true);
    model.towers = {tower};
    return model;
}

/// Images are cut into tiles with a learned vector at the end of each row of them.
Model readTiledLlava(ConfigFields& fields, std::int64_t layer, const char* strategy) {
    Model model = readLlava(fields, layer, strategy);
    model.towers.front().otherParameters += model.hidden;
    addNote(model,
            "Large images become several tiles beside the scaled one; figures are for one image of the "
            "encoder's size.");
    return model;
}

/// Patches are averaged down to 256 tokens, then normalized and projected.
Model readGemma3(ConfigFields& fields) {
    Model model = readDecoder(fields, "gemma3_text");
    Tower tower = readVisionTower(fields, "siglip_vision_model");
    const auto tokens = fields.integer("mm_tokens_per_image", 1, Limits::vocabulary, 256);
    if (tower.learnedPositions % tokens != 0)
        fields.refuse("mm_tokens_per_image",
                      std::to_string(tower.learnedPositions) + " patches cannot become " +
                          std::to_string(tokens) + " tokens",
                      "a divisor of the number of patches");
    tower.merge = std::max<std::int64_t>(tower.learnedPositions / tokens, 1);
    tower.projectorNorms = {tower.hidden};
    tower.projector = {projection("mm_input_projection", model.hidden, tower.hidden, false)};
    model.towers = {tower};
    return model;
}

Model readPaliGemma(ConfigFields& fields) {
    Model model = readDecoder(fields, "gemma");
    Tower tower = readVisionTower(fields, "siglip_vision_model");
    tower.projector = {projection("mm_0", model.hidden, tower.hidden, true)};
    model.towers = {tower};
    return model;
}

/// Norm, 2 x 2 patches merged into one, two matrices.
Model readMistral3(ConfigFields& fields) {
    Model model = readDecoder(fields, "mistral");
    Tower tower = readVisionTower(fields, "pixtral");
    readFeatureLayer(fields, tower, -1, "full");
    const auto side = fields.integer("spatial_merge_size", 1, 100, 2);
    tower.merge = side * side;
    tower.projectorNorms = {tower.hidden};
    tower.projector = {projection("mm_patch_merger", tower.hidden, tower.hidden * tower.merge, false)};
    twoLinear(fields, tower, model.hidden, false);
    model.towers = {tower};
    return model;
}

/// A square of patches side by side in channels becomes one token.
Model readIdefics3(ConfigFields& fields) {
    Model model = readDecoder(fields, "llama", false);
    Tower tower = readVisionTower(fields, "idefics3_vision");
    const auto side = fields.integer("scale_factor", 1, 100, 2);
    tower.merge = side * side;
    tower.projector = {projection("mm_fc", model.hidden, tower.hidden * tower.merge, false)};
    addNote(model,
            "Large images become several tiles beside the scaled one; figures are for one image of the "
            "encoder's size.");
    model.towers = {tower};
    return model;
}

constexpr std::string_view llama4VisionDefaults =
    R"({"hidden_size":768,"intermediate_size":5632,"num_hidden_layers":34,"num_attention_heads":16,
        "image_size":448,"patch_size":14,"projector_input_dim":4096,"projector_output_dim":4096,
        "vision_output_dim":7680})";

Tower readLlama4Tower(ConfigFields& vision) {
    Tower tower = visionTransformer(vision);
    tower.name = "Llama 4 vision transformer";
    tower.extraVectors = 1;
    tower.inputNorm = tower.outputNorm = true;
    const auto width = vision.integer("intermediate_size", 1, Limits::feedForward);
    setWidth(tower, width);
    learnPositions(vision, tower, true);
    const auto ratio = vision.optionalNumber("pixel_shuffle_ratio", 0.01, 1.0).value_or(0.5);
    tower.merge = std::int64_t(1.0 / (ratio * ratio) + 0.5);
    const auto inner = vision.integer("projector_input_dim", 1, Limits::hidden);
    const auto outer = vision.integer("projector_output_dim", 1, Limits::hidden);
    if (width != tower.hidden * tower.merge)
        vision.refuse("intermediate_size",
                      "the adapter takes vectors of another width than merged patches have",
                      "hidden_size divided by the square of pixel_shuffle_ratio");
    tower.projector = {projection("mm_adapter_1", inner, width, false),
                       projection("mm_adapter_2", outer, inner, false)};
    return tower;
}

Model readLlama4(ConfigFields& fields) {
    Model model = readDecoder(fields, "llama4_text");
    auto inner = fields.required("vision_config");
    const auto defaults = nlohmann::json::parse(llama4VisionDefaults);
    auto vision = inner.completedBy(defaults);
    Tower tower = readLlama4Tower(vision);
    const auto output = vision.integer("vision_output_dim", 1, Limits::hidden);
    tower.projector.push_back(projection("mm_0", model.hidden, output, false));
    addNote(model,
            "Large images become several tiles beside the scaled one; figures are for one image of the "
            "encoder's size.");
    model.towers = {tower};
    return model;
}

constexpr std::array families{
    Family{"llava", "LlavaForConditional",
           [](ConfigFields& fields) { return readLlava(fields, -2, "default"); }},
    Family{"llava_next", "LlavaNext",
           [](ConfigFields& fields) { return readTiledLlava(fields, -2, "default"); }},
    Family{"llava_onevision", "LlavaOnevision",
           [](ConfigFields& fields) { return readTiledLlava(fields, -1, "full"); }},
    Family{"gemma3", "Gemma3ForConditional", readGemma3},
    Family{"paligemma", "PaliGemma", readPaliGemma},
    Family{"mistral3", "Mistral3", readMistral3},
    Family{"idefics3", "Idefics3", readIdefics3},
    Family{"smolvlm", "SmolVLM", readIdefics3},
    Family{"llama4", "Llama4ForConditional", readLlama4},
};

} // namespace

std::span<const Family> multimodalFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
