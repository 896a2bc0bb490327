// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the tensors of weight files are called. The names on the right are those of llm::tensorsOf().
#include "data/weights/tensor_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace cellwright::weights {
namespace {

struct Alias {
    std::string_view theirs;
    std::string_view ours;
};

/// gguf-py/gguf/constants.py, TENSOR_NAMES, where ours differ.
constexpr std::array ggufAliases{
    Alias{"post_attention_norm", "attn_post_norm"},
    Alias{"post_ffw_norm", "ffn_post_norm"},
    Alias{"attn_output_norm", "attn_post_norm"},
    Alias{"layer_output_norm", "ffn_post_norm"},
    Alias{"attn_norm_2", "ffn_norm"},
    Alias{"pos_embd", "position_embd"},
    Alias{"exp_probs_b", "ffn_gate_inp"},
    Alias{"attn_o", "attn_output"},
    Alias{"cross_attn_o", "cross_attn_output"},
    Alias{"attn_sinks", "attn_sinks"},
};

/// Hugging Face transformers, modeling_<family>.py.
constexpr std::array huggingFaceAliases{
    // Llama and most others.
    Alias{"self_attn.q_proj", "attn_q"},
    Alias{"self_attn.k_proj", "attn_k"},
    Alias{"self_attn.v_proj", "attn_v"},
    Alias{"self_attn.o_proj", "attn_output"},
    Alias{"self_attn.qkv_proj", "attn_qkv"},
    Alias{"self_attn.q_norm", "attn_q_norm"},
    Alias{"self_attn.k_norm", "attn_k_norm"},
    Alias{"self_attn.sinks", "attn_sinks"},
    Alias{"input_layernorm", "attn_norm"},
    Alias{"post_attention_layernorm", "attn_post_norm"},
    Alias{"pre_feedforward_layernorm", "ffn_norm"},
    Alias{"post_feedforward_layernorm", "ffn_post_norm"},
    Alias{"mlp.gate_proj", "ffn_gate"},
    Alias{"mlp.up_proj", "ffn_up"},
    Alias{"mlp.down_proj", "ffn_down"},
    Alias{"mlp.gate_up_proj", "ffn_up"},
    // Mixtures of experts.
    Alias{"block_sparse_moe.gate", "ffn_gate_inp"},
    Alias{"mlp.gate", "ffn_gate_inp"},
    Alias{"mlp.gate.e_score_correction", "ffn_gate_inp"},
    Alias{"mlp.router", "ffn_gate_inp"},
    Alias{"mlp.experts.gate_up_proj", "ffn_gate_up_exps"},
    Alias{"mlp.experts.down_proj", "ffn_down_exps"},
    Alias{"mlp.shared_expert_gate", "ffn_gate_inp_shexp"},
    Alias{"mlp.shared_expert.gate_proj", "ffn_gate_shexp"},
    Alias{"mlp.shared_expert.up_proj", "ffn_up_shexp"},
    Alias{"mlp.shared_expert.down_proj", "ffn_down_shexp"},
    Alias{"mlp.shared_experts.gate_proj", "ffn_gate_shexp"},
    Alias{"mlp.shared_experts.up_proj", "ffn_up_shexp"},
    Alias{"mlp.shared_experts.down_proj", "ffn_down_shexp"},
    // DeepSeek.
    Alias{"self_attn.q_a_proj", "attn_q_a"},
    Alias{"self_attn.q_a_layernorm", "attn_q_a_norm"},
    Alias{"self_attn.q_b_proj", "attn_q_b"},
    Alias{"self_attn.kv_a_proj_with_mqa", "attn_kv_a_mqa"},
    Alias{"self_attn.kv_a_layernorm", "attn_kv_a_norm"},
    Alias{"self_attn.kv_b_proj", "attn_kv_b"},
    // GPT-2; its matrices are stored transposed, see huggingFaceSlot().
    Alias{"attn.c_attn", "attn_qkv"},
    Alias{"attn.c_proj", "attn_output"},
    Alias{"mlp.c_fc", "ffn_up"},
    Alias{"mlp.c_proj", "ffn_down"},
    Alias{"ln_1", "attn_norm"},
    Alias{"ln_2", "ffn_norm"},
    // GPT-NeoX, Falcon, BLOOM.
    Alias{"attention.query_key_value", "attn_qkv"},
    Alias{"attention.dense", "attn_output"},
    Alias{"self_attention.query_key_value", "attn_qkv"},
    Alias{"self_attention.dense", "attn_output"},
    Alias{"mlp.dense_h_to_4h", "ffn_up"},
    Alias{"mlp.dense_4h_to_h", "ffn_down"},
    Alias{"ln_attn", "attn_norm"},
    Alias{"ln_mlp", "ffn_norm"},
    // OPT and Phi.
    Alias{"self_attn.out_proj", "attn_output"},
    Alias{"self_attn.dense", "attn_output"},
    Alias{"self_attn_layer_norm", "attn_norm"},
    Alias{"final_layer_norm", "ffn_norm"},
    Alias{"fc1", "ffn_up"},
    Alias{"fc2", "ffn_down"},
    Alias{"mlp.fc1", "ffn_up"},
    Alias{"mlp.fc2", "ffn_down"},
    // Mamba.
    Alias{"norm", "attn_norm"},
    Alias{"mixer.in_proj", "ssm_in"},
    Alias{"mixer.conv1d", "ssm_conv1d"},
    Alias{"mixer.x_proj", "ssm_x"},
    Alias{"mixer.dt_proj", "ssm_dt"},
    Alias{"mixer.dt", "ssm_dt"},
    Alias{"mixer.A_log", "ssm_a"},
    Alias{"mixer.D", "ssm_d"},
    Alias{"mixer.norm", "ssm_norm"},
    Alias{"mixer.out_proj", "ssm_out"},
};

/// Outside the layers, by the last words of the name.
constexpr std::array huggingFaceOutside{
    Alias{"embed_tokens", "token_embd"},
    Alias{"wte", "token_embd"},
    Alias{"embed_in", "token_embd"},
    Alias{"word_embeddings", "token_embd"},
    Alias{"backbone.embeddings", "token_embd"},
    Alias{"wpe", "position_embd"},
    Alias{"embed_positions", "position_embd"},
    Alias{"word_embeddings_layernorm", "token_embd_norm"},
    Alias{"norm", "output_norm"},
    Alias{"ln_f", "output_norm"},
    Alias{"norm_f", "output_norm"},
    Alias{"final_layer_norm", "output_norm"},
    Alias{"final_layernorm", "output_norm"},
    Alias{"lm_head", "output"},
    Alias{"embed_out", "output"},
};

std::optional<std::string_view> find(std::span<const Alias> aliases, std::string_view name) {
    const auto found = std::ranges::find(aliases, name, &Alias::theirs);
    return found == aliases.end() ? std::nullopt : std::optional(found->ours);
}

bool endsWithAny(std::string_view name, std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool takePrefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}
bool takeEnding(std::string_view& text, std::string_view ending) {
    if (!text.ends_with(ending))
        return false;
    text.remove_suffix(ending.size());
    return true;
}
/// The number and the dot that `text` begins with.
std::optional<int> takeNumber(std::string_view& text) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto digits = std::size_t(end - text.data());
    if (problem != std::errc() || value < 0 || digits >= text.size() || text[digits] != '.')
        return {};
    text.remove_prefix(digits + 1);
    return value;
}

