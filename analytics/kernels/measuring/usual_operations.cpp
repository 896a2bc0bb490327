// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/cases.h"
#include "analytics/kernels/providers/provider.h"
#include "analytics/scenario/schema.h"

#include <algorithm>

namespace cellwright::kernels {
namespace {

/// A layer of Qwen3 0.6B (its config.json).
LayerShape smallLayer() {
    LayerShape shape;
    shape.hidden = 1024;
    shape.heads = 16;
    shape.cacheHeads = 8;
    shape.headSize = 128;
    shape.intermediate = 3072;
    shape.rotaryBase = 1e6f;
    return shape;
}

/// A layer of Llama 3.2 1B (its config.json).
LayerShape billionLayer() {
    LayerShape shape;
    shape.hidden = 2048;
    shape.heads = 32;
    shape.cacheHeads = 8;
    shape.headSize = 64;
    shape.intermediate = 8192;
    shape.rotaryBase = 500000.0f;
    return shape;
}

/// The usual operations of a profile, for one number of threads.
class UsualOperations {
public:
    UsualOperations(const ProfileOptions& options, const std::vector<Case>& cases)
        : options_(options) {
        for (const auto& c : cases)
            if (std::ranges::find(schemes_, c.weights) == schemes_.end())
                schemes_.push_back(c.weights);
        if (schemes_.empty())
            schemes_ = {Scheme::q4_0};
        scheme_ = mostServed();
    }

    std::vector<OperationCase> all() {
        layers();
        attention();
        elementwise();
        return std::move(all_);
    }

private:
    /// Most is measured in one scheme that has been chosen: with 4 or 8 bits, as models are served.
    [[nodiscard]] Scheme mostServed() const {
        for (const Scheme wanted : {Scheme::q4_0, Scheme::q4_k_m, Scheme::q8_0, Scheme::q6_k})
            if (std::ranges::find(schemes_, wanted) != schemes_.end())
                return wanted;
        return schemes_.front();
    }
    void put(OperationCase what) {
        const bool named = std::ranges::find(options_.kernels, what.kernel) != options_.kernels.end();
        what = withOwnSizes(what);
        if ((options_.kernels.empty() || named) && std::ranges::find(all_, what) == all_.end())
            all_.push_back(what);
    }
    void put(std::string_view kernel, const LayerShape& shape, int tokens, int depth, Scheme weights,
             Scheme cache = Scheme::f16) {
        put({kernel, weights, cache, shape, tokens, depth});
    }
    void layers() {
        for (const Scheme scheme : options_.quick ? std::vector<Scheme>{scheme_} : schemes_)
            for (const auto& shape : {smallLayer(), billionLayer()}) {
                put(layerKernel, shape, 1, 0, scheme);
                put(layerKernel, shape, 1, 1024, scheme);
                if (!options_.quick || shape == billionLayer())
                    put(layerKernel, shape, 128, 0, scheme);
            }
        if (!options_.quick)
            put(layerKernel, billionLayer(), 512, 0, scheme_);
    }
    void attention() {
        const auto shape = billionLayer();
        put(attentionKernel, shape, 1, 1024, scheme_);
        put(attentionKernel, shape, 1, 1024, scheme_, Scheme::q8_0);
        if (options_.quick)
            return;
        for (const int depth : {256, 4096, 8192, 32000})
            put(attentionKernel, shape, 1, depth, scheme_);
        put(attentionKernel, shape, 1, 32000, scheme_, Scheme::q8_0);
        put(attentionKernel, shape, 32, 1024, scheme_);
        put(attentionKernel, shape, 128, 4096, scheme_);
        put(attentionKernel, shape, 512, 0, scheme_);
        for (const int depth : {1024, 8192})
            put(attentionKernel, smallLayer(), 1, depth, scheme_);
        put(attentionKernel, smallLayer(), 128, 0, scheme_);
    }
    void elementwise() {
        const auto tokenCounts = options_.quick ? std::vector<int>{1} : std::vector<int>{1, 128};
        for (const auto& shape : {smallLayer(), billionLayer()})
            for (const int tokens : tokenCounts) {
                for (const auto kernel : {normKernel, ropeKernel, activationKernel, addKernel})
                    put(kernel, shape, tokens, 0, scheme_);
                put(softmaxKernel, shape, tokens, 1024, scheme_);
                if (options_.quick)
                    continue;
                put(embeddingKernel, shape, tokens, 0, scheme_);
                for (const Scheme cut : {Scheme::f16, Scheme::q8_0}) {
                    put(quantizeKernel, shape, tokens, 0, cut);
                    put(dequantizeKernel, shape, tokens, 0, cut);
                }
                OperationCase experts{gatherKernel, scheme_, Scheme::f16, shape, tokens};
                experts.experts = 32; // of which 4 serve a token, as in gpt-oss 20B (its config.json)
                experts.chosen = 4;
                put(experts);
            }
        put(graphKernel, billionLayer(), 1, 0, scheme_);
    }

    const ProfileOptions& options_;
    std::vector<Scheme> schemes_;
    Scheme scheme_ = Scheme::q4_0;
    std::vector<OperationCase> all_;
};

bool usualAreWanted(const ProfileOptions& options) {
    const bool named = std::ranges::any_of(options.kernels, [](const std::string& name) {
        return std::ranges::find(operationKernels, name) != operationKernels.end();
    });
    return named || (options.kernels.empty() && options.shapes.empty() && options.products.empty() &&
                     options.layers.empty());
}

Expected<void> check(const OperationCase& what, std::span<Provider* const> providers) {
    if (std::ranges::find(operationKernels, what.kernel) == operationKernels.end())
        return failure("there is no such operation", std::string(what.kernel),
                       "use layer, attention, graph or one of the elementwise operations");
    if (what.tokens < 1 || what.tokens > maximumTokens || what.depth < 0 || what.depth > maximumDepth)
        return failure("an operation has 1 to 4096 tokens and a depth of 0 to 1048576", what.text(),
                       "choose fewer");
    if (what.bytes() > maximumOperation)
        return failure("its weights and cache need more than 4 GB", what.text(), "choose a smaller depth");
    if (std::ranges::any_of(providers, [&](const Provider* p) { return p->runs(what); }))
        return {};
    return failure("no chosen provider can run this", what.text(),
                   "use a scheme with kernels and heads of a multiple of 32, or another provider");
}

} // namespace

Expected<std::vector<OperationCase>> chooseOperations(const ProfileOptions& options, const Limits& limits,
                                                      const std::vector<Case>& cases,
                                                      std::span<Provider* const> providers) {
    const auto threads = chooseThreads(options, limits);
    if (!threads)
        return tl::make_unexpected(threads.error());
    std::vector<OperationCase> wanted;
    for (const auto& layer : options.layers) {
        if (const auto possible = check(layer, providers); !possible)
            return tl::make_unexpected(possible.error());
        wanted.push_back(withOwnSizes(layer));
    }
    if (usualAreWanted(options))
        for (const auto& usual : UsualOperations(options, cases).all())
            wanted.push_back(usual);
    std::vector<OperationCase> all;
    for (auto what : wanted)
        for (const int count : *threads) {
            what.threads = count;
            if (std::ranges::find(all, what) == all.end())
                all.push_back(what);
        }
    return all;
}

} // namespace cellwright::kernels
