// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/tensor_format.h"
#include "analytics/quantity/error.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::weights {

/// How numbers lie in a file: blocks of so many elements in so many bytes.
struct StorageFormat {
    std::string_view name; ///< "q4_k", "bf16": llm::formatName() where there is such a format
    std::int64_t blockElements = 1;
    std::int64_t blockBytes = 1;
    std::optional<llm::TensorFormat> format = std::nullopt; ///< the one that models are accounted for in
};

/// The format with this ggml type number (llm::formatOfGgmlType), or null.
const StorageFormat* ggmlFormat(std::uint32_t number);
/// The format with this safetensors dtype ("BF16"), or null.
const StorageFormat* safetensorsFormat(std::string_view dtype);

/// The format of this name, or null.
const StorageFormat* findFormat(std::string_view name);

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
    /// Of a file, or of all parts together: so much that no sum of bytes or elements comes near 2^63.
    static constexpr std::uint64_t bytes = std::uint64_t(1) << 50;
};

/// Fills elements and bytes from dims and format: no product leaves 63 bits, rows are whole blocks. `place`
/// is the file and tensor for messages.
Expected<void> measure(WeightTensor& tensor, const std::string& place);

/// Refuses files that are larger than any, before their sizes are added up.
Expected<void> checkSize(std::uint64_t bytes, const std::string& where);

/// Refuses a name that two tensors have.
Expected<void> checkNames(std::span<const WeightTensor> tensors, const std::string& where);

/// Anybody's bytes as text that can be shown and stored: UTF-8 stays, other bytes and control characters
/// become a question mark.
std::string readable(std::string_view bytes);

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
