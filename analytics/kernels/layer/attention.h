// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/layer/kv_cache.h"
#include "analytics/kernels/products/products.h"

#include <stop_token>

namespace cellwright::kernels {

/// Queries of `tokens` positions, the last ones of the cache: tokens x heads x headSize in f32, rotated.
/// Head h attends with the cache's head h / (heads / cache heads) (grouped queries); `heads` is a multiple
/// of the cache's. Token i of n sees the positions up to length - n + i.
struct Queries {
    const float* q = nullptr;
    int tokens = 1;
    int heads = 1;
    float* out = nullptr; ///< of the same shape
};

/// out = softmax(q k / sqrt(headSize)) v for decode (one token) and prefill (many), on all threads of the
/// pool. Scores and sums are f32; with a q8_0 cache the queries are rounded to q8_0 before they meet the
/// keys, as the runtimes do. Memory does not grow with the length: positions pass in blocks with a running
/// maximum (Milakov and Gimelshein 2018; Dao et al. 2022), and where heads and tokens are too few for the
/// threads, each takes a part of the positions. Returns false when `stop` was requested before the end.
bool attend(const KvCache& cache, const Queries& queries, ThreadPool& pool, Scratch& scratch,
            const std::stop_token& stop = {});

} // namespace cellwright::kernels
