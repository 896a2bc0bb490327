// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/blocks.h"
#include "analytics/kernels/memory.h"
#include "analytics/scenario/scenario.h"

#include <cstddef>
#include <span>

namespace cellwright::kernels {

/// Weights in the order in which the kernels read them: 16 rows side by side, so that a vector holds the same
/// columns of 16 rows and no product needs a sum across lanes. A matrix is a sequence of tiles read from
/// front to back:
///  * f32: row-major, no tiles (Eigen's product);
///  * f16: 16 rows x 1 column, 16 halves;
///  * q8_0: 16 rows x 64 columns, 2 x 16 scales, then 16 times 16 rows x 4 bytes of q;
///  * q4_0: 16 rows x 64 columns, 2 x 16 scales, then 8 times 16 rows x 4 bytes of nibbles.
/// The bits of a GGUF block only change place. Missing rows and columns of the last tile are zero.
inline constexpr int groupRows = 16;
inline constexpr int tileCols = 2 * blockLength;
inline constexpr std::size_t tileBytesQ8 = 64 + 16 * 64;
inline constexpr std::size_t tileBytesQ4 = 64 + 8 * 64;

/// There are kernels for f32, f16, q8_0 and q4_0.
bool hasKernel(Scheme scheme);
/// Columns must be a multiple of this: 32 for the block formats, else 1.
int columnMultiple(Scheme scheme);
/// Bytes of `rows` x `cols` weights in the format itself (a GGUF tensor), without padding.
std::size_t formatBytes(Scheme scheme, int rows, int cols);
/// Bytes of 16 rows (of one row for f32) as packed, and of a packed matrix.
std::size_t groupBytes(Scheme scheme, int cols);
std::size_t packedBytes(Scheme scheme, int rows, int cols);

/// A packed matrix that somebody else owns; `data` is aligned to 64 bytes.
struct PackedView {
    Scheme scheme = Scheme::f16;
    int rows = 0;
    int cols = 0;
    const std::byte* data = nullptr;
};

/// A packed matrix with its memory.
class PackedMatrix {
public:
    /// Rounds row-major f32 weights to the scheme and packs them.
    static PackedMatrix fromFloats(Scheme scheme, int rows, int cols, std::span<const float> weights);
    /// Packs row-major halves, or GGUF blocks row by row.
    static PackedMatrix fromHalves(int rows, int cols, std::span<const std::uint16_t> halves);
    static PackedMatrix fromBlocks(int rows, int cols, std::span<const BlockQ8> blocks);
    static PackedMatrix fromBlocks(int rows, int cols, std::span<const BlockQ4> blocks);

    [[nodiscard]] PackedView view() const { return {scheme_, rows_, cols_, memory_.data()}; }

private:
    PackedMatrix(Scheme scheme, int rows, int cols);

    Scheme scheme_;
    int rows_;
    int cols_;
    Buffer memory_;
};

} // namespace cellwright::kernels
