// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/kernel_model.h"

namespace cellwright::compute::measured {

RuntimeRatio llamaRatio(llm::TensorFormat format) {
    using enum llm::TensorFormat;
    // Prefill: medians of ggml's times over ours, both measured by `profile --provider cellwright,ggml` in the
    // same rounds on two cores of Zen 5, 512 tokens over 4096 x 4096 (ggml 0.21). Decode: the same with one
    // token over 4096 x 14336, 4096 x 4096 and 2048 x 2048 with one and two threads (ggml of February 2025)
    // gave 1.2 for f16, 1.5 for q8_0 and 1.4 for the others; whole models of 0.1B to 1.5B in llama.cpp took
    // a tenth longer in 4-bit formats and a tenth less in f16 than that says, which the figures below heed.
    // The versions differ by a third at 512 tokens and single shapes by a fifth at one, which the last figure
    // covers; f32 was not measured.
    switch (format) {
    case f32:
        return {1.05, 1.5, 0.2};
    case f16:
        return {1.1, 1.2, 0.2};
    case bf16:
        return {1.1, 1.7, 0.15};
    case q8_0:
        return {1.5, 4.6, 0.2};
    case q6_k:
        return {1.5, 7.4, 0.25};
    case q4_0:
        return {1.55, 2.6, 0.25};
    case q4_k:
        return {1.55, 3.1, 0.3};
    default:
        return {1.55, 4.0, 0.35};
    }
}

} // namespace cellwright::compute::measured
