// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/huggingface/reader.h"

#include <span>
#include <string_view>

namespace cellwright::llm::huggingface {

/// An architecture: its `model_type`, and how its configuration becomes a model.
struct Family {
    std::string_view type;
    std::string_view className; ///< how its names in `architectures` begin; for configurations without a type
    Model (*read)(ConfigFields&);
    /// The sizes that a `text_config` of this type may leave out, as JSON.
    std::string_view defaults = "{}";
};

/// A type that is known, and why it is not read.
struct Refusal {
    std::string_view type;
    std::string_view reason;
};

std::span<const Family> llamaFamilies(); ///< llama_like.cpp
std::span<const Family>
earlyFamilies(); ///< early_decoders.cpp: LayerNorm, parallel layers, learned positions
std::span<const Family> expertFamilies();     ///< experts.cpp
std::span<const Family> latentFamilies();     ///< latent.cpp: DeepSeek and what resembles it
std::span<const Family> encoderFamilies();    ///< encoders.cpp
std::span<const Family> sequenceFamilies();   ///< encoder_decoders.cpp
std::span<const Family> multimodalFamilies(); ///< multimodal.cpp: one vision tower in front of a decoder
std::span<const Family> qwenVisionFamilies(); ///< qwen_vision.cpp
std::span<const Family> robotFamilies();      ///< robots.cpp
std::span<const Family> stateFamilies();      ///< state_space.cpp
std::span<const Refusal> refusals();

/// The language model that these fields describe, read as `type`, which is one of the first four groups; if
/// `complete`, with the sizes that a text_config may leave out.
Model readAs(std::string_view type, ConfigFields& fields, bool complete);

/// The language model inside `text_config`, of the type it names or else of `absentType`. Whether the head is
/// tied is said at the top, or in there, or by `tiedIfAbsent`, or by the type.
Model readDecoder(ConfigFields& fields, std::string_view absentType, std::optional<bool> tiedIfAbsent = {});

} // namespace cellwright::llm::huggingface
