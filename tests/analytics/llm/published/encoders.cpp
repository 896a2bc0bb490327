// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/llm/published/published.h"

namespace cellwright::llm {
namespace {

constexpr Published rows[] = {
    {"BERT-base", 109482240, R"({"model_type":"bert","hidden_size":768,"intermediate_size":3072,
        "max_position_embeddings":512,"num_attention_heads":12,"num_hidden_layers":12,"type_vocab_size":2,
        "vocab_size":30522})"},
    {"BERT-large", 335141888, R"({"architectures":["BertForMaskedLM"],"model_type":"bert","hidden_size":1024,
        "intermediate_size":4096,"max_position_embeddings":512,"num_attention_heads":16,"num_hidden_layers":24,
        "vocab_size":30522})"},
    {"all-MiniLM-L6-v2", 22713216, R"({"model_type":"bert","hidden_size":384,"intermediate_size":1536,
        "max_position_embeddings":512,"num_attention_heads":12,"num_hidden_layers":6,"vocab_size":30522})"},
    {"DistilBERT", 66362880, R"({"model_type":"distilbert","activation":"gelu","dim":768,"hidden_dim":3072,
        "max_position_embeddings":512,"n_heads":12,"n_layers":6,"vocab_size":30522})"},
    {"RoBERTa-base", 124645632, R"({"model_type":"roberta","hidden_size":768,"intermediate_size":3072,
        "max_position_embeddings":514,"num_attention_heads":12,"num_hidden_layers":12,"type_vocab_size":1,
        "vocab_size":50265})"},
    {"XLM-RoBERTa-base", 278043648, R"({"model_type":"xlm-roberta","hidden_size":768,"intermediate_size":3072,
        "max_position_embeddings":514,"num_attention_heads":12,"num_hidden_layers":12,"type_vocab_size":1,
        "vocab_size":250002})"},
    {"BGE-M3", 567754752, R"({"model_type":"xlm-roberta","hidden_size":1024,"intermediate_size":4096,
        "max_position_embeddings":8194,"num_attention_heads":16,"num_hidden_layers":24,"type_vocab_size":1,
        "vocab_size":250002})"},
    {"ModernBERT-base", 149014272, R"({"model_type":"modernbert","global_attn_every_n_layers":3,
        "hidden_size":768,"intermediate_size":1152,"local_attention":128,"max_position_embeddings":8192,
        "norm_bias":false,"num_attention_heads":12,"num_hidden_layers":22,"vocab_size":50368})"},
    {"T5-small", 60506624, R"({"architectures":["T5ForConditionalGeneration"],"model_type":"t5","d_ff":2048,
        "d_kv":64,"d_model":512,"n_positions":512,"num_heads":8,"num_layers":6,
        "relative_attention_num_buckets":32,"vocab_size":32128})"},
    {"T5-3B", 2851598336, R"({"model_type":"t5","d_ff":16384,"d_kv":128,"d_model":1024,"n_positions":512,
        "num_heads":32,"num_layers":24,"vocab_size":32128})"},
    {"Flan-T5-base", 247577856, R"({"model_type":"t5","d_ff":2048,"d_kv":64,"d_model":768,
        "feed_forward_proj":"gated-gelu","num_decoder_layers":12,"num_heads":12,"num_layers":12,
        "tie_word_embeddings":false,"vocab_size":32128})"},
    {"Flan-T5-XXL", 11135332352, R"({"model_type":"t5","d_ff":10240,"d_kv":64,"d_model":4096,
        "feed_forward_proj":"gated-gelu","num_heads":64,"num_layers":24,"tie_word_embeddings":false,
        "vocab_size":32128})"},
    {"mT5-small", 300176768, R"({"model_type":"mt5","d_ff":1024,"d_kv":64,"d_model":512,
        "feed_forward_proj":"gated-gelu","num_heads":6,"num_layers":8,"tie_word_embeddings":false,
        "vocab_size":250112})"},
    {"BART-base", 139420416, R"({"model_type":"bart","d_model":768,"decoder_attention_heads":12,
        "decoder_ffn_dim":3072,"decoder_layers":6,"encoder_attention_heads":12,"encoder_ffn_dim":3072,
        "encoder_layers":6,"max_position_embeddings":1024,"vocab_size":50265})"},
    {"mBART-large-50", 610879488, R"({"model_type":"mbart","d_model":1024,"decoder_attention_heads":16,
        "decoder_ffn_dim":4096,"decoder_layers":12,"encoder_attention_heads":16,"encoder_ffn_dim":4096,
        "encoder_layers":12,"max_position_embeddings":1024,"vocab_size":250054})"},
    {"NLLB-200-600M", 615073792, R"({"model_type":"m2m_100","d_model":1024,"decoder_attention_heads":16,
        "decoder_ffn_dim":4096,"decoder_layers":12,"encoder_attention_heads":16,"encoder_ffn_dim":4096,
        "encoder_layers":12,"max_position_embeddings":1024,"vocab_size":256206})"},
    {"Whisper-tiny", 37760640, R"({"model_type":"whisper","d_model":384,"decoder_attention_heads":6,
        "decoder_ffn_dim":1536,"decoder_layers":4,"encoder_attention_heads":6,"encoder_ffn_dim":1536,
        "encoder_layers":4,"max_source_positions":1500,"max_target_positions":448,"num_mel_bins":80,
        "vocab_size":51865})"},
    {"Whisper-large-v3", 1543490560, R"({"model_type":"whisper","d_model":1280,"decoder_attention_heads":20,
        "decoder_ffn_dim":5120,"decoder_layers":32,"encoder_attention_heads":20,"encoder_ffn_dim":5120,
        "encoder_layers":32,"max_target_positions":448,"num_mel_bins":128,"vocab_size":51866})"},
    // Derived: with the pooling layer.
    {"CamemBERT-base", 110621952, R"({"model_type":"camembert","hidden_size":768,"intermediate_size":3072,
        "max_position_embeddings":514,"num_attention_heads":12,"num_hidden_layers":12,"type_vocab_size":1,
        "vocab_size":32005})"},
    {"umT5-small", 306601984, R"({"model_type":"umt5","d_ff":1024,"d_kv":64,"d_model":512,
        "feed_forward_proj":"gated-gelu","num_heads":6,"num_layers":8,"tie_word_embeddings":false,
        "vocab_size":256384})"},
};

} // namespace

std::span<const Published> publishedEncoders() {
    return rows;
}

} // namespace cellwright::llm
