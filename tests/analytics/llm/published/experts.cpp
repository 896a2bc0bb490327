// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/llm/published/published.h"

namespace cellwright::llm {
namespace {

constexpr Published rows[] = {
    {"Mixtral-8x7B", 46702792704, R"({"model_type":"mixtral","hidden_size":4096,"intermediate_size":14336,
        "num_attention_heads":32,"num_experts_per_tok":2,"num_hidden_layers":32,"num_key_value_heads":8,
        "num_local_experts":8,"sliding_window":null,"vocab_size":32000})",
     12879925248},
    {"Mixtral-8x22B", 140620634112, R"({"model_type":"mixtral","hidden_size":6144,"intermediate_size":16384,
        "num_attention_heads":48,"num_experts_per_tok":2,"num_hidden_layers":56,"num_key_value_heads":8,
        "num_local_experts":8,"vocab_size":32000})"},
    {"Qwen1.5-MoE-A2.7B", 14315784192,
     R"({"model_type":"qwen2_moe","decoder_sparse_step":1,"hidden_size":2048,
        "intermediate_size":5632,"max_window_layers":21,"moe_intermediate_size":1408,"num_attention_heads":16,
        "num_experts":60,"num_experts_per_tok":4,"num_hidden_layers":24,"num_key_value_heads":16,
        "shared_expert_intermediate_size":5632,"sliding_window":32768,"use_sliding_window":false,
        "vocab_size":151936})"},
    // Derived.
    {"Qwen2-57B-A14B", 57408658944, R"({"model_type":"qwen2_moe","hidden_size":3584,"intermediate_size":18944,
        "moe_intermediate_size":2560,"num_attention_heads":28,"num_experts":64,"num_experts_per_tok":8,
        "num_hidden_layers":28,"num_key_value_heads":4,"shared_expert_intermediate_size":20480,
        "vocab_size":151936})"},
    {"Qwen3-30B-A3B", 30532122624,
     R"({"model_type":"qwen3_moe","attention_bias":false,"decoder_sparse_step":1,
        "head_dim":128,"hidden_size":2048,"intermediate_size":6144,"mlp_only_layers":[],
        "moe_intermediate_size":768,"num_attention_heads":32,"num_experts":128,"num_experts_per_tok":8,
        "num_hidden_layers":48,"num_key_value_heads":4,"sliding_window":null,"vocab_size":151936})",
     3353032704},
    {"Qwen3-235B-A22B", 235093634560, R"({"model_type":"qwen3_moe","head_dim":128,"hidden_size":4096,
        "intermediate_size":12288,"moe_intermediate_size":1536,"num_attention_heads":64,"num_experts":128,
        "num_experts_per_tok":8,"num_hidden_layers":94,"num_key_value_heads":4,"vocab_size":151936})"},
    {"DeepSeek-V2-Lite", 15706484224, R"({"model_type":"deepseek_v2","first_k_dense_replace":1,
        "hidden_size":2048,"intermediate_size":10944,"kv_lora_rank":512,"moe_intermediate_size":1408,
        "moe_layer_freq":1,"n_routed_experts":64,"n_shared_experts":2,"num_attention_heads":16,
        "num_experts_per_tok":6,"num_hidden_layers":27,"num_key_value_heads":16,"q_lora_rank":null,
        "qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"vocab_size":102400})"},
    {"DeepSeek-V2", 235741434880, R"({"model_type":"deepseek_v2","first_k_dense_replace":1,"hidden_size":5120,
        "intermediate_size":12288,"kv_lora_rank":512,"moe_intermediate_size":1536,"n_routed_experts":160,
        "n_shared_experts":2,"num_attention_heads":128,"num_experts_per_tok":6,"num_hidden_layers":60,
        "q_lora_rank":1536,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,
        "vocab_size":102400})"},
    // The 61 layers of the main model; the published files add one for multi-token prediction.
    {"DeepSeek-V3", 671026419200, R"({"model_type":"deepseek_v3","first_k_dense_replace":3,"hidden_size":7168,
        "intermediate_size":18432,"kv_lora_rank":512,"moe_intermediate_size":2048,"moe_layer_freq":1,
        "n_routed_experts":256,"n_shared_experts":1,"num_attention_heads":128,"num_experts_per_tok":8,
        "num_hidden_layers":61,"num_nextn_predict_layers":1,"q_lora_rank":1536,"qk_nope_head_dim":128,
        "qk_rope_head_dim":64,"topk_method":"noaux_tc","v_head_dim":128,"vocab_size":129280,
        "quantization_config":{"quant_method":"fp8"}})"},
    // Kimi K2's report: 1.04 trillion with 32.6 billion active, as its page also says; the exact sum is
    // derived.
    {"Kimi-K2", 1026408232448, R"({"model_type":"kimi_k2","first_k_dense_replace":1,"hidden_size":7168,
        "intermediate_size":18432,"kv_lora_rank":512,"moe_intermediate_size":2048,"n_routed_experts":384,
        "n_shared_experts":1,"num_attention_heads":64,"num_experts_per_tok":8,"num_hidden_layers":61,
        "q_lora_rank":1536,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"topk_method":"noaux_tc",
        "v_head_dim":128,"vocab_size":163840})"},
    // Derived; 110,468,824,832 with the layer for multi-token prediction.
    {"GLM-4.5-Air", 106852251264, R"({"model_type":"glm4_moe","attention_bias":true,"first_k_dense_replace":1,
        "head_dim":128,"hidden_size":4096,"intermediate_size":10944,"moe_intermediate_size":1408,
        "n_routed_experts":128,"n_shared_experts":1,"num_attention_heads":96,"num_experts_per_tok":8,
        "num_hidden_layers":46,"num_key_value_heads":8,"num_nextn_predict_layers":1,"use_qk_norm":false,
        "vocab_size":151552})"},
    {"gpt-oss-20b", 20914757184, R"({"model_type":"gpt_oss","attention_bias":true,"experts_per_token":4,
        "head_dim":64,"hidden_size":2880,"intermediate_size":2880,"num_attention_heads":64,
        "num_experts_per_tok":4,"num_hidden_layers":24,"num_key_value_heads":8,"num_local_experts":32,
        "sliding_window":128,"vocab_size":201088,"quantization_config":{"quant_method":"mxfp4"}})"},
    {"gpt-oss-120b", 116829156672, R"({"model_type":"gpt_oss","attention_bias":true,"head_dim":64,
        "hidden_size":2880,"intermediate_size":2880,"num_attention_heads":64,"num_experts_per_tok":4,
        "num_hidden_layers":36,"num_key_value_heads":8,"num_local_experts":128,"sliding_window":128,
        "vocab_size":201088})"},
    {"Phi-3.5-MoE", 41873153344, R"({"model_type":"phimoe","attention_bias":true,"hidden_size":4096,
        "intermediate_size":6400,"lm_head_bias":true,"num_attention_heads":32,"num_experts_per_tok":2,
        "num_hidden_layers":32,"num_key_value_heads":8,"num_local_experts":16,"sliding_window":131072,
        "vocab_size":32064})"},
    {"OLMoE-1B-7B", 6919161856, R"({"model_type":"olmoe","attention_bias":false,"hidden_size":2048,
        "intermediate_size":1024,"num_attention_heads":16,"num_experts":64,"num_experts_per_tok":8,
        "num_hidden_layers":16,"num_key_value_heads":16,"vocab_size":50304})"},
    {"Granite-3.0-1B-A400M", 1334628352, R"({"model_type":"granitemoe","hidden_size":1024,
        "intermediate_size":512,"num_attention_heads":16,"num_experts_per_tok":8,"num_hidden_layers":24,
        "num_key_value_heads":8,"num_local_experts":32,"tie_word_embeddings":true,"vocab_size":49155})"},
    {"DBRX", 131596523520, R"({"model_type":"dbrx","attn_config":{"clip_qkv":8,"kv_n_heads":8},"d_model":6144,
        "ffn_config":{"ffn_hidden_size":10752,"moe_num_experts":16,"moe_top_k":4},"max_seq_len":32768,
        "n_heads":48,"n_layers":40,"tie_word_embeddings":false,"vocab_size":100352})"},
    {"ERNIE-4.5-21B-A3B", 21825437888, R"({"model_type":"ernie4_5_moe","head_dim":128,"hidden_size":2560,
        "intermediate_size":12288,"moe_intermediate_size":1536,"moe_k":6,"moe_layer_start_index":1,
        "moe_num_experts":64,"moe_num_shared_experts":2,"num_attention_heads":20,"num_hidden_layers":28,
        "num_key_value_heads":4,"tie_word_embeddings":true,"use_bias":false,"vocab_size":103424})"},
    // Derived: the decoder of Llama 4 Scout, whose whole count stands among the multimodal models.
    {"Llama 4 Scout, decoder", 107769861120, R"({"model_type":"llama4_text","attention_chunk_size":8192,
        "head_dim":128,"hidden_size":5120,"interleave_moe_layer_step":1,"intermediate_size":8192,
        "intermediate_size_mlp":16384,"no_rope_layers":[],"num_attention_heads":40,"num_experts_per_tok":1,
        "num_hidden_layers":48,"num_key_value_heads":8,"num_local_experts":16,"vocab_size":202048})"},
    {"dots.llm1", 142774381696, R"({"model_type":"dots1","attention_bias":false,"first_k_dense_replace":1,
        "hidden_size":4096,"intermediate_size":10944,"moe_intermediate_size":1408,"n_routed_experts":128,
        "n_shared_experts":2,"num_attention_heads":32,"num_experts_per_tok":6,"num_hidden_layers":62,
        "num_key_value_heads":32,"vocab_size":152064})"},
};

} // namespace

std::span<const Published> publishedExperts() {
    return rows;
}

} // namespace cellwright::llm
