// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/tensors.h"
#include "tests/support/gguf_writer.h"

#include <algorithm>
#include <string>

namespace cellwright::test {

/// Writes models as llama.cpp's converter and quantizer would: its names, its metadata, and the format that a
/// scheme gives each tensor.
class GgufModelWriter {
public:
    GgufModelWriter(const llm::Model& model, std::string architecture, Scheme scheme,
                    std::uint32_t version = 3, bool bigEndian = false)
        : model_(model)
        , architecture_(std::move(architecture))
        , scheme_(scheme)
        , writer_(version, bigEndian) {
        writer_.text("general.architecture", architecture_);
        writer_.text("general.name", model.name);
        number("context_length", model.maxContext);
        number("block_count", std::int64_t(model.layers.size()));
        number("embedding_length", model.hidden);
        writer_.real(key(model.norm == llm::Norm::rms ? "attention.layer_norm_rms_epsilon"
                                                      : "attention.layer_norm_epsilon"),
                     1e-5f);
        mixers();
        experts();
        tokenizer();
        for (int block = 0; block < llm::blockCount(model); ++block)
            for (const auto& tensor : llm::tensorsOf(model, block))
                if (!tensor.shared)
                    add(block, tensor);
    }
    [[nodiscard]] GgufWriter& writer() { return writer_; }

private:
    [[nodiscard]] std::string key(const std::string& name) const { return architecture_ + "." + name; }
    void number(const std::string& name, std::int64_t value) { writer_.u32(key(name), std::uint32_t(value)); }
    template <class Value>
    std::vector<std::int32_t> perLayer(Value value) const {
        std::vector<std::int32_t> all;
        for (const auto& layer : model_.layers)
            all.push_back(std::int32_t(value(layer)));
        return all;
    }
    /// One number where all layers agree, else a list.
    void counts(const std::string& name, const std::vector<std::int32_t>& values) {
        if (std::ranges::adjacent_find(values, std::ranges::not_equal_to()) == values.end())
            number(name, values.front());
        else
            writer_.integers(key(name), values);
    }
    void mixers() {
        counts("attention.head_count", perLayer([](const auto& layer) {
                   return layer.attention() ? layer.attention()->heads
                          : layer.latent()  ? layer.latent()->heads
                                            : 0;
               }));
        if (std::ranges::any_of(model_.layers,
                                [](const auto& layer) { return layer.attention() != nullptr; }))
            attention();
        const auto state = std::ranges::find_if(model_.layers, [](const auto& l) { return l.stateSpace(); });
        if (state != model_.layers.end()) {
            number("ssm.state_size", state->stateSpace()->state);
            number("ssm.group_count", state->stateSpace()->groups);
        }
        if (std::ranges::all_of(model_.layers,
                                [](const auto& layer) { return layer.parallel && !layer.sharedNorm; }))
            writer_.boolean(key("use_parallel_residual"), true);
    }
    void attention() {
        counts("attention.head_count_kv", perLayer([](const auto& layer) {
                   return layer.attention() ? layer.attention()->kvHeads : 0;
               }));
        const auto& first = *std::ranges::find_if(model_.layers, [](const auto& l) { return l.attention(); });
        number("attention.key_length", first.attention()->headDim);
        if (first.attention()->softCap)
            writer_.real(key("attn_logit_softcapping"), float(*first.attention()->softCap));
        if (!first.attention()->causal)
            writer_.boolean(key("attention.causal"), false);
        if (model_.positions == llm::PositionEmbedding::alibi)
            writer_.real(key("attention.max_alibi_bias"), 8.0f);
        const auto windowed = perLayer(
            [](const auto& layer) { return layer.attention() && layer.attention()->window ? 1 : 0; });
        const auto window = std::ranges::find(windowed, 1);
        if (window == windowed.end())
            return;
        const auto& layer = model_.layers[std::size_t(window - windowed.begin())];
        number("attention.sliding_window", *layer.attention()->window);
        if (std::ranges::count(windowed, 1) != std::ptrdiff_t(windowed.size()))
            writer_.integers(key("attention.sliding_window_pattern"), windowed);
    }
    void experts() {
        const auto layer =
            std::ranges::find_if(model_.layers, [](const auto& l) { return l.experts.has_value(); });
        if (layer == model_.layers.end())
            return;
        number("expert_count", layer->experts->count);
        number("expert_used_count", layer->experts->perToken);
    }
    void tokenizer() {
        writer_.text("tokenizer.ggml.model", "gpt2");
        writer_.texts("tokenizer.ggml.tokens", {"<s>", "</s>", "a", "b"});
    }
    [[nodiscard]] static std::string theirName(std::string name) {
        const auto replace = [&](const std::string& from, const std::string& to) {
            if (const auto at = name.find(from); at != std::string::npos)
                name.replace(at, from.size(), to);
        };
        replace("attn_post_norm", "post_attention_norm");
        replace("ffn_post_norm", "post_ffw_norm");
        if (name.ends_with("_bias"))
            return name.substr(0, name.size() - 5) + ".bias";
        return name.ends_with("ssm_a") || name.ends_with("ssm_d") ? name : name + ".weight";
    }
    void add(int block, const llm::Tensor& tensor) {
        const auto format = llm::formatFor(scheme_, llm::placeOf(model_, block, tensor));
        std::vector<std::uint64_t> dims{std::uint64_t(tensor.cols)};
        if (tensor.rows > 1 || tensor.count > 1)
            dims.push_back(std::uint64_t(tensor.rows));
        if (tensor.count > 1)
            dims.push_back(std::uint64_t(tensor.count));
        if (tensor.role == llm::TensorRole::bias && tensor.count > 1)
            dims = {std::uint64_t(tensor.cols), std::uint64_t(tensor.count)};
        writer_.tensor(theirName(llm::ggufName(model_, block, tensor)), dims, *llm::ggmlTypeOf(format));
    }

    llm::Model model_;
    std::string architecture_;
    Scheme scheme_;
    GgufWriter writer_;
};

} // namespace cellwright::test
