// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/operations/operation_runner.h"

#include "analytics/kernels/layer/attention.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace cellwright::kernels {
namespace {

bool hasCache(const OperationCase& c) {
    return c.kernel == layerKernel || c.kernel == attentionKernel;
}

/// The sizes that KvCache and the attention loops can have.
bool attends(const OperationCase& c) {
    return (c.cache == Scheme::f16 || c.cache == Scheme::q8_0) && c.shape.headSize % 32 == 0 &&
           c.shape.headSize <= 512 && c.shape.cacheHeads > 0 && c.shape.heads % c.shape.cacheHeads == 0;
}

bool fillsBlocks(const OperationCase& c) {
    const int multiple = columnMultiple(*formatOf(c.weights));
    for (int m = 0; m < layerMatrices; ++m)
        if (sizeOf(c.shape, LayerMatrix(m)).cols % multiple != 0)
            return false;
    return true;
}

} // namespace

OperationRunner::OperationRunner(std::uint64_t seed)
    : seed_(seed)
    , elementwise_(seed) {}

OperationRunner::~OperationRunner() = default;

bool OperationRunner::runs(const OperationCase& c) {
    if (c.kernel == attentionKernel)
        return attends(c);
    if (!formatOf(c.weights))
        return false;
    if (c.kernel == layerKernel)
        return attends(c) && fillsBlocks(c);
    const bool inBlocks =
        c.kernel == embeddingKernel || c.kernel == quantizeKernel || c.kernel == dequantizeKernel;
    return isElementwise(c.kernel) &&
           (!inBlocks || c.shape.hidden % columnMultiple(*formatOf(c.weights)) == 0);
}

void OperationRunner::include(const OperationCase& c) {
    if (!hasCache(c))
        return elementwise_.include(c);
    const std::size_t floats =
        std::size_t(std::max(c.shape.hidden, c.shape.queryCols())) * std::size_t(c.tokens);
    std::mt19937_64 random(seed_);
    growRandom(values_, floats, random);
    x_.resize(values_.size());
    out_.resize(values_.size());
    norm_.resize(std::max(norm_.size(), std::size_t(c.shape.hidden)), 1.0f);
    Cache& cache = cacheFor(c);
    if (c.depth + c.tokens > cache.positions) {
        cache.positions = c.depth + c.tokens;
        cache.keysAndValues.reset();
    }
}

OperationRunner::Cache& OperationRunner::cacheFor(const OperationCase& c) {
    const Format format = *formatOf(c.cache);
    const auto found = std::ranges::find_if(caches_, [&](const Cache& cache) {
        return cache.format == format && cache.heads == c.shape.cacheHeads &&
               cache.headSize == c.shape.headSize;
    });
    return found != caches_.end()
               ? *found
               : caches_.emplace_back(Cache{format, c.shape.cacheHeads, c.shape.headSize, 0, nullptr});
}

bool OperationRunner::fill(Cache& cache, ThreadPool& pool, const std::stop_token& stop) {
    constexpr int atOnce = 64; // the same positions again and again
    auto fresh =
        std::make_unique<KvCache>(KvCache::Shape{cache.format, cache.heads, cache.headSize, cache.positions});
    std::mt19937_64 random(seed_);
    std::normal_distribution<float> normal;
    const std::size_t position = std::size_t(cache.heads) * std::size_t(cache.headSize);
    std::vector<float> some(position * atOnce);
    std::ranges::generate(some, [&] { return normal(random); });
    while (fresh->length() < cache.positions) {
        if (stop.stop_requested())
            return false;
        const int count = std::min(atOnce, cache.positions - fresh->length());
        const auto part = std::span(some).first(std::size_t(count) * position);
        fresh->append(part, part, &pool);
    }
    cache.keysAndValues = std::move(fresh);
    return true;
}

bool OperationRunner::prepare(const OperationCase& c, Arena& arena, ThreadPool& pool,
                              const std::stop_token& stop) {
    if (!hasCache(c)) {
        elementwise_.prepare(c);
        return !stop.stop_requested();
    }
    Cache& cache = cacheFor(c);
    if (!cache.keysAndValues && !fill(cache, pool, stop))
        return false;
    if (c.kernel == attentionKernel || c.depth > 0)
        readBytes(arena.memory().data(), arena.memory().size() / 512 * 512, pool);
    const std::size_t floats =
        std::size_t(c.kernel == layerKernel ? c.shape.hidden : c.shape.queryCols()) * std::size_t(c.tokens);
    std::copy_n(values_.begin(), floats, x_.begin());
    return !stop.stop_requested();
}

bool OperationRunner::runLayer(const OperationCase& c, Arena& arena, ThreadPool& pool,
                               const std::stop_token& stop) {
    LayerWeights weights;
    weights.attentionNorm = weights.feedForwardNorm = std::span(norm_).first(std::size_t(c.shape.hidden));
    for (int m = 0; m < layerMatrices; ++m) {
        const MatrixSize size = sizeOf(c.shape, LayerMatrix(m));
        if (size.rows > 0)
            weights.matrices[m] = arena.next(size.rows, size.cols);
    }
    KvCache& cache = *cacheFor(c).keysAndValues;
    cache.rewind(c.depth);
    const std::size_t floats = std::size_t(c.tokens) * std::size_t(c.shape.hidden);
    return forward(c.shape, weights, std::span(x_).first(floats), cache, pool, buffers_, stop);
}

bool OperationRunner::run(const OperationCase& c, Arena& arena, ThreadPool& pool,
                          const std::stop_token& stop) {
    if (!hasCache(c))
        return elementwise_.run(c, pool, stop);
    Cache& mine = cacheFor(c);
    if (!mine.keysAndValues && !fill(mine, pool, stop))
        return false;
    KvCache& cache = *mine.keysAndValues;
    const int full = cache.length();
    bool done = false;
    if (c.kernel == layerKernel) {
        done = runLayer(c, arena, pool, stop);
    } else {
        cache.rewind(c.depth + c.tokens);
        const Queries queries{x_.data(), c.tokens, c.shape.heads, out_.data()};
        done = attend(cache, queries, pool, buffers_.scratch, stop);
    }
    cache.rewind(full);
    return done;
}

double OperationRunner::time(const OperationCase& c, Arena& arena, ThreadPool& pool,
                             const std::stop_token& stop) {
    if (!prepare(c, arena, pool, stop))
        return 0.0;
    const auto start = std::chrono::steady_clock::now();
    run(c, arena, pool, stop);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::span<float> OperationRunner::output(const OperationCase& c) {
    if (!hasCache(c))
        return elementwise_.output(c);
    if (c.kernel == layerKernel) // in place
        return {};
    return std::span(out_).first(std::size_t(c.shape.queryCols()) * std::size_t(c.tokens));
}

} // namespace cellwright::kernels
