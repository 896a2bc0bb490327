// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/products/simd.h"
#include "analytics/kernels/providers/libraries.h"

#include "cellwright/version.h"
#include <algorithm>

namespace cellwright::kernels {
namespace {

class Product final : public Runnable {
public:
    Product(Arena& arena, const Shape& shape, ThreadPool& pool, Scratch& scratch)
        : arena_(arena)
        , shape_(shape)
        , pool_(pool)
        , scratch_(scratch) {}

    bool run(const Activations& a, const std::stop_token& stop) override {
        last_ = arena_.next(shape_.rows, shape_.cols);
        return multiply(last_, {a.x, shape_.tokens, a.y}, pool_, scratch_, stop);
    }
    [[nodiscard]] std::vector<float> lastWeights() const override {
        return last_.data ? decode(last_.format, unpack(last_)) : std::vector<float>();
    }

private:
    Arena& arena_;
    Shape shape_;
    ThreadPool& pool_;
    Scratch& scratch_;
    PackedView last_;
};

/// Operations that fill one KV cache, made again when one comes that needs a longer one.
class SharedRunner {
public:
    SharedRunner(const OperationCase& first, std::uint64_t seed, const std::stop_token& stop)
        : seed_(seed) {
        include(first, stop);
    }
    [[nodiscard]] bool serves(const OperationCase& c) const {
        const LayerShape &mine = cases_.front().shape, &theirs = c.shape;
        return cases_.front().cache == c.cache && mine.cacheHeads == theirs.cacheHeads &&
               mine.headSize == theirs.headSize;
    }
    void include(const OperationCase& c, const std::stop_token& stop) {
        cases_.push_back(c);
        runner_ = std::make_unique<OperationRunner>(cases_, seed_, stop);
    }
    [[nodiscard]] bool holds(const OperationCase& c) const {
        return std::ranges::find(cases_, c) != cases_.end();
    }
    OperationRunner& runner() { return *runner_; }

private:
    std::uint64_t seed_;
    std::vector<OperationCase> cases_;
    std::unique_ptr<OperationRunner> runner_;
};

class Operation final : public Runnable {
public:
    Operation(const OperationCase& what, SharedRunner& shared, Arena& arena, ThreadPool& pool)
        : what_(what)
        , shared_(shared)
        , arena_(arena)
        , pool_(pool) {}

    bool run(const Activations&, const std::stop_token& stop) override {
        seconds_ = shared_.runner().time(what_, arena_, pool_, stop);
        return !stop.stop_requested();
    }
    [[nodiscard]] double seconds() const override { return seconds_; }

private:
    OperationCase what_;
    SharedRunner& shared_;
    Arena& arena_;
    ThreadPool& pool_;
    double seconds_ = 0.0;
};

class Weights final : public ColdWeights {
public:
    Weights(Scheme scheme, std::size_t bytes, std::uint64_t seed)
        : seed_(seed)
        , arena_(scheme, bytes, seed) {}

    [[nodiscard]] std::size_t bytes() const override { return arena_.memory().size(); }
    [[nodiscard]] bool hugePages() const override { return arena_.memory().huge(); }
    std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool& pool, const std::stop_token&) override {
        if (!fits(shape.rows, shape.cols))
            return nullptr;
        return std::make_unique<Product>(arena_, shape, pool, scratch_);
    }
    std::unique_ptr<Runnable> operation(const OperationCase& what, ThreadPool& pool,
                                        const std::stop_token& stop) override {
        if (what.kernel == graphKernel || what.shape.headSize % blockLength != 0)
            return nullptr;
        for (int m = 0; m < layerMatrices && what.kernel == layerKernel; ++m)
            if (const MatrixSize size = sizeOf(what.shape, LayerMatrix(m));
                size.rows > 0 && !fits(size.rows, size.cols))
                return nullptr;
        SharedRunner& shared = runnerFor(what, stop);
        if (stop.stop_requested())
            return nullptr;
        return std::make_unique<Operation>(what, shared, arena_, pool);
    }

private:
    SharedRunner& runnerFor(const OperationCase& what, const std::stop_token& stop) {
        const auto found = std::ranges::find_if(shared_, [&](const auto& s) { return s->serves(what); });
        if (found == shared_.end())
            return *shared_.emplace_back(std::make_unique<SharedRunner>(what, seed_, stop));
        if (!(*found)->holds(what))
            (*found)->include(what, stop);
        return **found;
    }
    [[nodiscard]] bool fits(int rows, int cols) const {
        const Format format = *formatOf(arena_.scheme());
        return cols % columnMultiple(format) == 0 &&
               packedBytes(format, rows, cols) <= arena_.memory().size();
    }

    std::uint64_t seed_;
    Arena arena_;
    Scratch scratch_;
    std::vector<std::unique_ptr<SharedRunner>> shared_;
};

class Cellwright final : public Provider {
public:
    [[nodiscard]] ProviderInfo info() const override {
        return {"cellwright", "Cellwright (" + simd::targetName() + ")", std::string(version), "", ""};
    }
    [[nodiscard]] bool multiplies(Scheme scheme) const override { return formatOf(scheme).has_value(); }
    [[nodiscard]] std::size_t matrixBytes(Scheme scheme, int rows, int cols) const override {
        const auto format = formatOf(scheme);
        return format && cols % columnMultiple(*format) == 0 ? packedBytes(*format, rows, cols) : 0;
    }
    [[nodiscard]] bool runs(const OperationCase& what) const override {
        const bool cached = what.cache == Scheme::f16 || what.cache == Scheme::q8_0;
        return cached &&
               (what.kernel == attentionKernel || (what.kernel == layerKernel && multiplies(what.weights)));
    }
    std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                         const std::stop_token& stop) override {
        if (!multiplies(scheme) || stop.stop_requested())
            return nullptr;
        return std::make_unique<Weights>(scheme, bytes, seed);
    }
};

} // namespace

std::unique_ptr<Provider> makeCellwright() {
    return std::make_unique<Cellwright>();
}

} // namespace cellwright::kernels
