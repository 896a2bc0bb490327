// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/layer/kv_cache.h"
#include "analytics/kernels/layer/vector_ops.h"
#include "analytics/kernels/products/products.h"

#include <span>
#include <stop_token>
#include <vector>

namespace cellwright::kernels {

/// One decoder layer of the Llama kind: RMSNorm, rotated grouped-query attention, RMSNorm, SwiGLU, both
/// halves with a residual connection. Without a gate the feed-forward is two matrices with GELU between.
struct LayerShape {
    int hidden = 4096;
    int heads = 32;
    int cacheHeads = 8;
    int headSize = 128; ///< a multiple of 32
    int intermediate = 14336;
    bool gated = true;
    float epsilon = 1e-5f;
    float rotaryBase = 10000.0f;
    RotaryPairs rotaryPairs = RotaryPairs::neighbours;

    [[nodiscard]] int queryCols() const { return heads * headSize; }
    [[nodiscard]] int cacheCols() const { return cacheHeads * headSize; }
    bool operator==(const LayerShape&) const = default;
};

/// The matrices of a layer, each rows x cols as in Y = W X; without a gate its matrix has no rows.
enum class LayerMatrix { query, key, value, output, gate, up, down };
inline constexpr int layerMatrices = 7;
struct MatrixSize {
    int rows, cols;
};
MatrixSize sizeOf(const LayerShape& shape, LayerMatrix matrix);

struct LayerWeights {
    PackedView matrices[layerMatrices]; ///< by LayerMatrix, each in a format of its own
    std::span<const float> attentionNorm;
    std::span<const float> feedForwardNorm;
};

/// Memory for what flows through a layer, kept from call to call.
class LayerBuffers {
public:
    std::span<float> require(int which, std::size_t floats);
    Scratch scratch;

private:
    std::vector<Buffer> buffers_;
};

/// x (tokens x hidden) becomes the layer's output; the keys and values of the tokens are appended to the
/// cache, whose length before gives their positions. Returns false when `stop` was requested before the end;
/// x and the cache's last positions are then of no use.
bool forward(const LayerShape& shape, const LayerWeights& weights, std::span<float> x, KvCache& cache,
             ThreadPool& pool, LayerBuffers& buffers, const std::stop_token& stop = {});

} // namespace cellwright::kernels
