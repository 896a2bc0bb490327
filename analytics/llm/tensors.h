// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "analytics/llm/scheme.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cellwright::llm {

/// One tensor of a block. A matrix has `rows` outputs and `cols` inputs; a table has a row per entry; norms
/// and biases are one row. `name` lives as long as the program ("ffn_down", as in GGUF).
struct Tensor {
    std::string_view name;
    TensorRole role = TensorRole::norm;
    std::int64_t rows = 1;
    std::int64_t cols = 0;
    bool shared =
        false; ///< the tied output head: the same numbers as the embedding table, no parameters of its own

    [[nodiscard]] std::int64_t elements() const { return rows * cols; }
    [[nodiscard]] bool isMatrix() const; ///< multiplied with a vector per token (tables are looked up)
    bool operator==(const Tensor&) const = default;
};

/// Appends the tensors of a block: 0 is the embedding, 1 to L the decoder layers, L+1 the final norm and
/// output head.
void appendTensors(const Model& model, int block, std::vector<Tensor>& tensors);
std::vector<Tensor> tensorsOf(const Model& model, int block);

/// Where a tensor of a block stands, for formatFor().
TensorPlace placeOf(const Model& model, int block, const Tensor& tensor);

} // namespace cellwright::llm
