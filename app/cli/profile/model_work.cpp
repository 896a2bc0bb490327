// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile/model_work.h"

#include "analytics/kernels/formats/format.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace cellwright::cli {
namespace {

/// The scheme whose kernels multiply weights of this format.
std::optional<Scheme> schemeOf(llm::TensorFormat format) {
    switch (format) {
    case llm::TensorFormat::f32:
        return Scheme::f32;
    case llm::TensorFormat::f16:
        return Scheme::f16;
    case llm::TensorFormat::bf16:
        return Scheme::bf16;
    case llm::TensorFormat::q8_0:
        return Scheme::q8_0;
    case llm::TensorFormat::q4_0:
        return Scheme::q4_0;
    case llm::TensorFormat::q4_k:
        return Scheme::q4_k_m;
    case llm::TensorFormat::q6_k:
        return Scheme::q6_k;
    default:
        return std::nullopt;
    }
}

template <class T>
void addOnce(std::vector<T>& all, const T& one) {
    if (std::ranges::find(all, one) == all.end())
        all.push_back(one);
}

class Collector {
public:
    Collector(Scheme weights, Scheme cache, const Load& load)
        : weights_(weights)
        , cache_(cache)
        , load_(load) {}

    void addMatrix(const llm::MatrixGroup& group) {
        const auto scheme = schemeOf(group.format);
        const std::string name(group.name);
        const auto leaveOut = [&] {
            addOnce(work_.notes, name + " is left out: there is no kernel for its format and width");
        };
        if (!scheme || group.cols > 1 << 20)
            return leaveOut();
        const kernels::Format format = kernels::formatOf(*scheme).value();
        if (group.cols % kernels::columnMultiple(format) != 0)
            return leaveOut();
        const auto rowBytes = std::int64_t(kernels::formatBytes(format, 1, int(group.cols)));
        const std::int64_t most = std::min<std::int64_t>((256 << 20) / rowBytes / 16 * 16, 1 << 20);
        if (group.rows > most)
            addOnce(work_.notes, name + " is measured with " + std::to_string(most) + " of its " +
                                     std::to_string(group.rows) + " rows");
        kernels::Shape shape{int(std::min(group.rows, most)), int(group.cols), 1};
        addOnce(work_.products, {*scheme, shape});
        if (group.lastTokenOnly)
            return;
        shape.tokens = int(
            std::max<std::int64_t>(1, load_.prompt * group.used / std::max<std::int64_t>(1, group.experts)));
        addOnce(work_.products, {*scheme, shape});
    }

    void addLayer(const llm::Model& model, const llm::Layer& layer) {
        const auto* attention = layer.attention();
        if (!attention || attention->headDim % 32 != 0 || attention->headDim > 512 ||
            attention->kvHeads < 1 || attention->heads % attention->kvHeads != 0 ||
            !kernels::formatOf(weights_))
            return;
        kernels::OperationCase what;
        what.weights = weights_;
        what.cache = cache_;
        what.shape.hidden = int(model.hidden);
        what.shape.heads = int(attention->heads);
        what.shape.cacheHeads = int(attention->kvHeads);
        what.shape.headSize = int(attention->headDim);
        what.shape.intermediate = int(layer.feedForward.width);
        what.shape.gated = layer.feedForward.gated;
        if (layer.feedForward.width > 0 && !layer.experts && !layer.cross && fillsBlocks(what.shape))
            addPhases(kernels::layerKernel, what);
        addPhases(kernels::attentionKernel, what);
    }

    ModelWork take() { return std::move(work_); }

private:
    [[nodiscard]] bool fillsBlocks(const kernels::LayerShape& shape) const {
        const int multiple = kernels::columnMultiple(*kernels::formatOf(weights_));
        return shape.hidden % multiple == 0 && shape.queryCols() % multiple == 0 &&
               shape.intermediate % multiple == 0;
    }
    void addPhases(std::string_view kernel, kernels::OperationCase what) {
        what.kernel = kernel;
        what.depth = load_.depth;
        addOnce(work_.layers, what); // a decode step
        what.depth = 0;
        what.tokens = load_.prompt;
        addOnce(work_.layers, what); // a prefill
    }

    Scheme weights_, cache_;
    Load load_;
    ModelWork work_;
};

} // namespace

ModelWork workOf(const llm::Model& model, const llm::Accounting& accounting, Scheme weights, Scheme cache,
                 const Load& load) {
    Collector collector(weights, cache, load);
    for (const auto& group : accounting.matrices(accounting.decoder()))
        if (!group.ofEncoded)
            collector.addMatrix(group);
    for (const auto& layer : model.layers)
        collector.addLayer(model, layer);
    return collector.take();
}

} // namespace cellwright::cli
