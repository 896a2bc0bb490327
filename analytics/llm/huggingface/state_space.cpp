// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Mamba, Mamba-2, and decoders that mix their layers with attention.
#include "analytics/llm/huggingface/expert_fields.h"
#include "analytics/llm/huggingface/families.h"

#include <algorithm>
#include <array>

namespace cellwright::llm::huggingface {
namespace {

constexpr std::int64_t maxExpansion = 1000;

/// Sizes that do not depend on attention; the layer has neither attention nor a feed-forward network.
Reader attentionFree(ConfigFields& fields, bool tied) {
    // What is missing is the number of heads, which nothing here needs.
    static const nlohmann::json heads{{"num_attention_heads", 1}};
    auto completed = fields.completedBy(heads);
    Reader reader(completed);
    reader.model.positions = PositionEmbedding::none;
    reader.model.tiedEmbeddings = fields.boolean("tie_word_embeddings", tied);
    return reader;
}

/// A number, or "auto": the hidden size divided by 16.
std::int64_t stepRank(ConfigFields& fields, const char* name, std::int64_t hidden) {
    const bool automatic = !fields.has(name) || (fields.isText(name) && fields.text(name) == "auto");
    return automatic ? (hidden + 15) / 16 : fields.integer(name, 1, Limits::hidden);
}

Model readMamba(ConfigFields& fields) {
    Reader reader = attentionFree(fields, true);
    const auto hidden = reader.model.hidden;
    StateSpace state;
    const auto expanded = fields.integer("expand", 1, maxExpansion, 2) * hidden;
    state.inner = fields.integer("intermediate_size", 1, Limits::hidden, expanded);
    state.state = fields.integer("state_size", 1, Limits::hidden, 16);
    state.kernel = fields.integer("conv_kernel", 1, 1000, 4);
    state.rank = stepRank(fields, "time_step_rank", hidden);
    state.convolutionBias = fields.boolean("use_conv_bias", true);
    state.bias = fields.boolean("use_bias", false);
    reader.layer.mixer = state;
    reader.model.layers.assign(std::size_t(reader.layers()), reader.layer);
    return reader.model;
}

struct Mamba2Names {
    const char* heads;
    const char* headDim;
    const char* state;
    const char* groups;
    const char* kernel;
    const char* convolutionBias;
    const char* bias;
};

StateSpace readMamba2Mixer(ConfigFields& fields, const Mamba2Names& names) {
    StateSpace state;
    state.generation = 2;
    state.heads = fields.integer(names.heads, 1, Limits::hidden);
    state.inner = state.heads * fields.integer(names.headDim, 1, Limits::hidden);
    state.state = fields.integer(names.state, 1, Limits::hidden);
    state.groups = fields.integer(names.groups, 1, Limits::hidden);
    state.kernel = fields.integer(names.kernel, 1, 1000, 4);
    state.convolutionBias = fields.boolean(names.convolutionBias, true);
    state.bias = fields.boolean(names.bias, false);
    state.outputNorm = true;
    return state;
}

Model readMamba2(ConfigFields& fields) {
    Reader reader = attentionFree(fields, false);
    const auto expanded = fields.integer("expand", 1, maxExpansion, 2) * reader.model.hidden;
    reader.layer.mixer = readMamba2Mixer(fields, {"num_heads", "head_dim", "state_size", "n_groups",
                                                  "conv_kernel", "use_conv_bias", "use_bias"});
    if (reader.layer.stateSpace()->inner != expanded)
        fields.refuse("num_heads", "num_heads times head_dim is not expand times hidden_size",
                      "heads that share all " + std::to_string(expanded) + " channels");
    reader.model.layers.assign(std::size_t(reader.layers()), reader.layer);
    return reader.model;
}

constexpr Mamba2Names hybridNames{"mamba_n_heads", "mamba_d_head",    "mamba_d_state",  "mamba_n_groups",
                                  "mamba_d_conv",  "mamba_conv_bias", "mamba_proj_bias"};

/// Of layers that mix attention with Mamba-2, under the names of Bamba; "auto" divides the channels.
StateSpace readHybridMixer(ConfigFields& fields, const Reader& reader) {
    if (!fields.isText("mamba_d_head"))
        return readMamba2Mixer(fields, hybridNames);
    const auto heads = fields.integer("mamba_n_heads", 1, Limits::hidden);
    const auto channels = fields.integer("mamba_expand", 1, maxExpansion, 2) * reader.model.hidden;
    if (fields.text("mamba_d_head") != "auto" || channels % heads != 0)
        fields.refuse("mamba_d_head", "mamba_d_head is not a number of channels", "a whole number");
    auto names = hybridNames;
    names.headDim = "mamba_n_heads";
    auto state = readMamba2Mixer(fields, names);
    state.inner = channels;
    return state;
}

/// Attention in the layers of a list, Mamba-2 in the others, a dense feed-forward network in all.
Model readBamba(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    const auto state = readHybridMixer(fields, reader);
    const auto attended =
        fields.integers("attn_layer_indices", 0, Limits::layers, std::size_t(Limits::layers));
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if (std::ranges::find(attended, i) == attended.end())
            layer.mixer = state;
    });
    return reader.model;
}

