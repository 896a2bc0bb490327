// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/products/simd.h"
#include "analytics/kernels/providers/libraries.h"

#include "cellwright/version.h"
#include <chrono>
#include <utility>

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

class Operation final : public Runnable {
public:
    Operation(const OperationCase& what, OperationRunner& runner, Arena& arena, ThreadPool& pool,
              std::stop_token stop)
        : what_(what)
        , runner_(runner)
        , arena_(arena)
        , pool_(pool)
        , stop_(std::move(stop)) {}

    void prepare() override { runner_.prepare(what_, arena_, pool_, stop_); }
    bool run(const Activations&, const std::stop_token& stop) override {
        const auto start = std::chrono::steady_clock::now();
        const bool done = runner_.run(what_, arena_, pool_, stop);
        seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return done;
    }
    [[nodiscard]] double seconds() const override { return seconds_; }
    [[nodiscard]] std::span<float> output() override { return runner_.output(what_); }

private:
    OperationCase what_;
    OperationRunner& runner_;
    Arena& arena_;
    ThreadPool& pool_;
    std::stop_token stop_; ///< ends the filling of a KV cache
    double seconds_ = 0.0;
};

class Weights final : public ColdWeights {
public:
    Weights(Scheme scheme, std::size_t bytes, std::uint64_t seed, const std::stop_token& stop)
        : arena_(scheme, bytes, seed, stop)
        , runner_(seed) {}

    [[nodiscard]] std::size_t bytes() const override { return arena_.memory().size(); }
    [[nodiscard]] bool hugePages() const override { return arena_.memory().huge(); }
    std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool& pool, const std::stop_token&) override {
        if (!fits(shape.rows, shape.cols))
            return nullptr;
        return std::make_unique<Product>(arena_, shape, pool, scratch_);
    }
    std::unique_ptr<Runnable> operation(const OperationCase& what, ThreadPool& pool,
                                        const std::stop_token& stop) override {
        if (!OperationRunner::runs(what) || stop.stop_requested())
            return nullptr;
        for (int m = 0; m < layerMatrices && what.kernel == layerKernel; ++m)
            if (const MatrixSize size = sizeOf(what.shape, LayerMatrix(m));
                size.rows > 0 && !fits(size.rows, size.cols))
                return nullptr;
        runner_.include(what);
        return std::make_unique<Operation>(what, runner_, arena_, pool, stop);
    }

private:
    [[nodiscard]] bool fits(int rows, int cols) const {
        const Format format = *formatOf(arena_.scheme());
        return cols % columnMultiple(format) == 0 &&
               packedBytes(format, rows, cols) <= arena_.memory().size();
    }

    Arena arena_;
    Scratch scratch_;
    OperationRunner runner_;
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
    [[nodiscard]] bool runs(const OperationCase& what) const override { return OperationRunner::runs(what); }
    std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                         const std::stop_token& stop) override {
        if (!multiplies(scheme) || stop.stop_requested())
            return nullptr;
        auto weights = std::make_unique<Weights>(scheme, bytes, seed, stop);
        return stop.stop_requested() ? nullptr : std::move(weights);
    }
};

} // namespace

std::unique_ptr<Provider> makeCellwright() {
    return std::make_unique<Cellwright>();
}

} // namespace cellwright::kernels