/// "ffn_gate.3" of files before 2024-04, in which each expert was a tensor.
std::optional<std::string> expertPiece(std::string_view name) {
    for (const std::string_view matrix : {"ffn_gate", "ffn_up", "ffn_down"}) {
        std::string_view rest = name;
        if (takePrefix(rest, matrix) && takePrefix(rest, ".") &&
            rest.find_first_not_of("0123456789") == std::string_view::npos && !rest.empty())
            return std::string(matrix) + "_exps";
    }
    return {};
}

/// "mlp.experts.3.down_proj" and "block_sparse_moe.experts.3.w2".
std::optional<std::string> huggingFaceExpert(std::string_view name) {
    if (!takePrefix(name, "mlp.experts.") && !takePrefix(name, "block_sparse_moe.experts."))
        return {};
    if (!takeNumber(name))
        return {};
    constexpr std::array matrices{Alias{"gate_proj", "ffn_gate_exps"}, Alias{"up_proj", "ffn_up_exps"},
                                  Alias{"down_proj", "ffn_down_exps"}, Alias{"w1", "ffn_gate_exps"},
                                  Alias{"w3", "ffn_up_exps"},          Alias{"w2", "ffn_down_exps"}};
    const auto ours = find(matrices, name);
    return ours ? std::optional(std::string(*ours)) : std::nullopt;
}