/// Granite 4: what `layer_types` says, then experts and a shared network beside them, or only the latter.
void setGraniteFeedForward(ConfigFields& fields, Reader& reader) {
    const auto shared = fields.integer("shared_intermediate_size", 1, Limits::feedForward, 1024);
    reader.layer.feedForward.width = shared;
    if (fields.integer("num_local_experts", 0, Limits::experts, 8) == 0)
        return;
    auto experts = readExperts(fields, {"num_local_experts", "num_experts_per_tok", "intermediate_size"});
    experts.sharedWidth = shared;
    setExperts(reader.layer, experts);
}

Model readGraniteHybrid(ConfigFields& fields) {
    Reader reader(fields);
    reader.keyValueHeads();
    reader.headDimension();
    reader.tied(false);
    reader.attentionBiases(fields.boolean("attention_bias", false));
    setGraniteFeedForward(fields, reader);
    const auto state = readHybridMixer(fields, reader);
    const auto types = fields.texts("layer_types", std::size_t(reader.layers()));
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        const auto type = types.empty() ? std::string("mamba") : types[std::size_t(i)];
        if (type == "mamba")
            layer.mixer = state;
        else if (type != "attention" && type != "full_attention")
            fields.refuse("layer_types", inQuotes(type) + " is not a kind of layer known here",
                          "mamba or attention");
    });
    return reader.model;
}

StateSpace readJambaMixer(ConfigFields& fields, std::int64_t hidden) {
    StateSpace state;
    state.inner = fields.integer("mamba_expand", 1, maxExpansion, 2) * hidden;
    state.state = fields.integer("mamba_d_state", 1, Limits::hidden, 16);
    state.kernel = fields.integer("mamba_d_conv", 1, 1000, 4);
    state.rank = stepRank(fields, "mamba_dt_rank", hidden);
    state.convolutionBias = fields.boolean("mamba_conv_bias", true);
    state.bias = fields.boolean("mamba_proj_bias", false);
    state.innerNorms = true;
    return state;
}

/// Every period-th layer from an offset on has attention, or experts; the others Mamba, or a dense network.
Model readJamba(ConfigFields& fields) {
    Reader reader = llamaLike(fields, false);
    reader.headDimension();
    reader.model.positions = PositionEmbedding::none;
    const auto state = readJambaMixer(fields, reader.model.hidden);
    const auto dense = reader.layer.feedForward.width;
    const bool mixed = fields.integer("num_experts", 1, Limits::experts, 16) > 1;
    Experts experts;
    if (mixed)
        experts = readExperts(fields, {"num_experts", "num_experts_per_tok", "intermediate_size"});
    const auto attentionPeriod = fields.integer("attn_layer_period", 1, Limits::layers, 8);
    const auto attentionOffset = fields.integer("attn_layer_offset", 0, Limits::layers, 4);
    const auto expertPeriod = fields.integer("expert_layer_period", 1, Limits::layers, 2);
    const auto expertOffset = fields.integer("expert_layer_offset", 0, Limits::layers, 1);
    reader.layer.feedForward.width = dense;
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        if (i % attentionPeriod != attentionOffset)
            layer.mixer = state;
        if (mixed && i % expertPeriod == expertOffset)
            setExperts(layer, experts);
    });
    return reader.model;
}

