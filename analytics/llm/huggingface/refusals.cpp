// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/huggingface/families.h"

#include <array>

namespace cellwright::llm::huggingface {
namespace {

constexpr std::array known{
    Refusal{"falcon_h1", "its layers run attention and a state-space mixer side by side"},
    Refusal{"hymba", "its layers run attention and a state-space mixer side by side"},
    Refusal{"zamba", "its attention layers share their weights"},
    Refusal{"zamba2", "its attention layers share their weights"},
    Refusal{"albert", "its layers share their weights"},
    Refusal{"qwen3_next", "its layers use a gated delta rule"},
    Refusal{"kimi_linear", "its layers use a gated delta rule"},
    Refusal{"minimax", "its layers use lightning attention"},
    Refusal{"rwkv", "its layers are recurrent in another way than Mamba"},
    Refusal{"rwkv7", "its layers are recurrent in another way than Mamba"},
    Refusal{"lfm2", "its layers are gated short convolutions"},
    Refusal{"recurrent_gemma", "its layers are gated linear recurrences"},
    Refusal{"gemma3n", "its layers have embeddings of their own and run in part"},
    Refusal{"gemma3n_text", "its layers have embeddings of their own and run in part"},
    Refusal{"mllama", "its cross-attention layers and tiled image encoder have gates of their own"},
    Refusal{"phi4mm", "its adapters are part of the published weights"},
    Refusal{"phi3_v", "its image encoder is not described in the file"},
    Refusal{"deepseek_v32", "its attention chooses keys with an indexer"},
};

} // namespace

std::span<const Refusal> refusals() {
    return known;
}

} // namespace cellwright::llm::huggingface