/// Takes ".weight" or a bias's ending off; true for a bias.
bool takeKind(std::string_view& name) {
    if (takeEnding(name, ".weight"))
        return false;
    return takeEnding(name, ".bias") || takeEnding(name, "_bias");
}

/// What lies before and after the number of the layer: "model.layers.3.mlp…".
struct LayerName {
    std::string_view before;
    int layer = -1;
    std::string_view rest;
};
LayerName takeLayer(std::string_view name) {
    for (const std::string_view word : {"layers.", "h.", "blocks."})
        for (std::size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
            std::string_view rest = name.substr(at + word.size());
            if (at > 0 && name[at - 1] != '.')
                continue;
            if (const auto layer = takeNumber(rest))
                return {name.substr(0, at), *layer, rest};
        }
    return {name, -1, name};
}

Slot::Stack huggingFaceStack(std::string_view name) {
    using Stack = Slot::Stack;
    // Buffers that early checkpoints stored: causal masks and rotary frequencies; and scales of quantized
    // tensors.
    if (endsWithAny(name, {".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias",
                           "rotary_emb.inv_freq", "_scale_inv", "_scale", "_scale_2", ".input_scale"}))
        return Stack::helper;
    if (endsWithAny(name,
                    {".qweight", ".qzeros", ".scales", ".g_idx", ".absmax", ".quant_map", ".nested_absmax",
                     ".nested_quant_map", ".SCB", ".weight_packed", "_blocks", "_scales", ".weight_shape"}) ||
        name.find(".quant_state.") != std::string_view::npos)
        return Stack::packed;
    if (name.find("vision") != std::string_view::npos || name.find("visual.") != std::string_view::npos ||
        name.find("audio") != std::string_view::npos || name.starts_with("encoder.") ||
        name.find("multi_modal_projector") != std::string_view::npos ||
        name.find(".encoder.") != std::string_view::npos)
        return Stack::other;
    return Stack::decoder;
}

} // namespace

Slot ggufSlot(std::string_view name) {
    Slot slot;
    if (name.starts_with("rope_f") || name.find("attn_rot_embd") != std::string_view::npos ||
        endsWithAny(name, {".scale", ".input_scale"}))
        return {Slot::Stack::helper, -1, {}, false, false};
    if (takePrefix(name, "enc."))
        slot.stack = Slot::Stack::encoder;
    else
        takePrefix(name, "dec.");
    if (takePrefix(name, "blk.")) {
        const auto layer = takeNumber(name);
        if (!layer)
            return {Slot::Stack::other, -1, {}, false, false};
        slot.layer = *layer;
    }
    const bool bias = takeKind(name);
    const auto piece = expertPiece(name);
    slot.piece = piece.has_value();
    slot.name = piece ? *piece : std::string(find(ggufAliases, name).value_or(name));
    // The bias that balances DeepSeek's router is called a weight in some files.
    slot.name += bias || name == "exp_probs_b" ? "_bias" : "";
    return slot;
}

Slot huggingFaceSlot(std::string_view name) {
    Slot slot{huggingFaceStack(name), -1, {}, false, false};
    if (slot.stack != Slot::Stack::decoder)
        return slot;
    const bool bias = takeKind(name);
    const auto split = takeLayer(name);
    slot.layer = split.layer;
    if (split.layer < 0) {
        for (const auto& alias : huggingFaceOutside)
            if (name == alias.theirs || (name.ends_with(alias.theirs) && name.size() > alias.theirs.size() &&
                                         name[name.size() - alias.theirs.size() - 1] == '.'))
                slot.name = alias.ours;
    } else if (const auto expert = huggingFaceExpert(split.rest)) {
        slot.name = *expert;
        slot.piece = true;
    } else {
        slot.name = find(huggingFaceAliases, split.rest).value_or("");
        slot.transposed = !bias && split.rest.find(".c_") != std::string_view::npos;
    }
    if (slot.name.empty())
        slot.stack = Slot::Stack::other;
    slot.name += bias ? "_bias" : "";
    return slot;
}

} // namespace cellwright::weights
