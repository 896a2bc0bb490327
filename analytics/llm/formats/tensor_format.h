// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cellwright::llm {

/// How one tensor is kept. A Scheme is a rule that gives every tensor of a model its format. Those from f64
/// to q2_0 are the types of GGUF files (`ggml_type` of ggml.h, blocks of ggml-common.h), the others those of
/// safetensors checkpoints.
enum class TensorFormat : std::uint8_t {
    f64,
    f32,
    f16,
    bf16,
    i8,
    i16,
    i32,
    i64,
    q8_0,     ///< 32 weights in 34 B
    q8_1,     ///< 32 weights in 36 B
    q8_k,     ///< 256 weights in 292 B
    q6_k,     ///< 256 weights in 210 B
    q5_1,     ///< 32 weights in 24 B
    q5_0,     ///< 32 weights in 22 B
    q5_k,     ///< 256 weights in 176 B
    q4_1,     ///< 32 weights in 20 B
    q4_0,     ///< 32 weights in 18 B
    q4_k,     ///< 256 weights in 144 B
    q3_k,     ///< 256 weights in 110 B
    q2_k,     ///< 256 weights in 84 B
    iq4_nl,   ///< 32 weights in 18 B
    iq4_xs,   ///< 256 weights in 136 B
    iq3_s,    ///< 256 weights in 110 B
    iq3_xxs,  ///< 256 weights in 98 B
    iq2_s,    ///< 256 weights in 82 B
    iq2_xs,   ///< 256 weights in 74 B
    iq2_xxs,  ///< 256 weights in 66 B
    iq1_m,    ///< 256 weights in 56 B
    iq1_s,    ///< 256 weights in 50 B
    tq2_0,    ///< ternary, 256 weights in 66 B
    tq1_0,    ///< ternary, 256 weights in 54 B
    mxfp4,    ///< OCP microscaling: 32 weights in 17 B
    nvfp4,    ///< 64 weights in 36 B
    q1_0,     ///< 128 weights in 18 B
    q2_0,     ///< 64 weights in 18 B
    fp8_e4m3, ///< 1 B, one f32 scale per tensor
    int8,     ///< 1 B, one f32 scale per row
    int4,     ///< 4 bit, one f32 scale per row
    nf4,      ///< 64 weights share an 8 bit scale, 256 scales share an f32 (QLoRA's double quantization)
    gptq4,    ///< as awq4; 2 B of bias per row, a 4 B group index per column
    awq4,     ///< 128 weights share an f16 scale and a 4 bit zero
};
constexpr int tensorFormats = int(TensorFormat::awq4) + 1;
std::string_view formatName(TensorFormat format);

/// The format of a tensor type number of a GGUF file; nothing where ggml defines none or no longer has it.
/// The row-interleaved variants of 2024 (31 to 33, 36 to 38) hold the blocks of q4_0 and iq4_nl in another
/// order.
std::optional<TensorFormat> formatOfGgmlType(std::uint32_t type);
/// The number back; nothing for the formats of safetensors checkpoints.
std::optional<std::uint32_t> ggmlTypeOf(TensorFormat format);

/// Elements that share their scales, and bytes of such a block. Formats without blocks have 1 element; int4
/// has 2.
std::int64_t blockElements(TensorFormat format);
std::int64_t blockBytes(TensorFormat format);

/// Bits per weight in long rows, block scales included; per-row and per-tensor scales are not.
double bitsPerWeight(TensorFormat format);
/// Bytes of one row of `cols` elements, with its own scales. Blocks are filled up.
std::int64_t rowBytes(TensorFormat format, std::int64_t cols);
/// Bytes of a matrix of `rows` rows, with all its scales.
std::int64_t tensorBytes(TensorFormat format, std::int64_t rows, std::int64_t cols);

} // namespace cellwright::llm
