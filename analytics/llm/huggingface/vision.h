// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/huggingface/reader.h"

#include <string_view>

namespace cellwright::llm::huggingface {

/// Sizes of a vision transformer under the names of its family.
struct VisionNames {
    const char* hidden = "hidden_size";
    const char* layers = "num_hidden_layers";
    const char* heads = "num_attention_heads";
    const char* channels = "num_channels";
};

/// A vision transformer's hidden size, patches and `layers`, all alike: LayerNorm, attention in both
/// directions with biases, two feed-forward matrices with biases, whose width is left to set with everything
/// else.
Tower visionTransformer(ConfigFields& vision, const VisionNames& names = {});
/// One position per patch of the image, and one per extra vector where `withExtra`.
void learnPositions(ConfigFields& vision, Tower& tower, bool withExtra);
void setWidth(Tower& tower, std::int64_t width);

/// The matrix from `cols` inputs that makes of them a vector of `rows`, once per token.
Projection projection(std::string_view name, std::int64_t rows, std::int64_t cols, bool bias);

/// The vision tower inside `vision_config`: clip_vision_model, siglip_vision_model, idefics3_vision,
/// smolvlm_vision or pixtral, with Hugging Face's defaults for sizes left out.
Tower readVisionTower(ConfigFields& fields, std::string_view absentType);

} // namespace cellwright::llm::huggingface
