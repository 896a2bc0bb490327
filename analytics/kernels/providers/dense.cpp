// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/dense.h"

#include <algorithm>
#include <random>

namespace cellwright::kernels {
namespace {

class Product final : public Runnable {
public:
    Product(std::function<const float*(std::size_t)> next, DenseMultiply multiply, const Shape& shape,
            ThreadPool& pool)
        : next_(std::move(next))
        , multiply_(std::move(multiply))
        , shape_(shape)
        , pool_(pool) {}

    bool run(const Activations& a, const std::stop_token& stop) override {
        last_ = next_(floats());
        seconds_ = multiply_(last_, shape_, a, pool_, stop);
        return !stop.stop_requested();
    }
    [[nodiscard]] double seconds() const override { return seconds_; }
    [[nodiscard]] std::vector<float> lastWeights() const override {
        return last_ ? std::vector<float>(last_, last_ + floats()) : std::vector<float>();
    }

private:
    [[nodiscard]] std::size_t floats() const { return std::size_t(shape_.rows) * std::size_t(shape_.cols); }

    std::function<const float*(std::size_t)> next_;
    DenseMultiply multiply_;
    Shape shape_;
    ThreadPool& pool_;
    const float* last_ = nullptr;
    double seconds_ = 0.0;
};

class Weights final : public ColdWeights {
public:
    Weights(std::size_t bytes, std::uint64_t seed, DenseMultiply multiply)
        : memory_(bytes)
        , multiply_(std::move(multiply)) {
        const WeightPattern pattern(seed);
        for (std::size_t i = 0; i < count(); ++i)
            memory_.as<float>()[i] = pattern.at(i, 0);
    }
    [[nodiscard]] std::size_t bytes() const override { return memory_.size(); }
    [[nodiscard]] bool hugePages() const override { return memory_.huge(); }
    std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool& pool, const std::stop_token&) override {
        if (std::size_t(shape.rows) * std::size_t(shape.cols) > count())
            return nullptr;
        return std::make_unique<Product>([this](std::size_t floats) { return next(floats); }, multiply_,
                                         shape, pool);
    }
    std::unique_ptr<Runnable> operation(const OperationCase&, ThreadPool&, const std::stop_token&) override {
        return nullptr;
    }

private:
    [[nodiscard]] std::size_t count() const { return memory_.size() / sizeof(float); }
    const float* next(std::size_t floats) {
        if (offset_ + floats > count())
            offset_ = 0;
        const float* const matrix = memory_.as<float>() + offset_;
        offset_ += (floats + 15) / 16 * 16; // whole cache lines
        return matrix;
    }

    Buffer memory_;
    DenseMultiply multiply_;
    std::size_t offset_ = 0;
};

} // namespace

WeightPattern::WeightPattern(std::uint64_t seed)
    : values_(16381) { // prime, so that rows differ
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> uniform(-0.05f, 0.05f); // the size of trained weights
    std::ranges::generate(values_, [&] { return uniform(random); });
}

std::vector<float> WeightPattern::matrix(int rows, int cols, std::size_t shift) const {
    std::vector<float> weights(std::size_t(rows) * std::size_t(cols));
    std::size_t from = shift % values_.size();
    for (float& weight : weights) {
        weight = values_[from];
        from = from + 1 < values_.size() ? from + 1 : 0;
    }
    return weights;
}

std::unique_ptr<ColdWeights> denseWeights(std::size_t bytes, std::uint64_t seed, DenseMultiply multiply) {
    return std::make_unique<Weights>(bytes, seed, std::move(multiply));
}

std::size_t DenseProvider::matrixBytes(Scheme scheme, int rows, int cols) const {
    return multiplies(scheme) ? std::size_t(rows) * std::size_t(cols) * sizeof(float) : 0;
}

std::unique_ptr<ColdWeights> DenseProvider::weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                                    const std::stop_token& stop) {
    return multiplies(scheme) && !stop.stop_requested() ? denseWeights(bytes, seed, product()) : nullptr;
}

int tokensPerCall(const Shape& shape, int threads) {
    const double perToken = 2.0 * shape.rows * shape.cols;
    return std::clamp(int(8e9 * threads / perToken), 1, shape.tokens);
}

} // namespace cellwright::kernels
