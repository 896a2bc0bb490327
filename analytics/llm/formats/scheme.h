// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/tensor_format.h"
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
    queryDown,    ///< latent attention: from the hidden vector to the query's latent
    queryUp,      ///< from the query's latent to all heads
    keyValueDown, ///< from the hidden vector to the latent that is cached, with the rotary part of the key
    keyValueUp,   ///< from the cached latent to keys and values of all heads
    crossKey,     ///< of attention to an encoder's output
    crossValue,
    router, ///< chooses the experts of a token
    expertGate,
    expertUp,
    expertDown,
    sharedGate, ///< of the experts that every token passes
    sharedUp,
    sharedDown,
    stateIn, ///< state-space layers: from the hidden vector to the inner one
    stateConvolution,
    stateProject, ///< to step size, input and output matrices
    stateStep,
    stateOut,
    patch, ///< an image's or sound's first layer
    projector,
    pooler,
    embeddingProjection,
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
    int experts = 0;           ///< routed experts of the model
    std::int64_t headsPerKeyValue = 1; ///< query heads that share a key and value head
    int attentionLayer = -1;           ///< among the layers with attention, where some layers have none
    int attentionLayers = 0;           ///< 0: every layer attends
    bool tower = false;                ///< part of a vision or audio tower before the decoder
    bool alike = false;                ///< of a model that whisper.cpp runs: no mix, every matrix alike
};

/// The format of one tensor under a scheme.
///  * f32, f16, bf16: everything, norms and biases included, as in safetensors.
///  * GGUF schemes: the mix that llama.cpp's quantizer makes, see gguf_mix.h. mxfp4 is its MXFP4_MOE, in
///    which gpt-oss is published: experts in mxfp4, all else in q8_0.
///  * fp8_e4m3, nf4, gptq4, awq4: the matrices of the decoder layers; embedding, head, norms and biases f16.
///  * int8, int4: every matrix and table; norms and biases f16.
TensorFormat formatFor(Scheme scheme, const TensorPlace& place);
/// The format of most matrices of a large decoder under a scheme: of q4_k_m the blocks that it mostly
/// consists of.
TensorFormat usualFormat(Scheme scheme);

/// The format of a KV cache or of activations: those of f32 f16 bf16 fp8_e4m3 int8 int4 q8_0 q5_0 q4_0;
/// others are refused.
Expected<TensorFormat> vectorFormat(Scheme scheme, std::string_view what);

} // namespace cellwright::llm
