// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::weights {

/// How numbers lie in a file: blocks of so many elements in so many bytes.
struct StorageFormat {
    std::string_view name; ///< "q4_k", "bf16", "f8_e4m3": as llm::formatName() where there is such a format
    std::int64_t blockElements = 1;
    std::int64_t blockBytes = 1;
};

/// The format with this ggml type number, or null. Numbers and sizes: ggml (ggml.h, ggml-common.h).
const StorageFormat* ggmlFormat(std::uint32_t number);
/// The format with this safetensors dtype ("BF16"), or null.
const StorageFormat* safetensorsFormat(std::string_view dtype);

/// One tensor of a weight file.
struct WeightTensor {
    std::string name;
    std::vector<std::int64_t> dims; ///< the dimension whose neighbours lie together first, as ggml counts;
                                    ///< a matrix is {inputs, outputs}. Empty for a single number
    const StorageFormat* format = nullptr;
    std::int64_t elements = 0;
    std::uint64_t bytes = 0;
    std::uint64_t offset = 0; ///< from the start of the data of its part
    std::uint32_t part = 0;   ///< which file of a split model
    [[nodiscard]] std::int64_t dim(std::size_t i) const { return i < dims.size() ? dims[i] : 1; }
};

/// What bounds the memory that a hostile file can ask for.
struct WeightLimits {
    static constexpr std::uint64_t tensors = 300'000;
    static constexpr std::uint64_t parts = 10'000;
    static constexpr std::uint64_t nameBytes = 512;
    static constexpr std::size_t dims = 8;
};

/// Fills elements and bytes from dims and format: no product leaves 63 bits, rows are whole blocks. `place`
/// is the file and tensor for messages.
Expected<void> measure(WeightTensor& tensor, const std::string& place);

/// Refuses a name that two tensors have.
Expected<void> checkNames(std::span<const WeightTensor> tensors, const std::string& where);

/// "model-00002-of-00005.gguf" taken apart; count is 0 for a name of another form.
struct PartName {
    std::string stem; ///< "model"
    std::string extension;
    std::uint64_t number = 0; ///< from 1
    std::uint64_t count = 0;
    [[nodiscard]] std::string of(std::uint64_t part) const; ///< the name of another part
};
PartName parsePartName(std::string_view fileName);

} // namespace cellwright::weights
