// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/operations.h"

#include "analytics/kernels/layer/attention.h"
#include "analytics/scenario/schema.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace cellwright::kernels {
namespace {

/// A layer of the size of Llama 3.2 1B (its config.json).
LayerShape billionLayer() {
    LayerShape shape;
    shape.hidden = 2048;
    shape.heads = 32;
    shape.cacheHeads = 8;
    shape.headSize = 64;
    shape.intermediate = 8192;
    shape.rotaryBase = 500000.0f;
    return shape;
}

bool chosen(const ProfileOptions& options, std::string_view kernel) {
    return options.kernels.empty() ? options.shapes.empty()
                                   : std::ranges::find(options.kernels, kernel) != options.kernels.end();
}

/// Layers are measured in one scheme that has been chosen: with 4 or 8 bits, as they are served.
Scheme layerScheme(const std::vector<Case>& cases) {
    for (const Scheme wanted : {Scheme::q4_0, Scheme::q4_k_m, Scheme::q8_0, Scheme::q6_k})
        if (std::ranges::find(cases, wanted, &Case::weights) != cases.end())
            return wanted;
    return cases.front().weights;
}

int mostPositions(const std::vector<OperationCase>& cases, Scheme cache) {
    int most = 0;
    for (const auto& c : cases)
        if (c.cache == cache)
            most = std::max(most, c.depth + c.tokens);
    return most;
}

} // namespace

std::string OperationCase::text() const {
    const std::string what = kernel == layerKernel ? "layer " + std::string(enumKey(weights))
                                                   : "attention " + std::string(enumKey(cache));
    return what + ", " + std::to_string(tokens) + (tokens == 1 ? " token" : " tokens") + " at " +
           std::to_string(depth) + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

double OperationCase::flop() const {
    const double seen = tokens * (depth + (tokens + 1) / 2.0); // pairs of a query and a position
    double multiplications = 2.0 * shape.queryCols() * seen;
    for (int m = 0; m < layerMatrices && kernel == layerKernel; ++m) {
        const MatrixSize size = sizeOf(shape, LayerMatrix(m));
        multiplications += double(size.rows) * size.cols * tokens;
    }
    return 2.0 * multiplications;
}

double OperationCase::bytes() const {
    const Format format = *formatOf(cache);
    double total = 2.0 * double(formatBytes(format, depth + tokens, shape.cacheCols()));
    for (int m = 0; m < layerMatrices && kernel == layerKernel; ++m) {
        const MatrixSize size = sizeOf(shape, LayerMatrix(m));
        total += double(formatBytes(*formatOf(weights), size.rows, size.cols));
    }
    return total;
}

std::vector<OperationCase> chooseOperations(const ProfileOptions& options, const std::vector<Case>& cases) {
    std::vector<OperationCase> all;
    std::vector<int> threads;
    for (const auto& c : cases)
        if (std::ranges::find(threads, c.threads) == threads.end())
            threads.push_back(c.threads);
    const auto put = [&](std::string_view kernel, Scheme cache, int tokens, int depth) {
        for (const int count : threads)
            if (chosen(options, kernel))
                all.push_back({kernel, layerScheme(cases), cache, billionLayer(), tokens, depth, count});
    };
    put(layerKernel, Scheme::f16, 1, 0);
    put(layerKernel, Scheme::f16, 1, 1024);
    put(layerKernel, Scheme::f16, 128, 0);
    put(attentionKernel, Scheme::f16, 1, 1024);
    put(attentionKernel, Scheme::q8_0, 1, 1024);
    if (!options.quick) {
        put(layerKernel, Scheme::f16, 512, 0);
        put(attentionKernel, Scheme::f16, 1, 8192);
        put(attentionKernel, Scheme::f16, 1, 32000);
        put(attentionKernel, Scheme::q8_0, 1, 32000);
        put(attentionKernel, Scheme::f16, 512, 0);
        put(attentionKernel, Scheme::f16, 128, 4096);
    }
    return all;
}

OperationRunner::OperationRunner(const std::vector<OperationCase>& cases, std::uint64_t seed,
                                 const std::stop_token& stop) {
    std::mt19937_64 random(seed);
    std::normal_distribution<float> normal;
    const auto fill = [&](std::vector<float>& values, std::size_t count) {
        values.resize(count);
        std::ranges::generate(values, [&] { return normal(random); });
    };
    std::size_t hidden = 0, largest = 0;
    for (const auto& c : cases) {
        hidden = std::max(hidden, std::size_t(c.shape.hidden));
        largest = std::max(largest, std::size_t(std::max(c.shape.hidden, c.shape.queryCols())) *
                                        std::size_t(c.tokens));
    }
    fill(values_, largest);
    norm_.assign(hidden, 1.0f);
    x_.resize(largest);
    out_.resize(largest);
    for (const auto& c : cases) {
        const int positions = mostPositions(cases, c.cache);
        if (std::ranges::any_of(caches_,
                                [&](const auto& k) { return k->shape().format == *formatOf(c.cache); }))
            continue;
        caches_.push_back(std::make_unique<KvCache>(
            KvCache::Shape{*formatOf(c.cache), c.shape.cacheHeads, c.shape.headSize, positions}));
        std::vector<float> some;
        fill(some, std::size_t(c.shape.cacheCols()) * 64); // the same 64 positions again and again
        while (caches_.back()->length() < positions && !stop.stop_requested()) {
            const int count = std::min(64, positions - caches_.back()->length());
            const auto part = std::span(some).first(std::size_t(count) * std::size_t(c.shape.cacheCols()));
            caches_.back()->append(part, part);
        }
    }
}

OperationRunner::~OperationRunner() = default;

KvCache& OperationRunner::cacheFor(const OperationCase& c) {
    return **std::ranges::find_if(caches_,
                                  [&](const auto& k) { return k->shape().format == *formatOf(c.cache); });
}

double OperationRunner::time(const OperationCase& c, Arena& arena, ThreadPool& pool,
                             const std::stop_token& stop) {
    KvCache& cache = cacheFor(c);
    if (c.kernel == attentionKernel) // a layer's weights displace the cache themselves
        readBytes(arena.memory().data(), arena.memory().size() / 512 * 512, pool);
    LayerWeights weights;
    weights.attentionNorm = weights.feedForwardNorm = std::span(norm_).first(std::size_t(c.shape.hidden));
    for (int m = 0; m < layerMatrices && c.kernel == layerKernel; ++m) {
        const MatrixSize size = sizeOf(c.shape, LayerMatrix(m));
        weights.matrices[m] = arena.next(size.rows, size.cols);
    }
    std::ranges::copy(values_, x_.begin());
    const int full = cache.length();
    const auto start = std::chrono::steady_clock::now();
    if (c.kernel == layerKernel) {
        cache.rewind(c.depth);
        const std::size_t floats = std::size_t(c.tokens) * std::size_t(c.shape.hidden);
        forward(c.shape, weights, std::span(x_).first(floats), cache, pool, buffers_, stop);
    } else {
        cache.rewind(c.depth + c.tokens);
        attend(cache, {x_.data(), c.tokens, c.shape.heads, out_.data()}, pool, buffers_.scratch, stop);
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    cache.rewind(full);
    return seconds;
}

} // namespace cellwright::kernels
