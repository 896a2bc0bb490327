// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"
#include "analytics/llm/model.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cellwright::llm {

/// Where a block stands. The blocks of a model run in this order: of each tower its input, its layers and its
/// projector, then the decoder's embedding, its layers, and final norm with output head.
struct BlockPlace {
    enum class Part { input, layer, output };
    int tower = -1; ///< -1: the decoder
    Part part = Part::input;
    int layer = -1; ///< within the stack; -1 for input and output
    bool operator==(const BlockPlace&) const = default;
};
int blockCount(const Model& model);
/// The block of the decoder's embedding: 0 unless there are towers.
int firstDecoderBlock(const Model& model);
/// `block` is one of 0 to blockCount()-1.
BlockPlace blockPlace(const Model& model, int block);
/// The layers of the stack in which a block stands.
const std::vector<Layer>& layersOf(const Model& model, const BlockPlace& place);
/// The layer that a block is; `place.part` is a layer.
const Layer& layerOf(const Model& model, const BlockPlace& place);
/// Whether a block is a tower's layer that is stored but never runs.
bool isIdle(const Model& model, int block);

/// One tensor of a block. A matrix has `rows` outputs and `cols` inputs; a table has a row per entry; norms
/// and biases are one row. `name` lives as long as the program ("ffn_down", as in GGUF).
struct Tensor {
    std::string_view name;
    TensorRole role = TensorRole::norm;
    std::int64_t rows = 1;
    std::int64_t cols = 0;
    /// These are the same numbers as another tensor's (tied output head): no parameters of its own.
    bool shared = false;
    std::int64_t count = 1; ///< experts: equal matrices in one tensor
    std::int64_t used = 1;  ///< of them, those that one token passes
    /// Times it is applied per token: convolutions more often, projectors that merge less, 0 if it is only
    /// stored.
    double runs = 1.0;

    [[nodiscard]] std::int64_t elements() const { return count * rows * cols; }
    [[nodiscard]] bool isMatrix() const; ///< multiplied with a vector per token (tables are looked up)
    /// Applied once to each vector of the encoder, not to each token.
    [[nodiscard]] bool isOfEncoded() const {
        return role == TensorRole::crossKey || role == TensorRole::crossValue;
    }
    bool operator==(const Tensor&) const = default;
};

/// Appends the tensors of a block.
void appendTensors(const Model& model, int block, std::vector<Tensor>& tensors);
std::vector<Tensor> tensorsOf(const Model& model, int block);

/// Where a tensor of a block stands, for formatFor().
TensorPlace placeOf(const Model& model, int block, const Tensor& tensor);
/// The same in two steps, for those who ask for all tensors of a block.
TensorPlace placeOf(const Model& model, int block);
TensorPlace placeOf(TensorPlace block, const Tensor& tensor);

/// The name of a tensor in a GGUF file, without ".weight": "blk.3.ffn_down", "token_embd", "v.blk.0.attn_q".
std::string ggufName(const Model& model, int block, const Tensor& tensor);

} // namespace cellwright::llm
