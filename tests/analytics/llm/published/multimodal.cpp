// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/llm/published/published.h"

namespace cellwright::llm {
namespace {

constexpr Published rows[] = {
    {"LLaVA-1.5-7B", 7063427072, R"({"architectures":["LlavaForConditionalGeneration"],"model_type":"llava",
        "image_token_index":32000,"projector_hidden_act":"gelu","text_config":{"_name_or_path":"lmsys/vicuna-7b-v1.5",
        "max_position_embeddings":4096,"model_type":"llama","vocab_size":32064},"tie_word_embeddings":false,
        "vision_config":{"hidden_size":1024,"image_size":336,"intermediate_size":4096,
        "model_type":"clip_vision_model","num_attention_heads":16,"num_hidden_layers":24,"patch_size":14,
        "projection_dim":768,"vocab_size":32000},"vision_feature_layer":-2,
        "vision_feature_select_strategy":"default"})"},
    {"LLaVA-NeXT-Mistral-7B", 7566747648, R"({"model_type":"llava_next","image_grid_pinpoints":[[336,672]],
        "text_config":{"intermediate_size":14336,"max_position_embeddings":32768,"model_type":"mistral",
        "num_key_value_heads":8,"sliding_window":null,"vocab_size":32064},"use_image_newline_parameter":true,
        "vision_config":{"hidden_size":1024,"image_size":336,"intermediate_size":4096,
        "model_type":"clip_vision_model","num_attention_heads":16,"num_hidden_layers":24,"patch_size":14}})"},
    {"LLaVA-OneVision-7B", 8030348832, R"({"model_type":"llava_onevision","text_config":{"hidden_size":3584,
        "intermediate_size":18944,"model_type":"qwen2","num_attention_heads":28,"num_hidden_layers":28,
        "num_key_value_heads":4,"vocab_size":152064},"vision_config":{"hidden_size":1152,"image_size":384,
        "intermediate_size":4304,"model_type":"siglip_vision_model","num_attention_heads":16,
        "num_hidden_layers":26,"patch_size":14,"vision_use_head":false},"vision_feature_layer":-1,
        "vision_feature_select_strategy":"full"})"},
    {"Pixtral-12B", 12682739712, R"({"model_type":"llava","text_config":{"head_dim":128,"hidden_size":5120,
        "intermediate_size":14336,"model_type":"mistral","num_hidden_layers":40,"num_key_value_heads":8,
        "sliding_window":null,"vocab_size":131072},"vision_config":{"head_dim":64,"hidden_act":"silu",
        "image_size":1024,"model_type":"pixtral","patch_size":16},"vision_feature_layer":-1,
        "vision_feature_select_strategy":"full"})"},
    {"Mistral-Small-3.1-24B", 24011361280, R"({"model_type":"mistral3","multimodal_projector_bias":false,
        "spatial_merge_size":2,"text_config":{"head_dim":128,"hidden_size":5120,"intermediate_size":32768,
        "model_type":"mistral","num_attention_heads":32,"num_hidden_layers":40,"num_key_value_heads":8,
        "sliding_window":null,"vocab_size":131072},"vision_config":{"head_dim":64,"hidden_act":"silu",
        "hidden_size":1024,"image_size":1540,"intermediate_size":4096,"model_type":"pixtral",
        "num_attention_heads":16,"num_hidden_layers":24,"patch_size":14},"vision_feature_layer":-1})"},
    {"Gemma-3-4B", 4300079472, R"({"model_type":"gemma3","mm_tokens_per_image":256,"text_config":{
        "hidden_size":2560,"intermediate_size":10240,"model_type":"gemma3_text","num_hidden_layers":34,
        "sliding_window":1024},"vision_config":{"hidden_size":1152,"image_size":896,"intermediate_size":4304,
        "model_type":"siglip_vision_model","num_attention_heads":16,"num_hidden_layers":27,"patch_size":14,
        "vision_use_head":false}})"},
    {"Gemma-3-27B", 27432406640, R"({"model_type":"gemma3","text_config":{"head_dim":128,"hidden_size":5376,
        "intermediate_size":21504,"model_type":"gemma3_text","num_attention_heads":32,"num_hidden_layers":62,
        "num_key_value_heads":16,"sliding_window":1024},"vision_config":{"hidden_size":1152,"image_size":896,
        "intermediate_size":4304,"model_type":"siglip_vision_model","num_attention_heads":16,
        "num_hidden_layers":27,"patch_size":14,"vision_use_head":false}})"},
    {"PaliGemma-3B-224", 2923466480, R"({"model_type":"paligemma","text_config":{"hidden_size":2048,
        "intermediate_size":16384,"model_type":"gemma","num_attention_heads":8,"num_hidden_layers":18,
        "num_image_tokens":256,"num_key_value_heads":1,"vocab_size":257216},"vision_config":{"hidden_size":1152,
        "intermediate_size":4304,"model_type":"siglip_vision_model","num_attention_heads":16,
        "num_hidden_layers":27,"patch_size":14,"projection_dim":2048,"vision_use_head":false}})"},
    {"SmolVLM-256M", 256484928, R"({"model_type":"idefics3","scale_factor":4,"text_config":{"head_dim":64,
        "hidden_size":576,"intermediate_size":1536,"model_type":"llama","num_attention_heads":9,
        "num_hidden_layers":30,"num_key_value_heads":3,"vocab_size":49280},"tie_word_embeddings":false,
        "vision_config":{"hidden_size":768,"image_size":512,"intermediate_size":3072,"model_type":"idefics3",
        "num_attention_heads":12,"num_hidden_layers":12,"patch_size":16}})"},
    {"SmolVLM-2.2B", 2246272880,
     R"({"model_type":"idefics3","scale_factor":3,"text_config":{"hidden_size":2048,
        "intermediate_size":8192,"model_type":"llama","num_attention_heads":32,"num_hidden_layers":24,
        "num_key_value_heads":32,"vocab_size":49155},"vision_config":{"hidden_size":1152,"image_size":384,
        "intermediate_size":4304,"model_type":"idefics3","num_attention_heads":16,"num_hidden_layers":27,
        "patch_size":14}})"},
    {"Llama-4-Scout", 108641793536, R"({"model_type":"llama4","text_config":{"attention_chunk_size":8192,
        "head_dim":128,"hidden_size":5120,"interleave_moe_layer_step":1,"intermediate_size":8192,
        "intermediate_size_mlp":16384,"model_type":"llama4_text","num_attention_heads":40,"num_experts_per_tok":1,
        "num_hidden_layers":48,"num_key_value_heads":8,"num_local_experts":16,"vocab_size":202048},
        "vision_config":{"hidden_size":1408,"image_size":336,"intermediate_size":5632,
        "model_type":"llama4_vision_model","num_attention_heads":16,"num_hidden_layers":34,"patch_size":14,
        "pixel_shuffle_ratio":0.5,"projector_input_dim":4096,"projector_output_dim":4096,
        "vision_output_dim":4096}})"},
    {"Qwen2-VL-7B", 8291375616, R"({"model_type":"qwen2_vl","hidden_size":3584,"intermediate_size":18944,
        "max_position_embeddings":32768,"num_attention_heads":28,"num_hidden_layers":28,"num_key_value_heads":4,
        "tie_word_embeddings":false,"use_sliding_window":false,"vision_config":{"depth":32,"embed_dim":1280,
        "hidden_size":3584,"in_chans":3,"mlp_ratio":4,"num_heads":16,"patch_size":14,"spatial_merge_size":2,
        "temporal_patch_size":2},"vocab_size":152064})"},
    {"Qwen2.5-VL-7B", 8292166656, R"({"model_type":"qwen2_5_vl","hidden_size":3584,"intermediate_size":18944,
        "max_position_embeddings":128000,"num_attention_heads":28,"num_hidden_layers":28,"num_key_value_heads":4,
        "tie_word_embeddings":false,"vision_config":{"depth":32,"fullatt_block_indexes":[7,15,23,31],
        "hidden_size":1280,"in_chans":3,"intermediate_size":3420,"num_heads":16,"out_hidden_size":3584,
        "patch_size":14,"spatial_merge_size":2,"temporal_patch_size":2,"window_size":112},
        "vocab_size":152064})"},
    {"Qwen2.5-VL-3B", 3754622976, R"({"model_type":"qwen2_5_vl","text_config":{"hidden_size":2048,
        "intermediate_size":11008,"model_type":"qwen2_5_vl_text","num_attention_heads":16,"num_hidden_layers":36,
        "num_key_value_heads":2,"vocab_size":151936},"tie_word_embeddings":true,"vision_config":{"depth":32,
        "fullatt_block_indexes":[7,15,23,31],"hidden_size":1280,"in_channels":3,"intermediate_size":3420,
        "num_heads":16,"out_hidden_size":2048,"patch_size":14,"spatial_merge_size":2,"temporal_patch_size":2,
        "window_size":112}})"},
    {"Qwen3-VL-8B", 8767123696, R"({"model_type":"qwen3_vl","text_config":{"head_dim":128,"hidden_size":4096,
        "intermediate_size":12288,"model_type":"qwen3_vl_text","num_attention_heads":32,"num_hidden_layers":36,
        "num_key_value_heads":8,"vocab_size":151936},"tie_word_embeddings":false,"vision_config":{
        "deepstack_visual_indexes":[8,16,24],"depth":27,"hidden_size":1152,"in_channels":3,
        "intermediate_size":4304,"num_heads":16,"num_position_embeddings":2304,"out_hidden_size":4096,
        "patch_size":16,"spatial_merge_size":2,"temporal_patch_size":2}})"},
    {"OpenVLA-7B", 7541237184, R"({"model_type":"openvla","arch_specifier":"no-align+fused-gelu-mlp",
        "image_sizes":[224,224],"text_config":{"model_type":"llama","vocab_size":32064},
        "timm_model_ids":["vit_large_patch14_reg4_dinov2.lvd142m","vit_so400m_patch14_siglip_224"],
        "use_fused_vision_backbone":true})"},
    // PaLM-E paper: "562B" = 540B + 22B. Derived: PaLM 540B, 48 layers of 4·6144² + 2·6144·24576 (21.743
    // billion, as in table 1 of the ViT-22B paper) + 49408 in biases and norms, 5203968 in patches, positions
    // and last norm, and the map 6144·18432 + 18432.
    {"PaLM-E-562B", 562220587008, R"({"model_type":"palm","hidden_size":18432,"intermediate_size":73728,
        "num_attention_heads":48,"num_hidden_layers":118,"vision_config":{"hidden_size":6144,"image_size":224,
        "intermediate_size":24576,"num_attention_heads":48,"num_hidden_layers":48,"parallel_layers":true,
        "patch_size":14,"qkv_bias":false,"use_qk_norm":true},"vocab_size":256000})"},
};

} // namespace

std::span<const Published> publishedMultimodal() {
    return rows;
}

} // namespace cellwright::llm
