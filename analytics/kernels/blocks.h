// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cellwright::kernels {

/// IEEE binary16, rounded to nearest even.
std::uint16_t toHalf(float value);
float fromHalf(std::uint16_t half);

/// Weights per block of the GGUF formats below.
inline constexpr int blockLength = 32;

/// GGUF q8_0: w_i = scale * q_i (ggml-common.h, block_q8_0), bit for bit.
struct BlockQ8 {
    std::uint16_t scale; ///< binary16
    std::int8_t q[blockLength];
};
static_assert(sizeof(BlockQ8) == 34);

/// GGUF q4_0: w_i = scale * (n_i - 8), where byte i holds n_i in its low nibble and n_(i+16) in its high one
/// (ggml-common.h, block_q4_0), bit for bit.
struct BlockQ4 {
    std::uint16_t scale; ///< binary16
    std::uint8_t nibbles[blockLength / 2];
};
static_assert(sizeof(BlockQ4) == 18);

/// Quantizes 32 weights as GGUF writers do: q8_0 with scale = max|w| / 127; q4_0 with scale = w / -8 for the
/// w of largest magnitude.
BlockQ8 quantizeQ8(std::span<const float, blockLength> weights);
BlockQ4 quantizeQ4(std::span<const float, blockLength> weights);
void dequantize(const BlockQ8& block, std::span<float, blockLength> weights);
void dequantize(const BlockQ4& block, std::span<float, blockLength> weights);

} // namespace cellwright::kernels
