// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/composition.h"
#include "analytics/compute/measured/kernel_model.h"
#include "analytics/compute/measured/layer_sample.h"

#include <cmath>
#include <random>
#include <vector>

namespace cellwright::compute::measured::test {

/// A computer whose kernels follow smooth rooflines exactly, or with a spread that each shape keeps.
struct Machine {
    double byteRate = 20e9;  ///< of one thread and of products; others from it
    double flopRate = 400e9; ///< of one thread
    double exponent = 2.5;
    double fixed = 3e-6;
    double layerFactor = 1.0; ///< whole layers over the sum of their parts
    double scatter = 0.0;     ///< standard deviation of ln(time) from shape to shape
    mutable std::mt19937 random{7};

    [[nodiscard]] RooflineConstants products(int threads) const {
        return {flopRate * threads, byteRate * std::sqrt(double(threads)), exponent, fixed};
    }
    [[nodiscard]] double off() const {
        return scatter > 0.0 ? std::exp(std::normal_distribution<double>(0.0, scatter)(random)) : 1.0;
    }
    void add(kernels::Profile& p, Scheme scheme, int rows, int cols, int tokens, int threads,
             const char* provider = "cellwright") const {
        const double bytes = double(llm::tensorBytes(formatOf(scheme), rows, cols));
        const double flop = 2.0 * rows * cols * tokens;
        const double t = timeOf(products(threads), flop, bytes) * off();
        kernels::KernelTiming k;
        k.kernel = tokens == 1 ? kernels::matVec : kernels::matMat;
        k.weights = scheme;
        k.rows = rows;
        k.cols = cols;
        k.tokens = tokens;
        k.threads = threads;
        k.provider = provider;
        k.median = Seconds(t);
        k.p10 = Seconds(0.98 * t);
        k.p90 = Seconds(1.02 * t);
        k.samples = 9;
        k.flopRate = FlopPerSecond(flop / t);
        k.byteRate = BytesPerSecond(bytes / t);
        p.kernels.push_back(k);
    }
    void addAttention(kernels::Profile& p, int heads, int cacheHeads, int headSize, int tokens, int depth,
                      int threads) const {
        kernels::OperationTiming o;
        o.kernel = kernels::attentionKernel;
        o.heads = heads;
        o.cacheHeads = cacheHeads;
        o.headSize = headSize;
        o.tokens = tokens;
        o.depth = depth;
        o.threads = threads;
        const double flop = 4.0 * heads * headSize * tokens * (depth + (tokens + 1) / 2.0);
        const double bytes = 4.0 * cacheHeads * headSize * (depth + tokens);
        const double t = timeOf({50e9 * threads, 10e9, 1.5, 5e-6}, flop, bytes) * off();
        setTime(o, t);
        p.operations.push_back(o);
    }
    static void setTime(kernels::OperationTiming& o, double t) {
        o.median = Seconds(t);
        o.p10 = Seconds(0.98 * t);
        o.p90 = Seconds(1.02 * t);
        o.samples = 9;
        o.flopRate = FlopPerSecond(1e9);
        o.byteRate = BytesPerSecond(1e9);
    }
    static kernels::Profile empty(std::vector<int> threads = {1, 2}) {
        kernels::Profile p;
        p.machine.cpu = "Synthetic processor";
        p.machine.memory = Bytes(16e9);
        p.machine.date = "2026-03-01T10:00:00Z";
        for (const int n : threads) {
            p.readBandwidth.push_back({n, BytesPerSecond(25e9 * std::sqrt(double(n))), 0.01, 9});
            p.peaks.push_back({"f32", n, FlopPerSecond(200e9 * n), 0.01, 9});
            p.peaks.push_back({"int8", n, FlopPerSecond(1000e9 * n), 0.01, 9});
            p.dispatch.push_back({n, Seconds(2e-6)});
        }
        p.noise.medianSpread = 0.04;
        return p;
    }
    /// The shapes of a profile that knows nothing of the model that will be asked for.
    [[nodiscard]] kernels::Profile usual(std::vector<Scheme> schemes = {Scheme::q4_0, Scheme::f16},
                                         std::vector<int> threads = {1, 2}) const {
        auto p = empty(threads);
        for (const int n : threads) {
            for (const Scheme scheme : schemes)
                for (const int tokens : {1, 8, 64, 512}) {
                    add(p, scheme, 4096, 4096, tokens, n);
                    add(p, scheme, 4096, 14336, tokens, n);
                }
            addAttention(p, 32, 8, 64, 1, 1024, n);
            addAttention(p, 32, 8, 64, 1, 8192, n);
            addAttention(p, 32, 8, 64, 512, 0, n);
        }
        return p;
    }
    /// Adds a layer whose parts add up to it but for `layerFactor`.
    void addLayer(kernels::Profile& p, Scheme scheme, int tokens, int depth, int threads, int hidden = 2048,
                  int intermediate = 8192) const {
        kernels::OperationTiming o;
        o.kernel = kernels::layerKernel;
        o.weights = scheme;
        o.hidden = hidden;
        o.heads = hidden / 64;
        o.cacheHeads = hidden / 256;
        o.headSize = 64;
        o.intermediate = intermediate;
        o.tokens = tokens;
        o.depth = depth;
        o.threads = threads;
        setTime(o, 1.0);
        const auto model = KernelModel::of(std::make_shared<kernels::Profile>(p), {.threads = threads});
        setTime(o, composeLayer(*model, o).si() * layerFactor);
        p.operations.push_back(o);
    }
};

inline KernelModel modelOf(const kernels::Profile& p, Choice choice = {}) {
    return *KernelModel::of(std::make_shared<kernels::Profile>(p), choice);
}

/// A small decoder of the Llama kind.
inline llm::Model smallModel(int layers = 4, int hidden = 2048, int intermediate = 8192) {
    llm::Model m;
    m.id = "small";
    m.name = "Small";
    m.hidden = hidden;
    m.vocabulary = 32000;
    m.maxContext = 32768;
    llm::Layer layer;
    layer.mixer = llm::Attention{.heads = hidden / 64, .kvHeads = hidden / 256, .headDim = 64};
    layer.feedForward = {.width = intermediate, .gated = true};
    m.layers.assign(std::size_t(layers), layer);
    return m;
}

} // namespace cellwright::compute::measured::test
