// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/transformer_layer.h"

#include "analytics/kernels/layer/attention.h"
#include "analytics/kernels/products/parallel.h"

#include <cassert>

namespace cellwright::kernels {
namespace {

/// One pass through a layer: its tokens and where their vectors lie.
class Pass {
public:
    Pass(const LayerShape& shape, const LayerWeights& weights, std::span<float> x, KvCache& cache,
         ThreadPool& pool, LayerBuffers& buffers, const std::stop_token& stop)
        : shape_(shape)
        , weights_(weights)
        , x_(x)
        , cache_(cache)
        , pool_(pool)
        , buffers_(buffers)
        , stop_(stop)
        , tokens_(int(x.size() / std::size_t(shape.hidden)))
        , normal_(rows(0, shape.hidden))
        , query_(rows(1, shape.queryCols()))
        , key_(rows(2, shape.cacheCols()))
        , value_(rows(3, shape.cacheCols()))
        , attended_(rows(4, shape.queryCols()))
        , gate_(rows(5, shape.intermediate))
        , up_(rows(6, shape.intermediate)) {
        assert(cache.shape().heads == shape.cacheHeads && cache.shape().headSize == shape.headSize);
    }

    bool attention() {
        normalize(weights_.attentionNorm);
        if (!product(LayerMatrix::query, normal_, query_) || !product(LayerMatrix::key, normal_, key_) ||
            !product(LayerMatrix::value, normal_, value_))
            return false;
        rotate();
        cache_.append(key_, value_, &pool_);
        const Queries queries{query_.data(), tokens_, shape_.heads, attended_.data()};
        if (!attend(cache_, queries, pool_, buffers_.scratch, stop_) ||
            !product(LayerMatrix::output, attended_, normal_))
            return false;
        addToResidual();
        return true;
    }

    bool feedForward() {
        normalize(weights_.feedForwardNorm);
        if (shape_.gated && !product(LayerMatrix::gate, normal_, gate_))
            return false;
        if (!product(LayerMatrix::up, normal_, up_))
            return false;
        forTokens([&](int t) {
            const auto gate = row(gate_, t, shape_.intermediate), up = row(up_, t, shape_.intermediate);
            shape_.gated ? swiGlu(gate, up, gate) : gelu(up, gate);
        });
        if (!product(LayerMatrix::down, gate_, normal_))
            return false;
        addToResidual();
        return true;
    }

private:
    std::span<float> rows(int which, int cols) {
        return buffers_.require(which, std::size_t(tokens_) * std::size_t(cols));
    }
    static std::span<float> row(std::span<float> all, int token, int cols) {
        return all.subspan(std::size_t(token) * std::size_t(cols), std::size_t(cols));
    }
    /// One token is done sooner than the other threads are woken.
    template <class Task>
    void forTokens(const Task& task) {
        if (tokens_ == 1)
            return task(0);
        forEachIndex(pool_, tokens_, stop_, [&](int t, int) { task(t); });
    }
    void normalize(std::span<const float> weight) {
        forTokens([&](int t) {
            rmsNorm(row(x_, t, shape_.hidden), weight, shape_.epsilon, row(normal_, t, shape_.hidden));
        });
    }
    bool product(LayerMatrix matrix, std::span<const float> in, std::span<float> out) {
        return multiply(weights_.matrices[std::size_t(matrix)], {in.data(), tokens_, out.data()}, pool_,
                        buffers_.scratch, stop_);
    }
    void rotate() {
        const int before = cache_.length();
        forTokens([&](int t) {
            const RotaryAngles angles(before + t, shape_.headSize, shape_.rotaryBase);
            angles.rotate(row(query_, t, shape_.queryCols()), shape_.headSize, shape_.rotaryPairs);
            angles.rotate(row(key_, t, shape_.cacheCols()), shape_.headSize, shape_.rotaryPairs);
        });
    }
    void addToResidual() {
        forTokens([&](int t) {
            add(row(x_, t, shape_.hidden), row(normal_, t, shape_.hidden), row(x_, t, shape_.hidden));
        });
    }

    const LayerShape& shape_;
    const LayerWeights& weights_;
    std::span<float> x_;
    KvCache& cache_;
    ThreadPool& pool_;
    LayerBuffers& buffers_;
    const std::stop_token& stop_;
    int tokens_;
    std::span<float> normal_, query_, key_, value_, attended_, gate_, up_;
};

} // namespace

MatrixSize sizeOf(const LayerShape& shape, LayerMatrix matrix) {
    switch (matrix) {
    case LayerMatrix::query:
        return {shape.queryCols(), shape.hidden};
    case LayerMatrix::key:
    case LayerMatrix::value:
        return {shape.cacheCols(), shape.hidden};
    case LayerMatrix::output:
        return {shape.hidden, shape.queryCols()};
    case LayerMatrix::gate:
        return {shape.gated ? shape.intermediate : 0, shape.hidden};
    case LayerMatrix::up:
        return {shape.intermediate, shape.hidden};
    case LayerMatrix::down:
        break;
    }
    return {shape.hidden, shape.intermediate};
}

std::span<float> LayerBuffers::require(int which, std::size_t floats) {
    if (buffers_.size() <= std::size_t(which))
        buffers_.resize(std::size_t(which) + 1);
    Buffer& buffer = buffers_[std::size_t(which)];
    if (buffer.size() < floats * sizeof(float))
        buffer = Buffer(floats * sizeof(float));
    return {buffer.as<float>(), floats};
}

bool forward(const LayerShape& shape, const LayerWeights& weights, std::span<float> x, KvCache& cache,
             ThreadPool& pool, LayerBuffers& buffers, const std::stop_token& stop) {
    Pass pass(shape, weights, x, cache, pool, buffers, stop);
    return pass.attention() && pass.feedForward();
}

} // namespace cellwright::kernels
