// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"
#include "analytics/kernels/memory.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cellwright::kernels {

/// Weights in the order in which the kernels read them: 16 rows side by side, so that a vector holds the same
/// columns of 16 rows and no product needs a sum across lanes. A matrix is a sequence of tiles of 16 rows,
/// read from front to back:
///  * f32: row-major, no tiles (Eigen's product);
///  * f16: 1 column, 16 halves;
///  * bf16: 2 columns, 16 pairs;
///  * q8_0, q4_0: 64 columns: 2 x 16 scales, then the values of the first and of the second blocks;
///  * q4_k: 256 columns: 16 d, 16 m, scales, nibbles;
///  * q6_k: 256 columns: low, high, scales, 16 d.
/// Of bytes that a block has in a row, 4 of each of the 16 rows lie together. The bits of a GGUF block only
/// change place. Missing rows and columns of the last tile are zero.
inline constexpr int groupRows = 16;

/// Columns and bytes of one tile.
int tileCols(Format format);
std::size_t tileBytes(Format format);

/// Bytes of 16 rows (of one row for f32) as packed, and of a packed matrix.
std::size_t groupBytes(Format format, int cols);
std::size_t packedBytes(Format format, int rows, int cols);

/// Puts one encoded row of `cols` weights (formatBytes(format, 1, cols) bytes; any format but f32) into its
/// place in a group of 16 rows.
void placeRow(Format format, int cols, int row, const std::byte* encoded, std::byte* group);

/// A packed matrix that somebody else owns; `data` is aligned to 32 bytes.
struct PackedView {
    Format format = Format::f16;
    int rows = 0;
    int cols = 0;
    const std::byte* data = nullptr;
};

/// The row-major tensor of which it was packed.
std::vector<std::byte> unpack(const PackedView& matrix);

/// A packed matrix with its memory.
class PackedMatrix {
public:
    /// Packs a row-major tensor as a GGUF file holds it; it has formatBytes(format, rows, cols) bytes.
    static PackedMatrix fromTensor(Format format, int rows, int cols, std::span<const std::byte> tensor);
    /// Rounds row-major f32 weights to the format and packs them.
    static PackedMatrix fromFloats(Format format, int rows, int cols, std::span<const float> weights);

    [[nodiscard]] PackedView view() const { return {format_, rows_, cols_, memory_.data()}; }

private:
    PackedMatrix(Format format, int rows, int cols);

    Format format_;
    int rows_;
    int cols_;
    Buffer memory_;
};

} // namespace cellwright::kernels
