// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/operations/elementwise.h"

#include "analytics/kernels/layer/cut.h"
#include "analytics/kernels/layer/vector_ops.h"
#include "analytics/kernels/products/parallel.h"

#include <algorithm>
#include <cstring>

namespace cellwright::kernels {
namespace {

constexpr std::size_t tableBytes = 48u << 20;

/// Numbers of one token.
std::size_t rowLength(const OperationCase& c) {
    if (c.kernel == ropeKernel)
        return std::size_t(c.shape.queryCols());
    if (c.kernel == softmaxKernel)
        return std::size_t(c.shape.heads) * std::size_t(c.depth + c.tokens);
    return std::size_t(c.kernel == activationKernel ? c.shape.intermediate : c.shape.hidden);
}

std::size_t tableRows(Format format, int cols) {
    return tableBytes / formatBytes(format, 1, cols);
}

} // namespace

void growRandom(std::vector<float>& values, std::size_t size, std::mt19937_64& random) {
    constexpr std::size_t drawn = 8191;
    std::normal_distribution<float> normal;
    values.reserve(size);
    while (values.size() < size)
        values.push_back(values.size() < drawn ? normal(random) : values[values.size() - drawn]);
}

bool isElementwise(std::string_view kernel) {
    return kernel != layerKernel && kernel != attentionKernel && kernel != graphKernel &&
           std::ranges::find(operationKernels, kernel) != operationKernels.end();
}

Elementwise::Elementwise(std::uint64_t seed)
    : random_(seed) {}

void Elementwise::include(const OperationCase& c) {
    const std::size_t row = rowLength(c), numbers = row * std::size_t(c.tokens);
    for (auto* values : {&in_, &other_})
        growRandom(*values, std::max(numbers, std::size_t(c.tokens) * std::size_t(c.experts)), random_);
    out_.resize(std::max(out_.size(), numbers));
    ones_.resize(std::max(ones_.size(), row), 1.0f);
    if (c.kernel == embeddingKernel)
        includeTable(*formatOf(c.weights), c.shape.hidden);
    if (c.kernel == quantizeKernel || c.kernel == dequantizeKernel) {
        const Format format = *formatOf(c.weights);
        packed_.resize(std::max(packed_.size(), formatBytes(format, c.tokens, c.shape.hidden)));
    }
}

/// A few random rows again and again: only their places differ.
void Elementwise::includeTable(Format format, int cols) {
    if (tables_.contains({format, cols}))
        return;
    constexpr std::size_t rows = 16;
    std::normal_distribution<float> normal;
    std::vector<float> some(rows * std::size_t(cols));
    std::ranges::generate(some, [&] { return normal(random_); });
    const auto encoded = encode(format, some);
    Buffer table(tableRows(format, cols) * formatBytes(format, 1, cols));
    for (std::size_t at = 0; at < table.size(); at += encoded.size())
        std::memcpy(table.data() + at, encoded.data(), std::min(encoded.size(), table.size() - at));
    tables_.emplace(TableKey(format, cols), std::move(table));
}

void Elementwise::prepare(const OperationCase& c) {
    const std::size_t numbers = rowLength(c) * std::size_t(c.tokens);
    if (c.kernel == ropeKernel || c.kernel == softmaxKernel)
        std::copy_n(in_.begin(), numbers, out_.begin());
    if (c.kernel == gatherKernel)
        std::fill_n(out_.begin(), numbers, 0.0f);
    if (c.kernel == embeddingKernel) {
        const auto rows = tableRows(*formatOf(c.weights), c.shape.hidden);
        std::uniform_int_distribution<int> any(0, int(rows) - 1);
        tokens_.resize(std::size_t(c.tokens));
        std::ranges::generate(tokens_, [&] { return any(random_); });
    }
    if (c.kernel == quantizeKernel || c.kernel == dequantizeKernel) {
        const std::pair as(*formatOf(c.weights), numbers);
        if (c.kernel == dequantizeKernel && packedAs_ != as) // what the sender writes
            std::ranges::copy(encode(as.first, std::span(in_).first(numbers)), packed_.begin());
        packedAs_ = as;
    }
}

void Elementwise::runToken(const OperationCase& c, int token) {
    const std::size_t length = rowLength(c), first = std::size_t(token) * length;
    const auto in = std::span(in_).subspan(first, length), other = std::span(other_).subspan(first, length),
               out = std::span(out_).subspan(first, length);
    if (c.kernel == normKernel)
        rmsNorm(in, std::span(ones_).first(length), c.shape.epsilon, out);
    else if (c.kernel == ropeKernel)
        RotaryAngles(c.depth + token, c.shape.headSize, c.shape.rotaryBase)
            .rotate(out, c.shape.headSize, c.shape.rotaryPairs);
    else if (c.kernel == activationKernel)
        c.shape.gated ? swiGlu(in, other, out) : gelu(in, out);
    else if (c.kernel == addKernel)
        add(in, other, out);
    else
        for (int head = 0; head < c.shape.heads; ++head) {
            const auto scores = length / std::size_t(c.shape.heads);
            softmax(out.subspan(std::size_t(head) * scores, scores));
        }
}

void Elementwise::forTokens(const OperationCase& c, ThreadPool& pool, const std::stop_token& stop) {
    if (c.tokens == 1)
        return runToken(c, 0);
    forEachIndex(pool, c.tokens, stop, [&](int token, int) { runToken(c, token); });
}

void Elementwise::lookUpNext(const OperationCase& c) {
    const Format format = *formatOf(c.weights);
    const Buffer& table = tables_.at({format, c.shape.hidden});
    lookUp(format, {table.data(), table.size()}, c.shape.hidden, tokens_, output(c));
}

void Elementwise::passThroughExperts(const OperationCase& c) {
    const auto cols = std::size_t(c.shape.hidden), numbers = std::size_t(c.tokens) * cols;
    const Routing routing =
        route(std::span(in_).first(std::size_t(c.tokens) * std::size_t(c.experts)), c.experts, c.chosen);
    for (int expert = 0; expert < c.experts; ++expert) {
        const std::size_t count = std::size_t(routing.count(expert)) * cols;
        if (count == 0)
            continue;
        const auto collected = std::span(other_).first(count);
        gather(routing, expert, std::span(in_).first(numbers), c.shape.hidden, collected);
        scatterAdd(routing, expert, collected, c.shape.hidden, std::span(out_).first(numbers));
    }
}

bool Elementwise::run(const OperationCase& c, ThreadPool& pool, const std::stop_token& stop) {
    const std::size_t numbers = rowLength(c) * std::size_t(c.tokens);
    const auto packed = [&] {
        return std::span(packed_).first(formatBytes(*formatOf(c.weights), c.tokens, c.shape.hidden));
    };
    if (c.kernel == embeddingKernel)
        lookUpNext(c);
    else if (c.kernel == gatherKernel)
        passThroughExperts(c);
    else if (c.kernel == quantizeKernel)
        quantizeRows(*formatOf(c.weights), std::span(in_).first(numbers), c.shape.hidden, packed(), pool);
    else if (c.kernel == dequantizeKernel)
        dequantizeRows(*formatOf(c.weights), packed(), c.shape.hidden, std::span(out_).first(numbers), pool);
    else
        forTokens(c, pool, stop);
    return !stop.stop_requested();
}

std::span<float> Elementwise::output(const OperationCase& c) {
    const bool elsewhere = c.kernel == ropeKernel || c.kernel == softmaxKernel || c.kernel == gatherKernel ||
                           c.kernel == quantizeKernel;
    return elsewhere ? std::span<float>() : std::span(out_).first(rowLength(c) * std::size_t(c.tokens));
}

} // namespace cellwright::kernels
