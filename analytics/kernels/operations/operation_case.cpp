// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/operations/operation_case.h"

#include "analytics/llm/formats/scheme.h"
#include "analytics/scenario/schema.h"

namespace cellwright::kernels {
namespace {

/// Pairs of a query and a position that it sees.
double seenPairs(const OperationCase& c) {
    return c.tokens * (c.depth + (c.tokens + 1) / 2.0);
}

/// Numbers that an elementwise operation passes over.
double numbersIn(const OperationCase& c) {
    const double tokens = c.tokens;
    if (c.kernel == ropeKernel)
        return tokens * c.shape.queryCols();
    if (c.kernel == softmaxKernel)
        return tokens * c.shape.heads * (c.depth + c.tokens);
    if (c.kernel == activationKernel)
        return tokens * c.shape.intermediate;
    if (c.kernel == gatherKernel)
        return tokens * c.chosen * c.shape.hidden;
    return c.kernel == graphKernel ? 0.0 : tokens * c.shape.hidden;
}

/// Operations per number. Norm: square, add, scale, weight. Softmax: compare, subtract, e^x, add, divide.
/// SwiGLU: e^x, add, divide, multiply. GELU: 4 for the cube's polynomial, e^x, add, divide, 2 to scale.
double flopPerNumber(const OperationCase& c) {
    if (c.kernel == normKernel)
        return 4.0;
    if (c.kernel == ropeKernel)
        return 3.0;
    if (c.kernel == softmaxKernel)
        return 5.0;
    if (c.kernel == activationKernel)
        return c.shape.gated ? 4.0 : 9.0;
    return c.kernel == gatherKernel || c.kernel == quantizeKernel ? 2.0 : 1.0;
}

/// Numbers in f32 that are read or written per number.
double accessesPerNumber(const OperationCase& c) {
    if (c.kernel == addKernel || (c.kernel == activationKernel && c.shape.gated))
        return 3.0;
    if (c.kernel == gatherKernel) // read, collect, result, and the sum read and written
        return 5.0;
    return c.kernel == embeddingKernel || c.kernel == quantizeKernel || c.kernel == dequantizeKernel ? 1.0
                                                                                                     : 2.0;
}

/// Weights, cache or hidden states as GGUF keeps them: providers have formats that our kernels lack.
double bytesIn(Scheme scheme, int rows, int cols) {
    return double(llm::tensorBytes(llm::usualFormat(scheme), rows, cols));
}

double cacheBytes(const OperationCase& c) {
    return 2.0 * bytesIn(c.cache, c.depth + c.tokens, c.shape.cacheCols());
}

double matrixBytes(const OperationCase& c) {
    double total = 0.0;
    for (int m = 0; m < layerMatrices; ++m) {
        const MatrixSize size = sizeOf(c.shape, LayerMatrix(m));
        total += bytesIn(c.weights, size.rows, size.cols);
    }
    return total;
}

double matrixFlop(const OperationCase& c) {
    double total = 0.0;
    for (int m = 0; m < layerMatrices; ++m) {
        const MatrixSize size = sizeOf(c.shape, LayerMatrix(m));
        total += 2.0 * size.rows * size.cols * c.tokens;
    }
    return total;
}

bool hasScheme(std::string_view kernel) {
    return kernel == layerKernel || kernel == embeddingKernel || kernel == quantizeKernel ||
           kernel == dequantizeKernel;
}

} // namespace

std::string OperationCase::text() const {
    const int size = shape.hidden > 0         ? shape.hidden
                     : shape.intermediate > 0 ? shape.intermediate
                                              : shape.queryCols();
    std::string what(kernel);
    if (hasScheme(kernel))
        what += " " + std::string(enumKey(weights));
    if (kernel == attentionKernel)
        what += " " + std::string(enumKey(cache));
    if (size > 0)
        what += " " + std::to_string(size);
    what += ", " + std::to_string(tokens) + (tokens == 1 ? " token" : " tokens");
    if (depth > 0)
        what += " at " + std::to_string(depth);
    return what + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

double OperationCase::flop() const {
    if (kernel == layerKernel)
        return matrixFlop(*this) + 4.0 * shape.queryCols() * seenPairs(*this);
    if (kernel == attentionKernel)
        return 4.0 * shape.queryCols() * seenPairs(*this);
    return numbersIn(*this) * flopPerNumber(*this);
}

double OperationCase::bytes() const {
    if (kernel == layerKernel)
        return matrixBytes(*this) + cacheBytes(*this);
    if (kernel == attentionKernel)
        return cacheBytes(*this);
    const double floats = numbersIn(*this) * accessesPerNumber(*this) * sizeof(float);
    const bool packed = kernel == embeddingKernel || kernel == quantizeKernel || kernel == dequantizeKernel;
    return packed ? floats + bytesIn(weights, tokens, shape.hidden) : floats;
}

OperationCase withOwnSizes(OperationCase what) {
    const OperationSizes own = sizesOf(what.kernel);
    const auto keep = [](bool needed, int& size) {
        if (!needed)
            size = 0;
    };
    keep(own.hidden, what.shape.hidden);
    keep(own.heads, what.shape.heads);
    keep(own.cacheHeads, what.shape.cacheHeads);
    keep(own.headSize, what.shape.headSize);
    keep(own.intermediate, what.shape.intermediate);
    keep(own.experts, what.experts);
    keep(own.experts, what.chosen);
    keep(own.depth, what.depth);
    return what;
}

} // namespace cellwright::kernels
