// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/huggingface/reader.h"

namespace cellwright::llm::huggingface {

Reader::Reader(ConfigFields& fields, const SizeNames& names)
    : fields_(fields)
    , headsName_(names.heads)
    , positionsName_(names.positions) {
    model.hidden = fields.integer(names.hidden, 1, Limits::hidden);
    layers_ = fields.integer(names.layers, 1, Limits::layers);
    attention().heads = fields.integer(names.heads, 1, Limits::hidden);
    model.vocabulary = fields.integer(names.vocabulary, 1, Limits::vocabulary);
    model.maxContext = fields.integer(names.positions, 1, Limits::context, 2048);
    model.activation = fields.text(names.activation, "");
    attention().kvHeads = attention().heads;
}

void Reader::keyValueHeads(const char* name) {
    attention().kvHeads = fields_.integer(name, 1, Limits::hidden, attention().heads);
}

void Reader::defaultKeyValueHeads(std::int64_t count) {
    const char* name = "num_key_value_heads";
    if (!fields_.has(name) && !fields_.isNull(name))
        attention().kvHeads = count;
}

void Reader::headDimension(std::optional<std::int64_t> absent) {
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

void Reader::learnedPositions(std::int64_t extraRows) {
    if (!fields_.has(positionsName_))
        fields_.refuse(positionsName_, std::string(positionsName_) + " is missing",
                       "the number of learned positions");
    model.positions = PositionEmbedding::learned;
    model.learnedPositions = model.maxContext + extraRows;
}

void Reader::attentionBiases(bool present) {
    attention().qkvBias = attention().outputBias = present;
}

void Reader::allBiases(bool present) {
    attentionBiases(present);
    layer.feedForward.bias = present;
}

void Reader::feedForwardWidth(const char* name) {
    layer.feedForward.width = fields_.integer(name, 1, Limits::feedForward);
}

void Reader::tied(bool absent) {
    model.tiedEmbeddings = fields_.boolean("tie_word_embeddings", absent);
}

void Reader::eachLayer(const std::function<void(std::int64_t, Layer&)>& change) {
    for (std::size_t i = 0; i < model.layers.size(); ++i)
        change(std::int64_t(i), model.layers[i]);
}

void Reader::fillLayers() {
    // An error may have left the count at its lower limit: the list is small either way.
    model.layers.assign(std::size_t(layers_), layer);
}

void Reader::windows(std::optional<std::int64_t> window, const std::function<bool(std::int64_t)>& windowed) {
    const auto types = fields_.texts("layer_types", std::size_t(layers_));
    eachLayer([&](std::int64_t i, Layer& one) {
        const bool sliding =
            std::size_t(i) < types.size() ? isSliding(types[std::size_t(i)]) : window && windowed(i);
        if (sliding && !window)
            fields_.refuse("sliding_window", "layer " + std::to_string(i) + " needs a sliding_window",
                           "give its length in tokens");
        if (sliding && one.attention())
            one.attention()->window = window;
    });
}

std::optional<std::int64_t> Reader::window(std::optional<std::int64_t> absent) {
    const auto given = fields_.optionalInteger("sliding_window", 1, Limits::context);
    return given || fields_.isNull("sliding_window") ? given : absent;
}

void Reader::note(const std::string& text) {
    addNote(model, text);
}

bool Reader::isSliding(const std::string& type) {
    if (type != "sliding_attention" && type != "full_attention")
        fields_.refuse("layer_types", inQuotes(type) + " is not a kind of layer known here",
                       "full_attention or sliding_attention");
    return type == "sliding_attention";
}

Reader llamaLike(ConfigFields& fields, bool tied, const char* activation) {
    Reader reader(fields, {.activation = activation});
    reader.keyValueHeads();
    reader.feedForwardWidth();
    reader.tied(tied);
    return reader;
}

void addNote(Model& model, const std::string& text) {
    model.note += (model.note.empty() ? "" : " ") + text;
}

} // namespace cellwright::llm::huggingface
