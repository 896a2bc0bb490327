// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/tensor_table.h"

#include "analytics/llm/model.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cellwright::weights {
namespace {

/// Adds one tensor, or one piece of several, to a group.
void addTo(Group& group, const Slot& slot, const WeightTensor& tensor) {
    Held held{tensor.dim(0), tensor.dim(1), tensor.dim(2), tensor.elements, tensor.bytes, tensor.format};
    if (slot.transposed)
        std::swap(held.cols, held.rows);
    auto [place, fresh] = group.held.emplace(slot.name, held);
    if (fresh)
        return;
    // Experts in tensors of their own, or two names for one thing: the numbers add up.
    auto& whole = place->second;
    whole.count += slot.piece ? 1 : 0;
    whole.elements += held.elements; // At most 300,000 tensors below 2^63; checked against the sum below.
    whole.bytes += held.bytes;
    if (whole.format != held.format)
        whole.format = nullptr;
}

/// Splits a matrix that holds two of the same size.
void splitInHalves(Group& group, std::string_view both, std::string_view first, std::string_view second) {
    const auto found = group.held.find(both);
    if (found == group.held.end() || group.has(first) || group.has(second))
        return;
    Held half = found->second;
    half.rows /= 2;
    half.elements /= 2;
    half.bytes /= 2;
    group.held.erase(found);
    group.held.emplace(first, half);
    group.held.emplace(second, half);
}

/// Since 2025 llama.cpp stores the two halves of DeepSeek's attn_kv_b apart.
void joinLatentHalves(Group& group) {
    if (!group.has("attn_k_b") || !group.has("attn_v_b") || group.has("attn_kv_b"))
        return;
    const auto& keys = group.of("attn_k_b");
    const auto& values = group.of("attn_v_b");
    Held whole{values.cols,
               0,
               1,
               keys.elements + values.elements,
               keys.bytes + values.bytes,
               keys.format == values.format ? keys.format : nullptr};
    whole.rows = values.cols > 0 ? whole.elements / values.cols : 0;
    group.held.erase("attn_k_b");
    group.held.erase("attn_v_b");
    group.held.emplace("attn_kv_b", whole);
}

/// Norms have names that differ with the family, see llm::Layer: one before attention and one before the
/// feed-forward, and in some families one more after each.
void nameNorms(Group& group) {
    for (const std::string_view bias : {"", "_bias"}) {
        const auto name = [&](std::string_view norm) { return std::string(norm).append(bias); };
        const bool mixes = group.has("attn_output") || group.has("ssm_out");
        if (!mixes)
            group.rename(name("attn_norm"), name("ffn_norm"));
        // Norms only after attention and feed-forward (BERT, OLMo 2).
        if (!group.has(name("attn_norm")))
            group.rename(name("attn_post_norm"), name("attn_norm"));
        if (!group.has(name("ffn_norm")) && !group.has(name("attn_post_norm")))
            group.rename(name("ffn_post_norm"), name("ffn_norm"));
        // The norm after attention is the one before the feed-forward (gpt-oss, Llama in transformers).
        if (!group.has(name("ffn_norm")) && !group.has(name("ffn_post_norm")))
            group.rename(name("attn_post_norm"), name("ffn_norm"));
    }
}

void tidy(Group& group) {
    joinLatentHalves(group);
    splitInHalves(group, "ffn_gate_up_exps", "ffn_gate_exps", "ffn_up_exps");
    splitInHalves(group, "ffn_gate_up_exps_bias", "ffn_gate_exps_bias", "ffn_up_exps_bias");
    nameNorms(group);
}

Group* groupOf(TensorTable& table, const Slot& slot) {
    const bool encoder = slot.stack == Slot::Stack::encoder;
    if (slot.layer < 0)
        return encoder ? &table.encoderOutside : &table.outside;
    auto& layers = encoder ? table.encoder : table.layers;
    if (slot.layer >= int(llm::Limits::layers))
        return nullptr;
    if (layers.size() <= std::size_t(slot.layer))
        layers.resize(std::size_t(slot.layer) + 1);
    return &layers[std::size_t(slot.layer)];
}

void place(TensorTable& table, const Slot& slot, const WeightTensor& tensor) {
    using Stack = Slot::Stack;
    if (slot.stack == Stack::helper)
        return table.helpers.push_back(&tensor);
    if (slot.stack == Stack::packed)
        return table.packed.push_back(&tensor);
    auto* group = slot.stack == Stack::other ? nullptr : groupOf(table, slot);
    if (group)
        addTo(*group, slot, tensor);
    else
        table.others.push_back(&tensor);
    table.elements += tensor.elements;
}

} // namespace

const Held& Group::of(std::string_view name) const {
    static const Held none{0, 0, 0, 0, 0, nullptr};
    const auto found = held.find(name);
    return found == held.end() ? none : found->second;
}

void Group::rename(std::string_view from, std::string_view to) {
    const auto found = held.find(from);
    if (found == held.end() || has(to))
        return;
    held.emplace(to, found->second);
    held.erase(found);
}

TensorTable tabulate(std::span<const WeightTensor> tensors, Naming naming) {
    TensorTable table;
    for (const auto& tensor : tensors) {
        place(table, naming(tensor.name), tensor);
        table.bytes += tensor.bytes;
    }
    for (auto& layer : table.layers)
        tidy(layer);
    for (auto& layer : table.encoder)
        tidy(layer);
    return table;
}

} // namespace cellwright::weights
