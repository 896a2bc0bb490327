// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/wanted.h"

#include "analytics/compute/measured/timings.h"
#include "analytics/kernels/measuring/cases.h"
#include "analytics/llm/formats/scheme.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace cellwright::compute::measured {
namespace {

using kernels::OperationCase;
using kernels::Product;

/// The scheme that a profile calls a format by.
std::optional<Scheme> schemeOf(llm::TensorFormat format, const Abilities& abilities) {
    std::vector<Scheme> schemes;
    std::vector<llm::TensorFormat> formats;
    for (const Scheme scheme : llm::allSchemes())
        if (abilities.multiplies(scheme)) {
            schemes.push_back(scheme);
            formats.push_back(formatOf(scheme));
        }
    const auto* nearest = nearestFormat(formats, format);
    if (!nearest)
        return std::nullopt;
    return schemes[std::size_t(nearest - formats.data())];
}

/// Tokens that pass the blocks together in the passes of a step.
std::vector<double> passTokens(const Stretch& stretch) {
    constexpr std::int64_t micro = llm::Accounting::microBatch;
    const auto step = stretch.step.bounded();
    if (step.phase == llm::Step::Phase::decode)
        return {double(step.batch)};
    if (step.phase == llm::Step::Phase::encode)
        return {double(step.tokens * step.batch)};
    std::vector<double> tokens;
    if (step.tokens >= micro)
        tokens.push_back(double(micro));
    if (const double rest = double(step.tokens % micro) * double(step.batch); rest > 0.0)
        tokens.push_back(rest / std::ceil(rest / double(micro)));
    return tokens;
}

class Collector {
public:
    explicit Collector(const Abilities& abilities)
        : abilities_(abilities) {
        options_.quick = true;
    }

    void add(const Task& task) {
        for (const auto& stretch : task.stretches) {
            addProducts(task, stretch);
            if (stretch.step.phase != llm::Step::Phase::encode)
                addLayers(task, stretch);
        }
    }
    kernels::ProfileOptions options() {
        OperationCase graph;
        graph.kernel = kernels::graphKernel;
        put(graph);
        return options_;
    }

private:
    void addProducts(const Task& task, const Stretch& stretch) {
        const bool decode = stretch.step.phase == llm::Step::Phase::decode;
        for (const auto& m : task.accounting->matrices(stretch.range))
            for (const double together : passTokens(stretch)) {
                double tokens = m.lastTokenOnly ? double(stretch.step.batch) : together * m.runs;
                if (m.ofEncoded)
                    tokens = decode ? 0.0 : double(stretch.step.encoded * stretch.step.batch);
                if (m.experts > 1)
                    tokens *=
                        double(m.used) / llm::distinctExperts(double(m.experts), double(m.used), together);
                if (tokens > 0.0)
                    putProduct(m, tokens);
            }
    }
    void putProduct(const llm::MatrixGroup& m, double tokens) {
        const auto scheme = schemeOf(m.format, abilities_);
        if (!scheme)
            return;
        Product product{*scheme, {int(m.rows), int(m.cols), std::max(1, int(std::lround(tokens)))}};
        auto& rows = product.shape.rows;
        product.shape.tokens = std::min(product.shape.tokens, kernels::maximumTokens);
        const std::size_t bytes = abilities_.matrixBytes(*scheme, rows, product.shape.cols);
        if (bytes == 0)
            return;
        if (bytes > kernels::maximumMatrix) // as much of it as may be; times grow with the rows
            rows = int(double(rows) * 0.98 * double(kernels::maximumMatrix) / double(bytes)) / 256 * 256;
        const double vectors = kernels::maximumVectors / (4.0 * product.shape.tokens);
        if (double(rows) + product.shape.cols > vectors)
            rows = int(std::max(0.0, vectors - product.shape.cols)) / 256 * 256;
        if (rows > 0 && std::ranges::find(options_.products, product) == options_.products.end())
            options_.products.push_back(product);
    }

