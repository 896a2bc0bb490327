// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/memory.h"
#include "analytics/kernels/providers/provider.h"

#include <functional>

/// What the libraries for plain numbers have in common.
namespace cellwright::kernels {

/// Random weights that can be told again: element i of a row-major matrix is pattern[(i + shift) mod a
/// prime].
class WeightPattern {
public:
    explicit WeightPattern(std::uint64_t seed);
    [[nodiscard]] float at(std::size_t element, std::size_t shift) const {
        return values_[(element + shift) % values_.size()];
    }
    [[nodiscard]] std::vector<float> matrix(int rows, int cols, std::size_t shift) const;

private:
    std::vector<float> values_;
};

/// One product of row-major f32 weights: weights, shape and activations are given, y is to be filled; less
/// may be done on a stop request. Returns what Runnable::seconds() is to say.
using DenseMultiply = std::function<double(const float* weights, const Shape&, const Activations&,
                                           ThreadPool&, const std::stop_token&)>;

/// Row-major f32 weights of which any part is a matrix, multiplied by a library's function.
std::unique_ptr<ColdWeights> denseWeights(std::size_t bytes, std::uint64_t seed, DenseMultiply multiply);

/// A library that multiplies f32 and nothing else: all but its name and its product.
class DenseProvider : public Provider {
public:
    [[nodiscard]] bool multiplies(Scheme scheme) const final { return scheme == Scheme::f32; }
    [[nodiscard]] std::size_t matrixBytes(Scheme scheme, int rows, int cols) const final;
    [[nodiscard]] bool runs(const OperationCase&) const final { return false; }
    std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                         const std::stop_token& stop) final;

private:
    /// With whatever its calls share; made once for each set of weights.
    [[nodiscard]] virtual DenseMultiply product() const = 0;
};

/// Tokens of a shape that one call of a library may take, so that a stop request is heard in good time: about
/// 8 GFLOP per thread, 0.1 s on a desktop core.
int tokensPerCall(const Shape& shape, int threads);

} // namespace cellwright::kernels
