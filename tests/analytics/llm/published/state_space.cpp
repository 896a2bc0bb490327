// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/llm/published/published.h"

namespace cellwright::llm {
namespace {

constexpr Published rows[] = {
    {"Mamba-130M", 129135360, R"({"model_type":"mamba","conv_kernel":4,"expand":2,"hidden_size":768,
        "intermediate_size":1536,"num_hidden_layers":24,"state_size":16,"time_step_rank":48,"use_bias":false,
        "use_conv_bias":true,"vocab_size":50280})"},
    {"Mamba-2.8B", 2768345600, R"({"model_type":"mamba","hidden_size":2560,"intermediate_size":5120,
        "num_hidden_layers":64,"state_size":16,"time_step_rank":160,"vocab_size":50280})"},
    {"Falcon-Mamba-7B", 7272665088, R"({"model_type":"falcon_mamba","expand":16,"hidden_size":4096,
        "intermediate_size":8192,"num_hidden_layers":64,"state_size":16,"tie_word_embeddings":false,
        "time_step_rank":"auto","vocab_size":65024})"},
    {"Codestral-Mamba-7B", 7285403648, R"({"model_type":"mamba2","conv_kernel":4,"expand":2,"head_dim":64,
        "hidden_size":4096,"n_groups":8,"num_heads":128,"num_hidden_layers":64,"state_size":128,
        "tie_word_embeddings":false,"vocab_size":32768})"},
    {"Jamba-v0.1", 51570323328, R"({"model_type":"jamba","attn_layer_offset":4,"attn_layer_period":8,
        "expert_layer_offset":1,"expert_layer_period":2,"hidden_size":4096,"intermediate_size":14336,
        "mamba_conv_bias":true,"mamba_d_conv":4,"mamba_d_state":16,"mamba_dt_rank":256,"mamba_expand":2,
        "num_attention_heads":32,"num_experts":16,"num_experts_per_tok":2,"num_hidden_layers":32,
        "num_key_value_heads":8,"sliding_window":null,"vocab_size":65536})"},
    // Derived; the model's page says 9.78B.
    {"Bamba-9B", 9780235392, R"({"model_type":"bamba","attn_layer_indices":[9,18,27],"hidden_size":4096,
        "intermediate_size":14336,"mamba_conv_bias":true,"mamba_d_conv":4,"mamba_d_head":64,"mamba_d_state":128,
        "mamba_expand":2,"mamba_n_groups":1,"mamba_n_heads":128,"mamba_proj_bias":false,"num_attention_heads":32,
        "num_hidden_layers":32,"num_key_value_heads":8,"vocab_size":128256})"},
    {"Granite-4.0-H-Tiny", 6939037248, R"({"model_type":"granitemoehybrid","hidden_size":1536,
        "intermediate_size":512,"layer_types":["mamba","mamba","mamba","mamba","mamba","attention","mamba","mamba",
        "mamba","mamba","mamba","mamba","mamba","mamba","mamba","attention","mamba","mamba","mamba","mamba","mamba",
        "mamba","mamba","mamba","mamba","attention","mamba","mamba","mamba","mamba","mamba","mamba","mamba","mamba",
        "mamba","attention","mamba","mamba","mamba","mamba"],"mamba_conv_bias":true,"mamba_d_conv":4,
        "mamba_d_head":64,"mamba_d_state":128,"mamba_expand":2,"mamba_n_groups":1,"mamba_n_heads":48,
        "num_attention_heads":12,"num_experts_per_tok":6,"num_hidden_layers":40,"num_key_value_heads":4,
        "num_local_experts":64,"shared_intermediate_size":1024,"tie_word_embeddings":true,"vocab_size":100352})"},
    {"Nemotron-Nano-9B-v2", 8888227328, R"({"model_type":"nemotron_h","attention_bias":false,"conv_kernel":4,
        "head_dim":128,"hidden_size":4480,
        "hybrid_override_pattern":"M-M-M-MM-M-M-M*-M-M-M*-M-M-M-M*-M-M-M-M*-M-MM-M-M-M-M-M-",
        "intermediate_size":15680,"mamba_head_dim":80,"mamba_num_heads":128,"mamba_proj_bias":false,
        "mlp_bias":false,"mlp_hidden_act":"relu2","n_groups":8,"num_attention_heads":40,"num_hidden_layers":56,
        "num_key_value_heads":8,"ssm_state_size":128,"use_conv_bias":true,"vocab_size":131072})"},
    // With the 128 biases per layer of experts that only balance the load, as the files hold them.
    {"Nemotron-3-Nano-30B-A3B", 31577940288, R"({"model_type":"nemotron_h","conv_kernel":4,"head_dim":128,
        "hidden_size":2688,"hybrid_override_pattern":"MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
        "intermediate_size":1856,"mamba_head_dim":64,"mamba_num_heads":64,"moe_intermediate_size":1856,
        "moe_shared_expert_intermediate_size":3712,"n_groups":8,"n_routed_experts":128,"n_shared_experts":1,
        "num_attention_heads":32,"num_experts_per_tok":6,"num_hidden_layers":52,"num_key_value_heads":2,
        "ssm_state_size":128,"use_conv_bias":true,"vocab_size":131072})"},
};

} // namespace

std::span<const Published> publishedStateSpace() {
    return rows;
}

} // namespace cellwright::llm
