// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/packed.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

/// The vectorised inner loops, each compiled for every instruction set and chosen when the program runs.
namespace cellwright::kernels::simd {

/// Up to so many tokens weights go straight from memory to registers.
inline constexpr int fewTokens = 8;
/// A tile of activations for that holds 1 to 4 tokens or 8: so many does one pass over the weights serve.
constexpr int fewTile(int tokens) {
    return tokens == fewTokens ? fewTokens : 4;
}
/// Most tokens of a tile of activations.
inline constexpr int mostTileTokens = 16;

/// Bytes of `tokens` rows of `cols` activations as arranged for weights of a format.
std::size_t activationBytes(Format format, int tokens, int cols);

/// Arranges 1 to 16 tokens for weights of a block format or of f16 or bf16. `out` is aligned to 4 bytes.
///  * q8_0, q4_0: quantized to q8_0, in blocks of 32 columns; q4_k, q6_k: to q8_k, in blocks of 256. Per
///    block the bytes of 32 columns of all tokens after each other; then the scales (max|x| / 127, f32);
///    then sums of bytes for what the weights are offset by: i32 times minus the offset per 32 (q8_0, q4_0)
///    or 16 (q6_k) columns, plain f32 per 32 (q4_k). Blocks that fill up the last tile are zero.
///  * f16: f32, out[col * tokens + token].
///  * bf16: rounded to bf16, in pairs of columns, token after token; where there is no bf16 arithmetic
///    widened again to f32, arranged as for f16.
void arrange(Format format, const float* x, std::size_t stride, int tokens, int cols, std::uint8_t* out);

/// Groups of 16 packed rows times one tile of tokens: weights go from memory to registers.
struct FewTokens {
    Format format = Format::f16;
    const std::uint8_t* weights = nullptr; ///< first group
    int groups = 0;
    int rows = 0; ///< valid rows from the first group on, at most 16 * groups
    int cols = 0;
    const std::uint8_t* activations = nullptr;
    int tokens = 1;         ///< 1 to 4, or 8
    float* y = nullptr;     ///< of the first row and token
    std::size_t stride = 0; ///< floats from token to token
};
void multiplyFew(const FewTokens& product);

/// Many tokens: a strip of stripRows() rows is unpacked once into bytes (or f32, or pairs of bf16) that the
/// cache holds, then meets tile after tile of tokens.
struct StripShape {
    int rows;          ///< 16 or 32
    int tokens;        ///< most per tile
    int cols;          ///< most that are unpacked at a time, a multiple of the tile's columns
    std::size_t bytes; ///< of one strip of that many columns, as it is multiplied
    bool inPlace;      ///< the packed groups themselves are multiplied: nothing to unpack
};
StripShape stripShape(Format format);

/// Unpacks columns [firstCol, firstCol + cols) of the groups that make a strip; those beyond `groups` become
/// zero rows. `out` is aligned to 64 bytes.
void unpackStrip(Format format, const std::uint8_t* firstGroup, int groups, int matrixCols, int firstCol,
                 int cols, std::uint8_t* out);

/// sums[token * rows + row] (+)= strip times one tile of activations over the same columns. With `begin` the
/// sums start from zero.
struct StripProduct {
    Format format = Format::f16;
    const std::uint8_t* strip = nullptr; ///< unpacked; in place, where the first group's columns begin
    std::size_t groupBytes = 0;          ///< in place: from group to group, 0 where there is one only
    int cols = 0;
    const std::uint8_t* activations = nullptr; ///< of the tile, at the strip's first column
    int tokens = 1;
    float* sums = nullptr; ///< aligned to 64 bytes
    bool begin = true;
};
void multiplyStrip(const StripProduct& product);

/// "AVX3_DL", "AVX2", "EMU128": what the loops above run on here.
std::string targetName();
/// Instructions that are used beyond those of the target: "AVX-VNNI", "AVX512-BF16".
std::string extensionNames();
/// Fast enough to be worth profiling: vectors of 256 bits and more on x86, any vector elsewhere.
bool wide();
/// The names and bits of all sets usable here, for tests; forcing 0 returns to the best one.
struct Target {
    std::string name;
    std::int64_t bit = 0;
};
std::span<const Target> targets();
void forceTarget(std::int64_t bit);
/// For tests: do without the instructions beyond the target's.
void useExtensions(bool use);

} // namespace cellwright::kernels::simd
