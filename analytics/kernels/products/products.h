// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/packed.h"
#include "analytics/kernels/memory.h"
#include "analytics/kernels/thread_pool.h"

#include <stop_token>

namespace cellwright::kernels {

/// Activations and results of one product, in f32, one token after the other.
struct Activations {
    const float* x = nullptr; ///< tokens x cols
    int tokens = 1;
    float* y = nullptr; ///< tokens x rows
};

/// Memory for rearranged activations and unpacked weights, kept from product to product.
class Scratch {
public:
    std::byte* require(std::size_t bytes);

private:
    Buffer memory_;
};

/// Y = W X on all threads of the pool. The activations meet the weights in the precision that the runtimes
/// use, and bringing them there is part of the product's time: f32 for f32 and f16 weights, bf16 for bf16,
/// q8_0 for q8_0 and q4_0, q8_k for q4_k and q6_k. Up to 8 tokens the weights pass from memory through the
/// registers; from 9 on strips of them are unpacked into the cache once for all tokens. Returns false when
/// `stop` was requested before the end; y is then incomplete. Reacts within a few milliseconds.
bool multiply(const PackedView& w, const Activations& activations, ThreadPool& pool, Scratch& scratch,
              const std::stop_token& stop = {});

/// Reads `bytes` (a multiple of 512) on all threads, each its own part; the value depends on all of it.
std::uint64_t readBytes(const std::byte* data, std::size_t bytes, ThreadPool& pool);

} // namespace cellwright::kernels
