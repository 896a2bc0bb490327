// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/storage.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::weights {

/// A tensor under the name that llm::tensorsOf() gives it, put together from one or several of the file.
struct Held {
    std::int64_t cols = 0;
    std::int64_t rows = 1;
    std::int64_t count = 1; ///< experts
    std::int64_t elements = 0;
    std::uint64_t bytes = 0;
    const StorageFormat* format = nullptr; ///< null where the pieces differ
};

/// Tensors of one layer, or of what lies outside the layers, by name: "ffn_down", "ffn_down_bias".
class Group {
public:
    [[nodiscard]] bool has(std::string_view name) const { return held.find(name) != held.end(); }
    [[nodiscard]] const Held& of(std::string_view name) const; ///< an empty one where there is none
    [[nodiscard]] std::int64_t cols(std::string_view name) const { return of(name).cols; }
    [[nodiscard]] std::int64_t rows(std::string_view name) const { return of(name).rows; }
    [[nodiscard]] std::int64_t elements(std::string_view name) const { return of(name).elements; }
    /// Gives a tensor another name, unless that one is taken.
    void rename(std::string_view from, std::string_view to);

    std::map<std::string, Held, std::less<>> held;
};

/// Where a name of a file belongs.
struct Slot {
    enum class Stack {
        decoder,
        encoder,
        helper, ///< computed or scaling values, which are no parameters
        packed, ///< parameters in a form that hides their number (GPTQ, AWQ, bitsandbytes)
        other,  ///< of no known place
    };
    Stack stack = Stack::decoder;
    int layer = -1; ///< -1: outside the layers
    std::string name;
    bool piece = false;      ///< one expert of several: pieces are added up
    bool transposed = false; ///< stored as inputs x outputs (GPT-2)
};
using Naming = Slot (*)(std::string_view name);

/// Names of llama.cpp's files ("blk.3.ffn_down.weight"; gguf-py, TENSOR_NAMES).
Slot ggufSlot(std::string_view name);
/// Names of Hugging Face transformers ("model.layers.3.mlp.down_proj.weight").
Slot huggingFaceSlot(std::string_view name);

/// The tensors of a file in their places.
struct TensorTable {
    Group outside;
    std::vector<Group> layers;
    Group encoderOutside;
    std::vector<Group> encoder;
    std::vector<const WeightTensor*> helpers;
    std::vector<const WeightTensor*> packed;
    std::vector<const WeightTensor*> others;
    std::int64_t elements = 0; ///< of all but helpers and packed ones
    std::uint64_t bytes = 0;   ///< of all
};

/// `tensors` must outlive the table.
TensorTable tabulate(std::span<const WeightTensor> tensors, Naming naming);

} // namespace cellwright::weights
