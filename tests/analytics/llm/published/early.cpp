// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/llm/published/published.h"

namespace cellwright::llm {
namespace {

constexpr Published rows[] = {
    {"GPT-2", 124439808, R"({"model_type":"gpt2","activation_function":"gelu_new","n_ctx":1024,"n_embd":768,
        "n_head":12,"n_layer":12,"n_positions":1024,"vocab_size":50257})"},
    {"GPT-2 medium", 354823168, R"({"model_type":"gpt2","n_ctx":1024,"n_embd":1024,"n_head":16,"n_inner":null,
        "n_layer":24,"vocab_size":50257})"},
    {"GPT-2 XL", 1557611200, R"({"architectures":["GPT2LMHeadModel"],"n_positions":1024,"n_embd":1600,
        "n_head":25,"n_layer":48,"vocab_size":50257})"},
    {"StarCoder", 15517456384, R"({"model_type":"gpt_bigcode","multi_query":true,"n_embd":6144,"n_head":48,
        "n_inner":24576,"n_layer":40,"n_positions":8192,"vocab_size":49152})"},
    {"GPT-J-6B", 6050882784, R"({"model_type":"gptj","n_embd":4096,"n_head":16,"n_inner":null,"n_layer":28,
        "n_positions":2048,"rotary_dim":64,"tie_word_embeddings":false,"vocab_size":50400})"},
    {"CodeGen-350M", 356712448, R"({"model_type":"codegen","n_embd":1024,"n_head":16,"n_inner":null,
        "n_layer":20,"n_positions":2048,"vocab_size":51200})"},
    {"StarCoder2-3B", 3030371328, R"({"model_type":"starcoder2","hidden_size":3072,"intermediate_size":12288,
        "mlp_type":"default","norm_type":"layer_norm","num_attention_heads":24,"num_hidden_layers":30,
        "num_key_value_heads":2,"sliding_window":4096,"use_bias":true,"vocab_size":49152})"},
    {"StarCoder2-7B", 7173923840, R"({"model_type":"starcoder2","hidden_size":4608,"intermediate_size":18432,
        "num_attention_heads":36,"num_hidden_layers":32,"num_key_value_heads":4,"vocab_size":49152})"},
    {"OPT-125M", 125239296, R"({"model_type":"opt","do_layer_norm_before":true,"ffn_dim":3072,
        "hidden_size":768,"max_position_embeddings":2048,"num_attention_heads":12,"num_hidden_layers":12,
        "vocab_size":50272,"word_embed_proj_dim":768})"},
    {"OPT-350M", 331196416, R"({"model_type":"opt","do_layer_norm_before":false,"ffn_dim":4096,
        "hidden_size":1024,"max_position_embeddings":2048,"num_attention_heads":16,"num_hidden_layers":24,
        "vocab_size":50272,"word_embed_proj_dim":512})"},
    {"OPT-6.7B", 6658473984, R"({"model_type":"opt","ffn_dim":16384,"hidden_size":4096,
        "max_position_embeddings":2048,"num_attention_heads":32,"num_hidden_layers":32,"vocab_size":50272})"},
    {"Pythia-1.4B", 1414647808, R"({"model_type":"gpt_neox","hidden_size":2048,"intermediate_size":8192,
        "num_attention_heads":16,"num_hidden_layers":24,"use_parallel_residual":true,"vocab_size":50304})"},
    {"GPT-NeoX-20B", 20554567680, R"({"model_type":"gpt_neox","hidden_size":6144,"intermediate_size":24576,
        "num_attention_heads":64,"num_hidden_layers":44,"vocab_size":50432})"},
    {"Falcon-7B", 6921720704, R"({"model_type":"falcon","alibi":false,"bias":false,"hidden_size":4544,
        "multi_query":true,"new_decoder_architecture":false,"num_attention_heads":71,"num_hidden_layers":32,
        "parallel_attn":true,"vocab_size":65024})"},
    {"Falcon-7B, as first published", 6921720704,
     R"({"model_type":"RefinedWebModel","alibi":false,"bias":false,
        "hidden_size":4544,"multi_query":true,"n_head":71,"n_layer":32,"parallel_attn":true,
        "vocab_size":65024})"},
    // Derived: 60 layers of 8192·(8192 + 2·512) + 8192² + 8·8192² + 4·8192, table 65024·8192, norm 2·8192.
    {"Falcon-40B", 41303293952, R"({"model_type":"falcon","hidden_size":8192,"new_decoder_architecture":true,
        "num_attention_heads":128,"num_hidden_layers":60,"num_kv_heads":8,"parallel_attn":true,
        "vocab_size":65024})"},
    {"Falcon-40B, as first published", 41303293952,
     R"({"model_type":"RefinedWeb","hidden_size":8192,"n_head":128,
        "n_head_kv":8,"n_layer":60,"parallel_attn":true,"vocab_size":65024})"},
    {"Falcon-RW-1B", 1311625216, R"({"model_type":"falcon","alibi":true,"bias":true,"hidden_size":2048,
        "multi_query":false,"new_decoder_architecture":false,"num_attention_heads":32,"num_hidden_layers":24,
        "parallel_attn":false,"vocab_size":50304})"},
    {"BLOOM-560M", 559214592, R"({"model_type":"bloom","n_embed":1024,"n_layer":24,"num_attention_heads":16,
        "seq_length":2048,"vocab_size":250880})"},
    {"BLOOM-176B", 176247271424, R"({"model_type":"bloom","hidden_size":14336,"n_head":112,"n_layer":70,
        "vocab_size":250880})"},
    {"MPT-7B", 6649286656,
     R"({"model_type":"mpt","attn_config":{"alibi":true,"attn_type":"multihead_attention",
        "qk_ln":false},"d_model":4096,"expansion_ratio":4,"max_seq_len":2048,"n_heads":32,"n_layers":32,
        "no_bias":true,"vocab_size":50432})"},
    {"Phi-2", 2779683840, R"({"model_type":"phi","hidden_size":2560,"intermediate_size":10240,
        "num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":null,"qk_layernorm":false,
        "vocab_size":51200})"},
    {"StableLM-2-1.6B", 1644515328, R"({"model_type":"stablelm","hidden_size":2048,"intermediate_size":5632,
        "num_attention_heads":32,"num_hidden_layers":24,"num_key_value_heads":32,"use_qkv_bias":true,
        "vocab_size":100352})"},
    // Nemotron-4 340B report, table 1: 331.6e9 without and 9.4e9 in embeddings; the exact sum is derived.
    {"Nemotron-4-340B", 341029195776, R"({"model_type":"nemotron","hidden_act":"relu2","hidden_size":18432,
        "intermediate_size":73728,"num_attention_heads":96,"num_hidden_layers":96,"num_key_value_heads":8,
        "vocab_size":256000})"},
};

} // namespace

std::span<const Published> publishedEarly() {
    return rows;
}

} // namespace cellwright::llm
