// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "data/weights/tensor_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cellwright::weights {

/// What the shapes of tensors do not tell. Where a file is silent the shapes decide if they can.
struct ModelNumbers {
    std::string architecture; ///< as the file calls it, for messages
    std::optional<std::size_t>
        layers;                      ///< that a token passes; later ones predict further tokens (DeepSeek-V3)
    std::vector<std::int64_t> heads; ///< one for all layers or one per layer; empty: unknown
    std::vector<std::int64_t> kvHeads; ///< likewise; empty: from the shapes
    std::optional<std::int64_t> headDim;
    std::vector<bool> windowed; ///< which layers have the window; empty: all, if there is one
    std::optional<std::int64_t> window;
    std::optional<double> softCap;
    std::optional<std::int64_t> expertsPerToken;
    std::optional<std::int64_t> stateSize;   ///< Mamba-2
    std::optional<std::int64_t> stateGroups; ///< Mamba-2
    std::int64_t context = 2048;
    bool rms = true; ///< a norm without bias is an RMSNorm
    bool alibi = false;
    bool rotary = true; ///< where no tensor and no other field says how positions are told
    bool causal = true;
    bool parallel = false;    ///< attention and feed-forward read the same input although each has a norm
    std::string headsField;   ///< where the file should say how many heads there are
    std::string expertsField; ///< and how many experts a token passes
};

/// The model whose tensors these are: vocabulary, widths, biases, norms, fused matrices, experts, latent
/// attention, state-space layers and an encoder from the shapes; counts of heads and the like from `numbers`.
/// An error names the layer and the tensor or field that is missing or does not fit. The model still needs
/// llm::check().
Expected<llm::Model> deriveModel(const TensorTable& table, const ModelNumbers& numbers,
                                 const std::string& where);

/// How the tensors of a file differ from those of a model.
struct Difference {
    std::int64_t matched = 0;          ///< elements
    std::int64_t unexplained = 0;      ///< elements of the file that the model does not have
    std::int64_t missing = 0;          ///< elements of the model that the file does not have
    std::int64_t extraLayers = 0;      ///< elements of layers after the model's last
    std::vector<std::string> examples; ///< at most eight: "blk.0.attn_gate, 4096 more"
    [[nodiscard]] bool none() const { return unexplained == 0 && missing == 0; }
};
Difference compare(const TensorTable& table, const llm::Model& model);

} // namespace cellwright::weights
