// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/kernel_model.h"

namespace cellwright::compute::measured {

RuntimeRatio llamaRatio(llm::TensorFormat format) {
    using enum llm::TensorFormat;
    // Shares of read bandwidth (one token) and of the peak of the unit (512 tokens) that ggml 0.25 reaches on
    // two Zen 4 cores: f16 0.78 and 190 of 461 GFLOP/s, bf16 0.87 and 378 of 461, q8_0 0.65 and 217 of 927,
    // q4_0 0.88 and 268, q4_k 0.88 and 256, q6_k 0.62 and 127; our kernels 0.9 of the bandwidth, 0.45 of the
    // int8 peak and 0.9 of the bf16 peak.
    switch (format) {
    case f32:
        return {1.05, 1.5, 0.15};
    case f16:
        return {1.15, 2.1, 0.15};
    case bf16:
        return {1.05, 1.1, 0.15};
    case q8_0:
        return {1.35, 2.0, 0.15};
    case q6_k:
        return {1.4, 3.2, 0.2};
    case q4_0:
        return {1.05, 1.55, 0.15};
    case q4_k:
        return {1.05, 1.6, 0.15};
    default:
        return {1.2, 1.9, 0.25};
    }
}

} // namespace cellwright::compute::measured