Experts readNemotronExperts(ConfigFields& fields) {
    auto experts = readExperts(fields, {"n_routed_experts", "num_experts_per_tok", "moe_intermediate_size"});
    experts.gated = false;
    experts.routerBias = true;
    const auto shared = fields.integer("n_shared_experts", 0, 1000, 1);
    experts.sharedWidth =
        shared * fields.integer("moe_shared_expert_intermediate_size", 1, Limits::feedForward, experts.width);
    return experts;
}

/// One letter per layer: M Mamba-2, * attention, - feed-forward, E experts; each with one norm.
void setNemotronLayer(ConfigFields& fields, char letter, const StateSpace& state, Layer& layer) {
    const auto feedForward = layer.feedForward;
    layer.feedForward = {};
    if (letter == 'M')
        layer.mixer = state;
    else if (letter == '-' || letter == 'E') {
        layer.mixer = std::monostate{};
        if (letter == '-')
            layer.feedForward = feedForward;
        else
            layer.experts = readNemotronExperts(fields);
    } else if (letter != '*')
        fields.refuse("hybrid_override_pattern",
                      inQuotes(std::string(1, letter)) + " is not a kind of layer known here",
                      "M, *, - or E");
}

/// hybrid_override_pattern, or the same as a list of words under one of two names, old or new words.
std::string nemotronPattern(ConfigFields& fields) {
    if (fields.has("hybrid_override_pattern"))
        return fields.text("hybrid_override_pattern");
    const char* name = fields.firstOf({"layers_block_type", "layer_types"});
    const auto words =
        fields.texts(name, std::size_t(fields.integer("num_hidden_layers", 1, Limits::layers)));
    if (words.empty())
        fields.refuse("hybrid_override_pattern", "hybrid_override_pattern is missing", "a letter per layer");
    std::string letters;
    for (const auto& word : words)
        letters += word == "mamba" || word == "linear_attention"     ? 'M'
                   : word == "attention" || word == "full_attention" ? '*'
                   : word == "mlp"                                   ? '-'
                   : word == "moe"                                   ? 'E'
                                                                     : '?';
    return letters;
}

Reader nemotronSizes(ConfigFields& fields) {
    Reader reader(fields, {.activation = "mlp_hidden_act"});
    reader.keyValueHeads();
    reader.headDimension(fields.optionalInteger("attention_head_dim", 1, Limits::hidden));
    reader.tied(false);
    reader.attentionBiases(fields.boolean("attention_bias", false));
    reader.feedForwardWidth();
    reader.layer.feedForward.gated = false;
    reader.layer.feedForward.bias = fields.boolean("mlp_bias", false);
    reader.model.positions = PositionEmbedding::none;
    if (fields.has("moe_latent_size"))
        fields.refuse("moe_latent_size", "experts of another width than the hidden size are not supported",
                      "null");
    noteNextTokenLayers(fields, reader.model);
    return reader;
}

Model readNemotronHybrid(ConfigFields& fields) {
    Reader reader = nemotronSizes(fields);
    const auto state =
        readMamba2Mixer(fields, {"mamba_num_heads", "mamba_head_dim", "ssm_state_size", "n_groups",
                                 "conv_kernel", "use_conv_bias", "mamba_proj_bias"});
    const auto pattern = nemotronPattern(fields);
    if (pattern.size() != std::size_t(reader.layers()))
        fields.refuse("hybrid_override_pattern",
                      "hybrid_override_pattern has " + std::to_string(pattern.size()) + " letters",
                      "one for each of the " + std::to_string(reader.layers()) + " layers");
    reader.fillLayers();
    reader.eachLayer([&](std::int64_t i, Layer& layer) {
        setNemotronLayer(fields, std::size_t(i) < pattern.size() ? pattern[std::size_t(i)] : '*', state,
                         layer);
    });
    return reader.model;
}

constexpr std::array families{
    Family{"mamba", "Mamba", readMamba},
    Family{"falcon_mamba", "FalconMamba", readMamba},
    Family{"mamba2", "Mamba2", readMamba2},
    Family{"bamba", "Bamba", readBamba},
    Family{"granitemoehybrid", "GraniteMoeHybrid", readGraniteHybrid},
    Family{"jamba", "Jamba", readJamba},
    Family{"nemotron_h", "NemotronH", readNemotronHybrid},
};

} // namespace

std::span<const Family> stateFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
