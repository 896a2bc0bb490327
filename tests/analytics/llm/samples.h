// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"

#include <algorithm>
#include <string>

namespace cellwright::llm {

/// Configurations as Hugging Face publishes them, for tests. `extra` is appended inside the object.
inline std::string llamaConfig(int hidden, int layers, int heads, int kvHeads, int width, int vocabulary,
                               const std::string& extra = {}) {
    const auto field = [](const char* name, int value) {
        return ",\"" + std::string(name) + "\":" + std::to_string(value);
    };
    return "{\"model_type\":\"llama\"" + field("hidden_size", hidden) + field("num_hidden_layers", layers) +
           field("num_attention_heads", heads) + field("num_key_value_heads", kvHeads) +
           field("intermediate_size", width) + field("vocab_size", vocabulary) +
           field("max_position_embeddings", 131072) + extra + "}";
}
inline Model parsed(const std::string& config) {
    auto model = fromHuggingFaceConfig(config).value();
    model.id = "test";
    return model;
}
inline Model llama31_8b() {
    return parsed(llamaConfig(4096, 32, 32, 8, 14336, 128256));
}
inline Model llama2_7b() {
    return parsed(llamaConfig(4096, 32, 32, 32, 11008, 32000));
}
inline Model llama32_1b() {
    return parsed(llamaConfig(2048, 16, 32, 8, 8192, 128256, ",\"tie_word_embeddings\":true"));
}
inline Model gpt2Medium() {
    return parsed(
        R"({"model_type":"gpt2","n_embd":1024,"n_layer":24,"n_head":16,"n_positions":1024,"vocab_size":50257})");
}
inline Model gpt3_6_7b() {
    return parsed(
        R"({"model_type":"gpt2","n_embd":4096,"n_layer":32,"n_head":32,"n_positions":2048,"vocab_size":50257})");
}
inline Model gemma2_2b() {
    return parsed(R"({"model_type":"gemma2","hidden_size":2304,"num_hidden_layers":26,"num_attention_heads":8,
        "num_key_value_heads":4,"head_dim":256,"intermediate_size":9216,"vocab_size":256000,
        "max_position_embeddings":8192,"sliding_window":4096,"hidden_activation":"gelu_pytorch_tanh"})");
}

} // namespace cellwright::llm
