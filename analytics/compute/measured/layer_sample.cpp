// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/layer_sample.h"

#include "analytics/compute/measured/composition.h"

#include <algorithm>

namespace cellwright::compute::measured {
namespace {

/// A model of one such layer.
llm::Model modelOf(const kernels::OperationTiming& o) {
    llm::Model model;
    model.hidden = o.hidden;
    model.vocabulary = 32;
    model.maxContext = std::int64_t(o.depth) + o.tokens;
    auto& layer = model.layers.emplace_back();
    layer.mixer = llm::Attention{.heads = o.heads, .kvHeads = o.cacheHeads, .headDim = o.headSize};
    layer.feedForward = {.width = o.intermediate, .gated = o.gated};
    return model;
}

/// A profile's scheme stands for one format in all matrices, not for a file type's mix.
std::shared_ptr<const llm::TensorMix> evenMix(llm::TensorFormat format) {
    auto mix = std::make_shared<llm::TensorMix>();
    for (const char* name : {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"})
        mix->emplace(std::string("blk.0.") + name, format);
    return mix;
}

} // namespace

std::optional<LayerSample> layerSample(const KernelModel& model, const kernels::OperationTiming& timing) {
    if (timing.kernel != kernels::layerKernel || timing.tokens > llm::Accounting::microBatch)
        return std::nullopt; // more tokens would be parted into several passes
    const auto what = modelOf(timing);
    const auto accounting = llm::Accounting::of(what, {.weights = Scheme::f16,
                                                       .kvCache = timing.cache,
                                                       .activations = Scheme::f32,
                                                       .segments = {},
                                                       .mix = evenMix(formatOf(timing.weights))});
    if (!accounting)
        return std::nullopt;
    LayerSample sample;
    sample.timing = timing;
    sample.decode = timing.tokens == 1;
    const int block = accounting->blockOfLayer(0);
    const auto phase = sample.decode ? llm::Step::Phase::decode : llm::Step::Phase::prefill;
    const auto layer =
        compose(model, what, *accounting, {{block, block + 1}, {phase, timing.tokens, 1, timing.depth}});
    if (layer.passes.size() != 1)
        return std::nullopt;
    sample.place = layer.passes.front().layers;
    sample.composed = layer.passes.front().sum();
    sample.measured = timing.median.si();
    return sample;
}

Seconds composeLayer(const KernelModel& model, const kernels::OperationTiming& timing) {
    const auto sample = layerSample(model, timing);
    return Seconds(sample ? sample->composed : 0.0);
}

std::vector<LayerSample> compositionOf(const kernels::Profile& profile) {
    std::vector<LayerSample> samples;
    const auto shared = std::make_shared<const kernels::Profile>(profile);
    for (const auto& timing : profile.operations) {
        if (timing.kernel != kernels::layerKernel)
            continue;
        const auto model = KernelModel::of(shared, {.provider = timing.provider, .threads = timing.threads});
        if (!model)
            continue;
        if (const auto sample = layerSample(*model, timing))
            samples.push_back(*sample);
    }
    return samples;
}

} // namespace cellwright::compute::measured
