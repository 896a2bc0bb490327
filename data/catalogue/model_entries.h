// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"
#include "analytics/llm/model.h"
#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cellwright::catalogue {

/// One line of the catalogue: who publishes which model under which terms. Of some models the architecture is
/// not public; then `model` is null and nothing is known but what their makers state.
struct ModelEntry {
    std::string id;         ///< "llama-3.1-8b"
    std::string name;       ///< "Llama 3.1 8B"
    std::string series;     ///< what its makers call the family: "Llama"
    std::string family;     ///< Hugging Face model_type: "llama"; empty without an architecture
    std::string kind;       ///< one of modelKinds()
    std::string licence;    ///< SPDX identifier where there is one
    std::string repository; ///< on huggingface.co: "meta-llama/Llama-3.1-8B"; may be empty
    std::string source;     ///< of the architecture, and of the total where one was compared
    std::string date;       ///< when the model was published, ISO 8601
    std::string note;       ///< what a planner must know about the facts; may be empty
    bool verified = false;  ///< compared with the source named, or with a total published independently
    const llm::Model* model = nullptr;
    std::optional<std::int64_t> statedParameters; ///< without a model: as rounded by its makers
    llm::ParameterCount
        count; ///< exact, of the model; without one the stated total, nothing if none is stated

    [[nodiscard]] bool isStated() const { return model == nullptr; }
};

/// Everything that is known (models.json), in the order of the file.
std::span<const ModelEntry> modelEntries();
/// The entry of a model of models(), or nullptr for models of elsewhere.
const ModelEntry* entryOf(const llm::Model& model);
/// The entry without architecture that has this id, or nullptr.
const ModelEntry* findStatedModel(std::string_view id);

/// "text", "code", "multimodal", "speech", "encoder", "encoder-decoder", "robot".
std::span<const std::string_view> modelKinds();

/// Weights of so many parameters in the format in which the scheme keeps most of them. Exact for f32, f16 and
/// bf16. The mixed schemes keep some tensors in wider formats, which only an architecture can tell: files are
/// a little larger.
Bytes weightBytesOfCount(std::int64_t parameters, Scheme scheme);

} // namespace cellwright::catalogue
