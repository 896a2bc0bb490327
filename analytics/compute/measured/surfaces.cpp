// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/surfaces.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace cellwright::compute::measured {
namespace {

constexpr double usualDispatch = 2e-6; ///< s, where it was not measured: a few cores woken from spinning

std::vector<llm::TensorFormat> formatsOf(const std::vector<FormatSurfaces>& surfaces) {
    std::vector<llm::TensorFormat> formats;
    for (const auto& s : surfaces)
        formats.push_back(s.format);
    return formats;
}

/// The surfaces of a format, or of the one that is nearest.
const FormatSurfaces* nearestOf(const std::vector<FormatSurfaces>& surfaces, llm::TensorFormat format) {
    const auto found = std::ranges::find(surfaces, format, &FormatSurfaces::format);
    if (found != surfaces.end())
        return &*found;
    const auto formats = formatsOf(surfaces);
    const auto* nearest = nearestFormat(formats, format);
    return nearest ? &surfaces[std::size_t(nearest - formats.data())] : nullptr;
}

Sample sampleOf(const kernels::KernelTiming& k, llm::TensorFormat format) {
    return {{std::log(double(k.rows)), std::log(double(k.cols)), std::log(double(k.tokens))},
            2.0 * k.rows * k.cols * k.tokens,
            double(llm::tensorBytes(format, k.rows, k.cols)),
            k.median.si(),
            k.spread()};
}

Place attentionPlace(double tokens, double flop, double bytes) {
    // Both grow with the heads and the depth: half a distance for each.
    return {0.7 * std::log(std::max(flop, 1.0)), 0.7 * std::log(std::max(bytes, 1.0)), std::log(tokens)};
}

Sample attentionSample(const kernels::OperationTiming& o, llm::TensorFormat cache) {
    const double positions = double(o.tokens) * (o.depth + (o.tokens + 1) / 2.0);
    const double flop = 4.0 * o.heads * o.headSize * positions;
    const double bytes = 2.0 * double(llm::rowBytes(cache, std::int64_t(o.cacheHeads) * o.headSize)) *
                         (double(o.depth) + o.tokens);
    return {attentionPlace(o.tokens, flop, bytes), flop, bytes, o.median.si(), o.spread()};
}

Place elementPlace(double bytes) {
    return {std::log(std::max(bytes, 1.0))};
}

/// What an operation passes through memory, as Accounting counts it with activations in f32.
std::optional<std::pair<Element, double>> elementOf(const kernels::OperationTiming& o) {
    const double tokens = o.tokens, hidden = 4.0 * o.hidden * tokens;
    if (o.kernel == kernels::normKernel)
        return std::pair(Element::norm, 2.0 * hidden);
    if (o.kernel == kernels::ropeKernel)
        return std::pair(Element::rope, 8.0 * o.heads * o.headSize * tokens);
    if (o.kernel == kernels::activationKernel)
        return std::pair(Element::activation, (o.gated ? 12.0 : 8.0) * o.intermediate * tokens);
    if (o.kernel == kernels::addKernel)
        return std::pair(Element::add, 3.0 * hidden);
    if (o.kernel == kernels::embeddingKernel)
        return std::pair(Element::embedding,
                         hidden + tokens * double(llm::rowBytes(formatOf(o.weights), o.hidden)));
    if (o.kernel == kernels::gatherKernel)
        return std::pair(Element::gather, 2.0 * hidden * std::max(o.chosen, 1));
    return std::nullopt;
}

/// Share of the peak of its unit that a format's kernels usually reach, and which peak that is.
double usualRate(const Timings& t, llm::TensorFormat format) {
    using enum llm::TensorFormat;
    switch (format) {
    case f64:
    case f32:
        return 0.85 * t.peakF32;
    case f16:
        return 0.9 * t.peakF32;
    case bf16:
        return 0.85 * (t.peakBf16 > 0.0 ? t.peakBf16 : t.peakF32);
    case int8:
    case i8:
        return 0.9 * (t.peakInt8 > 0.0 ? t.peakInt8 : t.peakF32);
    default:
        return 0.3 * (t.peakInt8 > 0.0 ? t.peakInt8 : 2.0 * t.peakF32);
    }
}

} // namespace

Surfaces::Surfaces(const Timings& timings)
    : bandwidth_(std::max(timings.readBandwidth, 1.0))
    , dispatch_(timings.dispatch > 0.0 ? timings.dispatch : usualDispatch) {
    if (timings.kernels.empty())
        return;
    // Vectors in f32 at a tenth of what multiplying alone reaches; without a peak 1 FLOP per byte.
    vectorRate_ = timings.peakF32 > 0.0 ? 0.1 * timings.peakF32 : bandwidth_;
    unmeasuredElement_ = Surface({}, elementPrior());
    unmeasuredSingle_ = Surface({}, attentionPrior(true));
    unmeasuredSeveral_ = Surface({}, attentionPrior(false));
    addProducts(timings);
    addAttention(timings);
    addElements(timings);
    for (const auto& o : timings.operations)
        if (o.kernel == kernels::graphKernel)
            perPass_ = o.median.si();
}