    void addLayers(const Task& task, const Stretch& stretch) {
        const int first = task.accounting->blockOfLayer(0);
        std::vector<llm::Layer> seen;
        for (int i = 0; i < task.accounting->layers(); ++i) {
            const auto& layer = task.model->layers[std::size_t(i)];
            const int block = first + i;
            if (block < stretch.range.first || block >= stretch.range.last || !layer.attention() ||
                std::ranges::find(seen, layer) != seen.end())
                continue;
            seen.push_back(layer);
            for (const double tokens : passTokens(stretch))
                addLayer(task, layer, block, stretch, int(std::lround(tokens / sequences(stretch, tokens))));
        }
    }
    /// Sequences that share a pass.
    static double sequences(const Stretch& stretch, double tokens) {
        return stretch.step.tokens >= llm::Accounting::microBatch && tokens == 512.0
                   ? 1.0
                   : std::max(1.0, std::round(tokens / double(stretch.step.tokens % 512)));
    }
    void addLayer(const Task& task, const llm::Layer& layer, int block, const Stretch& stretch, int tokens) {
        const auto& a = *layer.attention();
        OperationCase one;
        one.shape.hidden = int(task.model->hidden);
        one.shape.heads = int(a.heads);
        one.shape.cacheHeads = int(a.kvHeads);
        one.shape.headSize = int(a.headDim);
        one.shape.intermediate = int(layer.feedForward.width);
        one.shape.gated = layer.feedForward.gated;
        one.tokens = tokens;
        one.depth = measurable(stretch.step.depth + (stretch.steps - 1) / 2, tokens);
        one.cache = cacheScheme(task.accounting->kvFormat(block));
        const auto scheme = schemeOf(mostlyIn(task, block), abilities_);
        if (scheme)
            one.weights = *scheme;
        if (scheme && layer.feedForward.width > 0 && !layer.experts)
            put(one);
        one.kernel = kernels::attentionKernel;
        put(one);
        if (const auto last = measurable(stretch.step.depth + stretch.step.tokens - tokens, tokens);
            last > one.depth + 256) {
            one.depth = last; // the last of several micro-batches
            put(one);
        }
        addElements(one);
    }
    /// Deeper ones would take minutes and gigabytes; their times follow from these.
    static int measurable(std::int64_t depth, int tokens) {
        constexpr std::int64_t most = 1 << 17, mostPairs = 1 << 24;
        return int(std::min({depth, most, mostPairs / std::max(1, tokens)}));
    }
    void addElements(OperationCase one) {
        for (const auto kernel :
             {kernels::normKernel, kernels::ropeKernel, kernels::activationKernel, kernels::addKernel}) {
            one.kernel = kernel;
            put(one);
        }
    }
    static Scheme cacheScheme(llm::TensorFormat format) {
        return format == llm::TensorFormat::q8_0 ? Scheme::q8_0 : Scheme::f16;
    }
    /// The format of most weights of a block.
    static llm::TensorFormat mostlyIn(const Task& task, int block) {
        std::vector<std::pair<llm::TensorFormat, double>> weights;
        const auto tensors = task.accounting->tensors(block);
        const auto formats = task.accounting->formats(block);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            auto known = std::ranges::find(weights, formats[i], &std::pair<llm::TensorFormat, double>::first);
            if (known == weights.end())
                known = weights.insert(weights.end(), {formats[i], 0.0});
            known->second += double(tensors[i].elements());
        }
        return std::ranges::max_element(weights, {}, &std::pair<llm::TensorFormat, double>::second)->first;
    }
    void put(const OperationCase& given) {
        auto one = kernels::withOwnSizes(given);
        while (one.depth > 0 && one.bytes() > kernels::maximumOperation) // as deep as may be
            one.depth /= 2;
        if (one.tokens <= kernels::maximumTokens && one.bytes() <= kernels::maximumOperation &&
            abilities_.runs(one) && std::ranges::find(options_.layers, one) == options_.layers.end())
            options_.layers.push_back(one);
    }

    const Abilities& abilities_;
    kernels::ProfileOptions options_;
};

} // namespace

kernels::ProfileOptions wantedFor(const std::vector<Task>& tasks, const Abilities& abilities) {
    Collector collector(abilities);
    for (const auto& task : tasks)
        collector.add(task);
    return collector.options();
}

} // namespace cellwright::compute::measured
