// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The families that fromHuggingFaceConfig() knows. Defaults are those of the Hugging Face configuration
// classes (transformers, configuration_<model_type>.py); a size that fixes the parameter count has none here
// and must be given.
#include "analytics/llm/config_fields.h"
#include "analytics/llm/model.h"

#include <algorithm>
#include <array>

namespace cellwright::llm {
namespace {

/// Sizes under the names that Llama and most later families use; each family may use others.
struct SizeNames {
    const char* hidden = "hidden_size";
    const char* layers = "num_hidden_layers";
    const char* heads = "num_attention_heads";
    const char* positions = "max_position_embeddings";
    const char* activation = "hidden_act";
};

/// Reads what every family has; `layer` is still the same for all layers.
class Reader {
public:
    Reader(ConfigFields& fields, const SizeNames& names)
        : fields_(fields) {
        model.hidden = fields.integer(names.hidden, 1, Limits::hidden);
        layers_ = fields.integer(names.layers, 1, Limits::layers);
        attention().heads = fields.integer(names.heads, 1, Limits::hidden);
        model.vocabulary = fields.integer("vocab_size", 1, Limits::vocabulary);
        model.maxContext = fields.integer(names.positions, 1, Limits::context, 2048);
        model.activation = fields.text(names.activation, "");
        attention().kvHeads = attention().heads;
        headsName_ = names.heads;
        positionsName_ = names.positions;
    }

    void keyValueHeads(const char* name) {
        attention().kvHeads = fields_.integer(name, 1, Limits::hidden, attention().heads);
    }
    /// head_dim, or else the hidden size divided among the heads.
    void headDimension(std::optional<std::int64_t> absent = {}) {
        auto& a = attention();
        if (const auto given = fields_.optionalInteger("head_dim", 1, Limits::hidden))
            a.headDim = *given;
        else if (absent)
            a.headDim = *absent;
        else if (model.hidden % a.heads == 0)
            a.headDim = model.hidden / a.heads;
        else
            fields_.refuse(headsName_,
                           std::to_string(model.hidden) + " channels cannot be shared by " +
                               std::to_string(a.heads) + " heads",
                           "a divisor of the hidden size");
    }
    void learnedPositions(std::int64_t extraRows) {
        if (!fields_.has(positionsName_))
            fields_.refuse(positionsName_, std::string(positionsName_) + " is missing",
                           "the number of learned positions");
        model.positions = PositionEmbedding::learned;
        model.learnedPositions = model.maxContext + extraRows;
    }
    void allBiases(bool present) {
        attention().qkvBias = attention().outputBias = present;
        layer.feedForward.bias = present;
    }
    /// Every layer the same; a window in those layers that `windowed` chooses.
    template <class Windowed>
    void fillLayers(std::optional<std::int64_t> window, Windowed windowed) {
        // An error may have left the count at its lower limit: the list is small either way.
        model.layers.assign(std::size_t(layers_), layer);
        const auto types = fields_.texts("layer_types", std::size_t(layers_));
        for (std::size_t i = 0; i < model.layers.size(); ++i) {
            const bool sliding = i < types.size() ? isSliding(types[i]) : windowed(std::int64_t(i));
            if (sliding && !window)
                fields_.refuse("sliding_window", "layer " + std::to_string(i) + " needs a sliding_window",
                               "give its length in tokens");
            if (sliding)
                model.layers[i].attention()->window = window;
        }
    }
    void fillLayers() { model.layers.assign(std::size_t(layers_), layer); }
    std::optional<std::int64_t> window() {
        return fields_.optionalInteger("sliding_window", 1, Limits::context);
    }

    [[nodiscard]] Attention& attention() { return *layer.attention(); }

