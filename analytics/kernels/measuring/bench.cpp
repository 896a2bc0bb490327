// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/bench.h"

#include "analytics/scenario/schema.h"

#include <algorithm>
#include <random>

namespace cellwright::kernels {
namespace {

constexpr double mebibyte = 1 << 20;

void addOnce(std::vector<Scheme>& all, Scheme one) {
    if (std::ranges::find(all, one) == all.end())
        all.push_back(one);
}

/// Schemes of products and layers, in order; of other operations only where there is nothing else.
std::vector<Scheme> schemesOf(const Batch& all) {
    std::vector<Scheme> schemes;
    for (const auto& c : all.cases)
        addOnce(schemes, c.weights);
    for (const auto& o : all.operations)
        if (o.kernel == layerKernel)
            addOnce(schemes, o.weights);
    if (schemes.empty() && !all.operations.empty())
        schemes.push_back(all.operations.front().weights);
    return schemes;
}

/// Only layers read weights of their own scheme from the shelf; the others run on any.
bool belongs(const OperationCase& what, Scheme scheme, bool first) {
    return what.kernel == layerKernel ? what.weights == scheme : first;
}

/// The part of a scheme: the first part holds the operations that run on any weights.
Batch partOf(const Batch& all, Scheme scheme, bool first) {
    Batch part;
    for (const auto& c : all.cases)
        if (c.weights == scheme)
            part.cases.push_back(c);
    for (const auto& o : all.operations)
        if (belongs(o, scheme, first))
            part.operations.push_back(o);
    return part;
}

std::size_t largestMatrix(const Provider& provider, Scheme scheme, const Batch& all) {
    std::size_t largest = 0;
    const auto consider = [&](int rows, int cols) {
        largest = std::max(largest, provider.matrixBytes(scheme, rows, cols));
    };
    for (const auto& c : all.cases)
        if (c.weights == scheme)
            consider(c.shape.rows, c.shape.cols);
    for (const auto& o : all.operations)
        for (int m = 0; m < layerMatrices && o.kernel == layerKernel && o.weights == scheme; ++m)
            if (const MatrixSize size = sizeOf(o.shape, LayerMatrix(m)); size.rows > 0)
                consider(size.rows, size.cols);
    return largest;
}

} // namespace

std::size_t rotationBytes(const Limits& limits) {
    const double cache = limits.lastLevelCache.si();
    double bytes = std::clamp(3.0 * cache, 64 * mebibyte, std::max(96 * mebibyte, 2.0 * cache));
    if (limits.memory.si() > 0.0)
        bytes = std::min(bytes, std::max(limits.memory.si() / 16.0, 32 * mebibyte));
    return std::size_t(bytes) / 4096 * 4096;
}

std::size_t mostMemory(const Limits& limits) {
    const double most = 768 * mebibyte;
    return std::size_t(limits.memory.si() > 0.0 ? std::min(most, limits.memory.si() / 4.0) : most);
}

std::size_t weightBytes(const Provider& provider, Scheme scheme, const Batch& all, const Limits& limits) {
    if (!provider.multiplies(scheme))
        return 0;
    const std::size_t largest = largestMatrix(provider, scheme, all);
    // Two copies of a big matrix where there is room: its end must not be its beginning's warm cache.
    return std::max({rotationBytes(limits), largest, std::min(2 * largest, std::size_t(144u << 20))});
}

std::vector<Batch> batches(const Batch& all, std::span<Provider* const> providers, const Limits& limits) {
    std::vector<Batch> result;
    std::size_t used = 0;
    for (const Scheme scheme : schemesOf(all)) {
        std::size_t bytes = 0;
        for (const Provider* provider : providers)
            bytes += weightBytes(*provider, scheme, all, limits);
        Batch part = partOf(all, scheme, result.empty());
        if (result.empty() || used + bytes > mostMemory(limits)) {
            result.emplace_back();
            used = 0;
        }
        used += bytes;
        auto& [cases, operations] = result.back();
        cases.insert(cases.end(), part.cases.begin(), part.cases.end());
        operations.insert(operations.end(), part.operations.begin(), part.operations.end());
    }
    return result;
}

Bench::Bench(std::span<Provider* const> providers, const Limits& limits, std::uint64_t seed)
    : providers_(providers)
    , limits_(limits)
    , seed_(seed) {}

Bench::~Bench() = default;

ColdWeights* Bench::weightsOf(const Provider& provider, Scheme scheme) {
    const auto found = std::ranges::find_if(
        shelves_, [&](const Shelf& s) { return s.provider == &provider && s.scheme == scheme; });
    return found == shelves_.end() ? nullptr : found->weights.get();
}

ColdWeights* Bench::weightsFor(const Provider& provider, const OperationCase& what) {
    if (ColdWeights* const own = weightsOf(provider, what.weights); own || what.kernel == layerKernel)
        return own;
    const auto any = std::ranges::find(shelves_, &provider, &Shelf::provider);
    return any == shelves_.end() ? nullptr : any->weights.get();
}

void Bench::makeWeights(const Batch& batch, const Report& report, const std::stop_token& stop) {
    for (const Scheme scheme : schemesOf(batch))
        for (Provider* const provider : providers_) {
            const std::size_t bytes = weightBytes(*provider, scheme, batch, limits_);
            if (bytes == 0 || stop.stop_requested())
                continue;
            report("preparing weights: " + std::string(enumKey(scheme)) + ", " + provider->info().name);
            auto weights = provider->weights(scheme, bytes, seed_, stop);
            if (!weights)
                continue;
            if (provider->info().device.empty()) // memory of other devices has pages of its own
                hugePages_ = hugePages_ && weights->hugePages();
            shelves_.push_back({provider, scheme, std::move(weights)});
        }
}

void Bench::makeInputs(const Batch& batch) {
    std::size_t inputs = 0, outputs = 0;
    for (const auto& c : batch.cases) {
        inputs = std::max(inputs, std::size_t(c.shape.cols) * std::size_t(c.shape.tokens));
        outputs = std::max(outputs, std::size_t(c.shape.rows) * std::size_t(c.shape.tokens));
    }
    std::mt19937_64 random(seed_);
    std::normal_distribution<float> normal;
    std::vector<float> pattern(8191); // prime, so that rows differ
    std::ranges::generate(pattern, [&] { return normal(random); });
    vectors_.x.resize(inputs);
    for (std::size_t i = 0; i < inputs; ++i)
        vectors_.x[i] = pattern[i % pattern.size()];
    vectors_.y.resize(outputs);
}

void Bench::prepare(const Batch& batch, const std::function<ThreadPool&(int)>& pool, const Report& report,
                    const std::stop_token& stop) {
    subjects_.clear();
    shelves_.clear();
    makeWeights(batch, report, stop);
    makeInputs(batch);
    report("preparing operations");
    for (Provider* const provider : providers_) {
        for (const auto& c : batch.cases)
            if (ColdWeights* const weights = weightsOf(*provider, c.weights);
                weights && !stop.stop_requested())
                if (auto runnable = weights->product(c.shape, pool(c.threads), stop))
                    subjects_.emplace_back(c, *provider, std::move(runnable));
        for (const auto& o : batch.operations)
            if (ColdWeights* const weights = weightsFor(*provider, o);
                weights && provider->runs(o) && !stop.stop_requested())
                if (auto runnable = weights->operation(o, pool(o.threads), stop))
                    subjects_.emplace_back(o, *provider, std::move(runnable));
    }
}

std::vector<Subject> Bench::finish() {
    for (auto& subject : subjects_)
        subject.release();
    shelves_.clear();
    return std::exchange(subjects_, {});
}

} // namespace cellwright::kernels
