// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/operations/operation_runner.h"
#include "analytics/kernels/products/products.h"
#include "analytics/kernels/profiler.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::kernels {

/// A product or an operation that is ready to run; everything that a runtime does once was done when it was
/// made.
class Runnable {
public:
    virtual ~Runnable() = default;
    /// What a run needs and no clock should count: inputs that the last run changed, a KV cache to displace.
    virtual void prepare() {}
    /// Runs once on weights that have left the processor's caches. Products read `a.x` and write `a.y`;
    /// operations ignore `a`, theirs is random. Returns false when `stop` was requested before the end.
    virtual bool run(const Activations& a, const std::stop_token& stop) = 0;
    /// The weights that the last run multiplied, rows x cols, as the numbers that they stand for. For checks;
    /// empty for operations.
    [[nodiscard]] virtual std::vector<float> lastWeights() const { return {}; }
    /// Where an operation's result appears, to be poisoned before a run (after prepare()) and checked after
    /// it. Empty for products, whose results the caller owns, and where the result is out of reach.
    [[nodiscard]] virtual std::span<float> output() { return {}; }
    /// Seconds that the last run took by the provider's own clock, where a thread of its own computes and
    /// waking it, or displacing a cache before, is not to be counted. 0: the caller's clock is right.
    [[nodiscard]] virtual double seconds() const { return 0.0; }
    /// How many layers, each with weights of its own, one run passes through; its time is that of all.
    [[nodiscard]] virtual int layersPerRun() const { return 1; }
};

/// Random weights of one scheme in the layout of one provider, of which any part stands for a matrix.
class ColdWeights {
public:
    virtual ~ColdWeights() = default;
    [[nodiscard]] virtual std::size_t bytes() const = 0;
    [[nodiscard]] virtual bool hugePages() const = 0;
    /// A product on the threads of the pool; providers with threads of their own take as many and leave the
    /// pool alone. Nothing where the provider has none of this shape, or on a stop request. The runnable must
    /// not outlive the weights and the pool; several may be made and run by turns, from the pool's thread.
    virtual std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool& pool,
                                              const std::stop_token& stop) = 0;
    /// A layer, attention or a graph, likewise.
    virtual std::unique_ptr<Runnable> operation(const OperationCase& what, ThreadPool& pool,
                                                const std::stop_token& stop) = 0;
};

class Provider {
public:
    virtual ~Provider() = default;
    [[nodiscard]] virtual ProviderInfo info() const = 0;
    [[nodiscard]] virtual bool multiplies(Scheme weights) const = 0;
    /// Bytes that one matrix of weights has in memory; 0 where it cannot be, as where columns do not fill
    /// blocks.
    [[nodiscard]] virtual std::size_t matrixBytes(Scheme weights, int rows, int cols) const = 0;
    /// Whether it has the operation (layer, attention, graph) with these weights and cache.
    [[nodiscard]] virtual bool runs(const OperationCase& what) const = 0;
    /// At least `bytes` of weights, random from the seed, for a scheme that it multiplies, in which every
    /// matrix to come must find room. Takes its time; nothing on a stop request.
    virtual std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                                 const std::stop_token& stop) = 0;
};

/// All that this program knows, ours first, available or not.
std::span<const std::unique_ptr<Provider>> providers();
/// The one with this id; an unknown id names those there are, an unavailable one says why.
Expected<Provider*> findProvider(std::string_view id);

} // namespace cellwright::kernels
