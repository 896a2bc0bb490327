// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/config_fields.h"
#include "analytics/llm/model.h"

#include <functional>

namespace cellwright::llm::huggingface {

/// Sizes under the names that Llama and most later families use; each family may use others.
struct SizeNames {
    const char* hidden = "hidden_size";
    const char* layers = "num_hidden_layers";
    const char* heads = "num_attention_heads";
    const char* positions = "max_position_embeddings";
    const char* activation = "hidden_act";
    const char* vocabulary = "vocab_size";
};

/// Reads what every decoder has. `layer` is the pattern that fillLayers() repeats; what differs among layers
/// is set afterwards in model.layers. Defaults are those of the Hugging Face configuration classes
/// (transformers, configuration_<model_type>.py); a size that fixes the parameter count has none and must be
/// given.
class Reader {
public:
    explicit Reader(ConfigFields& fields, const SizeNames& names = {});

    void keyValueHeads(const char* name = "num_key_value_heads");
    /// What the family's configuration class has where num_key_value_heads is left out; null means as many as
    /// heads.
    void defaultKeyValueHeads(std::int64_t count);
    /// head_dim, or else `absent`, or else the hidden size divided among the heads.
    void headDimension(std::optional<std::int64_t> absent = {});
    void learnedPositions(std::int64_t extraRows);
    void attentionBiases(bool present);
    void allBiases(bool present);
    void feedForwardWidth(const char* name = "intermediate_size");
    /// Of the output head with the embedding table.
    void tied(bool absent);
    void eachLayer(const std::function<void(std::int64_t, Layer&)>& change);
    /// Every layer the same.
    void fillLayers();
    /// A window in those layers that `layer_types` calls sliding, or without that field, those that
    /// `windowed` chooses. After fillLayers().
    void windows(std::optional<std::int64_t> window, const std::function<bool(std::int64_t)>& windowed);
    /// sliding_window, which Hugging Face may set to `absent` where the field is not given.
    std::optional<std::int64_t> window(std::optional<std::int64_t> absent = {});
    void note(const std::string& text);

    [[nodiscard]] Attention& attention() { return *layer.attention(); }
    [[nodiscard]] std::int64_t layers() const { return layers_; }

    Model model;
    Layer layer; ///< with attention

private:
    bool isSliding(const std::string& type);

    ConfigFields& fields_;
    std::int64_t layers_ = 1;
    const char* headsName_ = nullptr;
    const char* positionsName_ = nullptr;
};

/// Llama and its relatives: RMSNorm, rotary positions, gated feed-forward, grouped queries.
Reader llamaLike(ConfigFields& fields, bool tied, const char* activation = "hidden_act");

/// Adds a sentence to the model's note.
void addNote(Model& model, const std::string& text);

} // namespace cellwright::llm::huggingface
