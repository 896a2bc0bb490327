// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace cellwright::llm {

/// The name that runtimes use and that the command line takes: "q4_k_m", "fp8_e4m3".
std::string_view schemeName(Scheme scheme);
Expected<Scheme> parseScheme(std::string_view name);
std::span<const Scheme> allSchemes();

/// How one tensor is kept. A Scheme is a rule that gives every tensor of a model its format.
enum class TensorFormat {
    f32,
    f16,
    bf16,
    fp8_e4m3, ///< 1 B, one f32 scale per tensor
    int8,     ///< 1 B, one f32 scale per row
    int4,     ///< 4 bit, one f32 scale per row
    q8_0,     ///< GGUF: 32 weights in 34 B
    q6_k,     ///< GGUF: 256 weights in 210 B
    q5_1,     ///< GGUF: 32 weights in 24 B
    q5_0,     ///< GGUF: 32 weights in 22 B
    q5_k,     ///< GGUF: 256 weights in 176 B
    q4_k,     ///< GGUF: 256 weights in 144 B
    q4_0,     ///< GGUF: 32 weights in 18 B
    nf4,      ///< 64 weights share an 8 bit scale, 256 scales share an f32 (QLoRA's double quantization)
    gptq4,    ///< 128 weights share an f16 scale and a 4 bit zero; a 4 B group index per column
    awq4,     ///< 128 weights share an f16 scale and a 4 bit zero
};
std::string_view formatName(TensorFormat format);

/// Bits per weight in long rows, block scales included; per-row and per-tensor scales are not.
double bitsPerWeight(TensorFormat format);
/// Bytes of one row of `cols` elements, with its own scales. Blocks are filled up.
std::int64_t rowBytes(TensorFormat format, std::int64_t cols);
/// Bytes of a matrix of `rows` rows, with all its scales.
std::int64_t tensorBytes(TensorFormat format, std::int64_t rows, std::int64_t cols);

/// What a tensor does in the model; decides its format under a scheme.
enum class TensorRole {
    tokenEmbedding,
    positionEmbedding,
    query,
    key,
    value,
    fusedQkv,
    attentionOutput,
    gate,
    up,
    down,
    output,
    norm,
    bias,
};

/// What a scheme's rule looks at besides the tensor itself.
struct TensorPlace {
    TensorRole role = TensorRole::up;
    std::int64_t cols = 0; ///< elements that are multiplied and summed, the GGUF row length
    int layer = -1;        ///< decoder layer, -1 outside
    int layers = 0;
    bool actsAsOutput = false; ///< a tied embedding table, which is the output head too
    bool groupedQuery = false; ///< fewer key-value heads than heads
    bool falcon = false;       ///< llama.cpp treats Falcon's output and ffn_down by rules of their own
};

/// The format of one tensor under a scheme.
///  * f32, f16, bf16: everything, norms and biases included, as in safetensors.
///  * GGUF schemes: norms, biases and position tables f32; the output head q6_k (q8_0 under q8_0); q4_k_m:
///  value and
///    ffn_down q6_k in layers where i < L/8, i >= 7L/8 or (i - L/8) % 3 == 2, fused qkv q5_k, value q5_k
///    elsewhere in 80-layer grouped-query models, all else q4_k; q5_k_m alike with q5_k (fused qkv q6_k).
///    Where the row is not a multiple of 256, q4_k becomes q5_0, q5_k q5_1, q6_k q8_0; where not of 32, f16.
///    (llama.cpp's quantizer.)
///  * fp8_e4m3, nf4, gptq4, awq4: the matrices of the decoder layers; embedding, head, norms and biases f16.
///  * int8, int4: every matrix and table; norms and biases f16.
TensorFormat formatFor(Scheme scheme, const TensorPlace& place);

/// The format of a KV cache or of activations: those of f32 f16 bf16 fp8_e4m3 int8 int4 q8_0 q4_0; others are
/// refused.
Expected<TensorFormat> vectorFormat(Scheme scheme, std::string_view what);

} // namespace cellwright::llm