double Surfaces::computeRate(const Timings& timings, llm::TensorFormat format) const {
    if (const double usual = usualRate(timings, format); usual > 0.0)
        return usual;
    double best = 8.0 * bandwidth_; // no peak was measured: what its products reached, or any
    for (const auto& k : timings.kernels)
        if (formatOf(k.weights) == format || k.tokens > 1)
            best = std::max(best, k.flopRate.si());
    return best;
}

void Surfaces::addProducts(const Timings& timings) {
    std::vector<llm::TensorFormat> formats;
    for (const auto& k : timings.kernels)
        if (std::ranges::find(formats, formatOf(k.weights)) == formats.end())
            formats.push_back(formatOf(k.weights));
    for (const auto format : formats) {
        std::vector<Sample> single, several;
        for (const auto& k : timings.kernels)
            if (formatOf(k.weights) == format)
                (k.tokens == 1 ? single : several).push_back(sampleOf(k, format));
        RooflinePrior prior;
        prior.centre = {computeRate(timings, format), 0.8 * bandwidth_, 2.0, dispatch_};
        FormatSurfaces surfaces{format, Surface(std::move(single), prior), {}};
        if (!surfaces.single.empty()) // several tokens read the same weights no slower than one does
            prior.centre.byteRate = surfaces.single.constants().byteRate;
        surfaces.several = Surface(std::move(several), prior);
        formats_.push_back(std::move(surfaces));
    }
}

RooflinePrior Surfaces::attentionPrior(bool single) const {
    RooflinePrior prior;
    // Scores and their use are products of f32 or f16 vectors; caches are read in pieces.
    prior.centre = {(single ? 1.0 : 3.0) * vectorRate_, 0.6 * bandwidth_, 1.5, 2.0 * dispatch_};
    return prior;
}

void Surfaces::addAttention(const Timings& timings) {
    std::vector<llm::TensorFormat> formats;
    for (const auto& o : timings.operations)
        if (o.kernel == kernels::attentionKernel &&
            std::ranges::find(formats, formatOf(o.cache)) == formats.end())
            formats.push_back(formatOf(o.cache));
    for (const auto format : formats) {
        std::vector<Sample> single, several;
        for (const auto& o : timings.operations)
            if (o.kernel == kernels::attentionKernel && formatOf(o.cache) == format)
                (o.tokens == 1 ? single : several).push_back(attentionSample(o, format));
        caches_.push_back({format, Surface(std::move(single), attentionPrior(true)),
                           Surface(std::move(several), attentionPrior(false))});
    }
}

RooflinePrior Surfaces::elementPrior() const {
    RooflinePrior prior;
    // What one operation wrote the next one reads from the cache, at about three times the memory's rate.
    prior.centre = {vectorRate_, 3.0 * bandwidth_, 2.0, dispatch_};
    return prior;
}

void Surfaces::addElements(const Timings& timings) {
    std::array<std::vector<Sample>, elementKinds> samples;
    for (const auto& o : timings.operations)
        if (const auto element = elementOf(o))
            samples[std::size_t(element->first)].push_back(
                {elementPlace(element->second), 0.0, element->second, o.median.si(), o.spread()});
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (!samples[i].empty())
            elements_[i] = Surface(std::move(samples[i]), elementPrior());
}

const FormatSurfaces* Surfaces::products(llm::TensorFormat format) const {
    const auto found = std::ranges::find(formats_, format, &FormatSurfaces::format);
    return found == formats_.end() ? nullptr : &*found;
}

llm::TensorFormat Surfaces::nearest(llm::TensorFormat format) const {
    const auto* found = nearestOf(formats_, format);
    return found ? found->format : format;
}

llm::TensorFormat Surfaces::cacheStandIn(llm::TensorFormat cache) const {
    const auto* found = nearestOf(caches_, cache);
    return found ? found->format : cache;
}

Estimate Surfaces::attention(llm::TensorFormat cache, double tokens, double flop, double bytes) const {
    const bool single = tokens < 1.5;
    const auto* found = nearestOf(caches_, cache);
    if (!found) {
        Estimate e = (single ? unmeasuredSingle_ : unmeasuredSeveral_).at({}, flop, bytes);
        e.deviation = 0.4;
        return e;
    }
    Estimate e =
        (single ? found->single : found->several).at(attentionPlace(tokens, flop, bytes), flop, bytes);
    if (found->format != cache) {
        e.measured = false;
        e.deviation = std::hypot(e.deviation, 0.15);
    }
    return e;
}

Estimate Surfaces::element(Element kind, double bytes) const {
    const auto& own = elements_[std::size_t(kind)];
    Estimate e = (own.empty() ? unmeasuredElement_ : own).at(elementPlace(bytes), 0.0, bytes);
    if (own.empty())
        e.deviation = 0.4;
    return e;
}

Estimate Surfaces::other(double flop, double bytes) const {
    Estimate e;
    e.constants = {vectorRate_, 0.6 * bandwidth_, 1.0, dispatch_};
    e.flop = flop;
    e.bytes = bytes;
    e.seconds = timeOf(e.constants, flop, bytes);
    e.deviation = 0.5;
    return e;
}

} // namespace cellwright::compute::measured
