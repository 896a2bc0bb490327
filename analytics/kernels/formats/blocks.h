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
/// bfloat16: the upper half of a binary32, rounded to nearest even.
std::uint16_t toBrain(float value);
float fromBrain(std::uint16_t brain);

/// Weights per block of q8_0 and q4_0, and of the formats with two levels of scales.
inline constexpr int blockLength = 32;
inline constexpr int superLength = 256;

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

/// GGUF q4_k: eight parts of 32 weights, w = d s_p n - m o_p, with 6-bit scales s_p and offsets o_p
/// (ggml-common.h, block_q4_K), bit for bit. Nibbles: byte 32 j + i of `nibbles` holds weight 64 j + i in its
/// low and weight 64 j + 32 + i in its high half. Scales: bytes 0 to 3 hold s_0 to s_3 in their low 6 bits,
/// bytes 4 to 7 o_0 to o_3; byte 8 + i holds the low 4 bits of s_(4+i) and, above them, those of o_(4+i),
/// whose high 2 bits are the high 2 bits of bytes i and 4 + i.
struct BlockQ4K {
    std::uint16_t d; ///< binary16
    std::uint16_t m; ///< binary16
    std::uint8_t scales[12];
    std::uint8_t nibbles[superLength / 2];
};
static_assert(sizeof(BlockQ4K) == 144);

/// GGUF q6_k: sixteen parts of 16 weights, w = d s_p (n - 32) with 8-bit scales and 6-bit n (ggml-common.h,
/// block_q6_K), bit for bit. In each half of 128 weights, weight 32 q + i (q = 0 to 3) has its low 4 bits in
/// byte 32 (q % 2) + i of that half of `low`, low nibble for q < 2, and its high 2 bits in bits 2q and 2q + 1
/// of byte i of that half of `high`.
struct BlockQ6K {
    std::uint8_t low[superLength / 2];
    std::uint8_t high[superLength / 4];
    std::int8_t scales[superLength / 16];
    std::uint16_t d; ///< binary16
};
static_assert(sizeof(BlockQ6K) == 210);

/// Quantizes 32 weights as GGUF writers do: q8_0 with scale = max|w| / 127; q4_0 with scale = w / -8 for the
/// w of largest magnitude.
BlockQ8 quantizeQ8(std::span<const float, blockLength> weights);
BlockQ4 quantizeQ4(std::span<const float, blockLength> weights);
void dequantize(const BlockQ8& block, std::span<float, blockLength> weights);
void dequantize(const BlockQ4& block, std::span<float, blockLength> weights);

/// Quantizes 256 weights with the range of each part, without the search for better scales that GGUF writers
/// make: any reader understands the result, which loses a little more than theirs.
BlockQ4K quantizeQ4K(std::span<const float, superLength> weights);
BlockQ6K quantizeQ6K(std::span<const float, superLength> weights);
void dequantize(const BlockQ4K& block, std::span<float, superLength> weights);
void dequantize(const BlockQ6K& block, std::span<float, superLength> weights);

} // namespace cellwright::kernels
