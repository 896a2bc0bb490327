// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/blocks.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

/// The vectorised inner loops, each compiled for every instruction set and chosen when the program runs.
namespace cellwright::kernels::simd {

/// Tokens that one pass over a group of 16 rows serves.
inline constexpr int tokenTile = 8;

/// Bytes of one block of quantized activations of one token in a tile: 32 values, scale (f32), sum of values
/// (i32).
inline constexpr std::size_t activationBlock = blockLength + 8;

/// Quantizes `tokens` (1 to 8) rows of `cols` activations to q8_0: per block of 32 columns the values of all
/// tokens, then their scales (max|x| / 127, f32), then the sums of their values. `cols` is a multiple of 32;
/// `blocks` (even) counts the blocks of a packed row, and those beyond the columns become zero. `out` has
/// blocks * tokens * activationBlock bytes and is aligned to 64.
void quantizeActivations(const float* x, std::size_t stride, int tokens, int cols, int blocks,
                         std::uint8_t* out);
/// Interleaves `tokens` rows of f32 activations: out[col * tokens + token].
void interleaveActivations(const float* x, std::size_t stride, int tokens, int cols, float* out);

/// One or more groups of 16 packed rows times one tile of activations.
struct Panel {
    const std::uint8_t* weights = nullptr; ///< first group
    std::size_t groupBytes = 0;
    int groups = 0;
    int rows = 0; ///< valid rows from the first group on, at most 16 * groups
    int cols = 0; ///< f16: columns; block formats: blocks, an even number
    const std::uint8_t* activations = nullptr;
    int tokens = 1;         ///< 1 to 8
    float* y = nullptr;     ///< of the panel's first row and token
    std::size_t stride = 0; ///< floats from token to token
};
void multiplyF16(const Panel& panel);
void multiplyQ8(const Panel& panel);
void multiplyQ4(const Panel& panel);

/// Reads all of the memory (a multiple of 512 bytes) and returns a value that depends on it.
std::uint64_t readAll(const std::byte* data, std::size_t bytes);
/// A fixed amount of arithmetic in registers, about 0.2 ms: the canary that hears a slower clock or a lost
/// core.
std::uint64_t spinFixed();

/// "AVX3_DL", "AVX2", "EMU128": what the loops above run on here.
std::string targetName();
/// Fast enough to be worth profiling: vectors of 256 bits and more on x86, any vector elsewhere.
bool wide();
/// The names and bits of all sets usable here, for tests; forcing 0 returns to the best one.
struct Target {
    std::string name;
    std::int64_t bit = 0;
};
std::span<const Target> targets();
void forceTarget(std::int64_t bit);

} // namespace cellwright::kernels::simd