    Model model;
    Layer layer; ///< with attention

private:
    bool isSliding(const std::string& type) {
        if (type != "sliding_attention" && type != "full_attention")
            fields_.refuse("layer_types", inQuotes(type) + " is not a kind of layer known here",
                           "full_attention or sliding_attention");
        return type == "sliding_attention";
    }
    ConfigFields& fields_;
    std::int64_t layers_ = 1;
    const char* headsName_ = nullptr;
    const char* positionsName_ = nullptr;
};

/// Llama and its relatives: RMSNorm, rotary positions, gated feed-forward, grouped queries.
Reader llamaLike(ConfigFields& fields, bool tied, const char* activation = "hidden_act") {
    Reader reader(fields, {.activation = activation});
    reader.keyValueHeads("num_key_value_heads");
    reader.layer.feedForward.width = fields.integer("intermediate_size", 1, Limits::feedForward);
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", tied);
    return reader;
}

Model readLlama(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attention().qkvBias = reader.attention().outputBias = fields.boolean("attention_bias", false);
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    reader.fillLayers();
    return reader.model;
}

Model readMistral(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    const auto window = reader.window();
    reader.fillLayers(window, [&](std::int64_t) { return window.has_value(); });
    return reader.model;
}

Model readQwen(ConfigFields& fields, bool third) {
    Reader reader = llamaLike(fields, false);
    auto& attention = reader.attention();
    reader.headDimension(third ? std::optional<std::int64_t>(128) : std::nullopt);
    attention.qkvBias = third ? fields.boolean("attention_bias", false) : true;
    attention.outputBias = third && attention.qkvBias;
    attention.qkNorm = third ? QueryKeyNorm::perHead : QueryKeyNorm::none;
    const bool sliding = fields.boolean("use_sliding_window", false);
    const auto first = fields.integer("max_window_layers", 0, Limits::context, 28);
    const auto window = sliding ? reader.window() : std::nullopt;
    reader.fillLayers(window, [&](std::int64_t i) { return window && i >= first; });
    return reader.model;
}

Model readGemma(ConfigFields& fields, int generation) {
    Reader reader =
        llamaLike(fields, true, fields.has("hidden_activation") ? "hidden_activation" : "hidden_act");
    reader.headDimension(256);
    auto& attention = reader.attention();
    attention.qkvBias = attention.outputBias = fields.boolean("attention_bias", false);
    attention.qkNorm = generation == 3 ? QueryKeyNorm::perHead : QueryKeyNorm::none;
    reader.layer.postNorms = generation >= 2;
    const auto window = generation >= 2 ? reader.window() : std::nullopt;
    const auto pattern = generation == 3 ? fields.integer("sliding_window_pattern", 1, Limits::layers, 6) : 2;
    // The last of each group of layers attends to everything.
    reader.fillLayers(window, [&](std::int64_t i) { return window && (i + 1) % pattern != 0; });
    return reader.model;
}

Model readPhi3(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attention().fused = true;
    reader.layer.feedForward.fused = true;
    const auto window = reader.window();
    reader.fillLayers(window, [&](std::int64_t) { return window.has_value(); });
    return reader.model;
}

Model readPhi(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.allBiases(true);
    reader.model.headBias = true;
    reader.model.norm = Norm::layer;
    reader.layer.parallel = reader.layer.sharedNorm = true;
    reader.layer.feedForward.gated = false;
    if (fields.boolean("qk_layernorm", false))
        fields.refuse("qk_layernorm", "LayerNorm on queries and keys is not supported", "false");
    reader.fillLayers();
    return reader.model;
}

Model readGpt2(ConfigFields& fields) {
    const char* positions = fields.has("n_positions") ? "n_positions" : "n_ctx";
    Reader reader(fields, {"n_embd", "n_layer", "n_head", positions, "activation_function"});
    reader.headDimension();
    reader.allBiases(true);
    reader.learnedPositions(0);
    reader.attention().fused = true;
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.width =
        fields.integer("n_inner", 1, Limits::feedForward, 4 * reader.model.hidden);
    reader.model.norm = Norm::layer;
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", true);
    reader.fillLayers();
    return reader.model;
}

/// OPT variants that differ in structure (OPT-350M projects its embedding and normalizes afterwards) are
/// refused.
void refuseUnusualOpt(ConfigFields& fields, std::int64_t hidden) {
    if (fields.integer("word_embed_proj_dim", 1, Limits::hidden, hidden) != hidden)
        fields.refuse("word_embed_proj_dim", "a projection between embedding and layers is not supported",
                      "the same as hidden_size");
    if (!fields.boolean("do_layer_norm_before", true))
        fields.refuse("do_layer_norm_before", "norms after attention and feed-forward are not supported",
                      "true");
    if (fields.boolean("_remove_final_layer_norm", false))
        fields.refuse("_remove_final_layer_norm", "a model without final norm is not supported", "false");
}

Model readOpt(ConfigFields& fields) {
    Reader reader(fields, {.activation = "activation_function"});
    reader.headDimension();
    reader.allBiases(fields.boolean("enable_bias", true));
    reader.learnedPositions(2); // OPT's position table begins at row 2.
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.width = fields.integer("ffn_dim", 1, Limits::feedForward);
    reader.model.norm = Norm::layer;
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", true);
    refuseUnusualOpt(fields, reader.model.hidden);
    reader.fillLayers();
    return reader.model;
}

Model readGptNeoX(ConfigFields& fields) {
    Reader reader(fields, {});
    reader.headDimension();
    reader.allBiases(true);
    reader.attention().qkvBias = reader.attention().outputBias = fields.boolean("attention_bias", true);
    reader.attention().fused = true;
    reader.layer.parallel = fields.boolean("use_parallel_residual", true);
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.width = fields.integer("intermediate_size", 1, Limits::feedForward);
    reader.model.norm = Norm::layer;
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", false);
    reader.fillLayers();
    return reader.model;
}

/// Falcon-7B shares one key-value head, the newer architecture shares `num_kv_heads`, the oldest shares none.
void readFalconAttention(ConfigFields& fields, Layer& layer) {
    const bool newer = fields.boolean("new_decoder_architecture", false);
    const bool multiQuery = fields.boolean("multi_query", true);
    if (newer)
        layer.attention()->kvHeads =
            fields.integer("num_kv_heads", 1, Limits::hidden, layer.attention()->heads);
    else if (multiQuery)
        layer.attention()->kvHeads = 1;
    layer.parallel = newer || fields.boolean("parallel_attn", true);
    const auto norms = fields.integer("num_ln_in_parallel_attn", 1, 2, newer ? 2 : 1);
    layer.sharedNorm = layer.parallel && norms == 1;
}

Model readFalcon(ConfigFields& fields) {
    Reader reader(fields, {.activation = "activation"});
    reader.headDimension();
    reader.allBiases(fields.boolean("bias", false));
    readFalconAttention(fields, reader.layer);
    reader.attention().fused = true;
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.width =
        fields.integer("ffn_hidden_size", 1, Limits::feedForward, 4 * reader.model.hidden);
    reader.model.norm = Norm::layer;
    if (fields.boolean("alibi", false))
        reader.model.positions = PositionEmbedding::alibi;
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", true);
    reader.fillLayers();
    return reader.model;
}

Model readBloom(ConfigFields& fields) {
    const auto either = [&](const char* name, const char* other) { return fields.has(name) ? name : other; };
    Reader reader(fields, {either("hidden_size", "n_embed"), either("n_layer", "num_hidden_layers"),
                           either("n_head", "num_attention_heads"), "seq_length", "hidden_act"});
    reader.headDimension();
    reader.allBiases(true);
    reader.attention().fused = true;
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.width = 4 * reader.model.hidden;
    reader.model.norm = Norm::layer;
    reader.model.embeddingNorm = true;
    reader.model.positions = PositionEmbedding::alibi;
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", true);
    reader.fillLayers();
    return reader.model;
}

struct FamilyReader {
    std::string_view type;
    Model (*read)(ConfigFields&);
};
constexpr std::array families{
    FamilyReader{"llama", readLlama},
    FamilyReader{"mistral", readMistral},
    FamilyReader{"qwen2", [](ConfigFields& fields) { return readQwen(fields, false); }},
    FamilyReader{"qwen3", [](ConfigFields& fields) { return readQwen(fields, true); }},
    FamilyReader{"gemma", [](ConfigFields& fields) { return readGemma(fields, 1); }},
    FamilyReader{"gemma2", [](ConfigFields& fields) { return readGemma(fields, 2); }},
    FamilyReader{"gemma3_text", [](ConfigFields& fields) { return readGemma(fields, 3); }},
    FamilyReader{"phi", readPhi},
    FamilyReader{"phi3", readPhi3},
    FamilyReader{"gpt2", readGpt2},
    FamilyReader{"opt", readOpt},
    FamilyReader{"gpt_neox", readGptNeoX},
    FamilyReader{"falcon", readFalcon},
    FamilyReader{"bloom", readBloom},
};

std::string supportedFamilies() {
    std::string all;
    for (const auto& family : families)
        all += (all.empty() ? "one of " : " ") + std::string(family.type);
    return all;
}

Model readFamily(ConfigFields& fields, const std::string& type) {
    const auto family = std::ranges::find(families, type, &FamilyReader::type);
    if (family != families.end())
        return family->read(fields);
    fields.refuse("model_type", "the architecture " + inQuotes(type) + " is not supported",
                  supportedFamilies());
    return {};
}

} // namespace

Expected<Model> fromHuggingFaceConfig(std::string_view json, std::string_view where) {
    const auto parsed = parseConfig(json, where);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    ConfigFields fields(*parsed, where);
    const std::string type = fields.text("model_type");
    Model model = readFamily(fields, type);
    model.family = type;
    model.name = fields.text("_name_or_path", "");
    model.source = where;
    model.verified = true; // The facts are those of the file that was just read.
    if (fields.error())
        return tl::make_unexpected(*fields.error());
    if (model.name.empty())
        model.name = type;
    if (auto sound = check(model, where); !sound)
        return tl::make_unexpected(sound.error());
    return model;
}

} // namespace cellwright::llm
