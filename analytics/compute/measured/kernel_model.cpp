// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/kernel_model.h"

#include "analytics/compute/measured/layer_sample.h"
#include "analytics/compute/measured/surfaces.h"

#include <algorithm>
#include <cmath>

namespace cellwright::compute::measured {

struct KernelModel::Data {
    std::shared_ptr<const kernels::Profile> profile;
    Choice choice;
    std::string source;
    Timings own;          ///< of our kernels, where the provider is another one
    Surfaces surfaces;    ///< of the provider
    Surfaces ownSurfaces; ///< of our kernels; empty where the provider is ours
    NearValues decodeLayers{2.0}, prefillLayers{2.0};
    bool interpolated = false;
    double readBandwidth = 0.0;

    /// Who answers for products of a format, and with the measurements of which.
    struct Answering {
        const FormatSurfaces* surfaces = nullptr;
        llm::TensorFormat format{};
        bool borrowed = false;
    };
    [[nodiscard]] Answering answering(llm::TensorFormat format) const {
        if (const auto* exact = surfaces.products(format))
            return {exact, format, false};
        if (const auto* ours = ownSurfaces.products(format))
            return {ours, format, true};
        const auto nearest = surfaces.nearest(format);
        return {surfaces.products(nearest), nearest, false};
    }
};

namespace {

constexpr double anotherFormat = 0.15; ///< deviation of ln(time) where another format stands for one
constexpr double anotherThreads = 0.05;

std::string sourceOf(const kernels::Profile& profile, const Choice& choice) {
    std::string who = choice.provider == kernels::ownProvider ? std::string() : choice.provider + ", ";
    if (choice.asLlama)
        who = "our kernels as llama.cpp, ";
    return "measured on " + profile.machine.cpu + ", " + who + std::to_string(choice.threads) +
           (choice.threads == 1 ? " thread, " : " threads, ") + profile.machine.date.substr(0, 10);
}

/// Seconds of a product of one token.
double product1(const Surface& single, double rows, double cols, double bytes) {
    return single.at({std::log(rows), std::log(cols)}, 2.0 * rows * cols, bytes).seconds;
}

/// Other than measured: more or less time by a factor, with its own doubt.
void scale(Estimate& e, double factor, double deviation) {
    e.factor *= factor;
    e.seconds *= factor;
    e.deviation = std::hypot(e.deviation, deviation);
    e.measured = e.measured && factor == 1.0;
}

} // namespace

std::string_view elementName(Element kind) {
    constexpr std::string_view names[elementKinds] = {
        "normalisation", "rotary positions",  "activation functions", "additions",
        "copies",        "look-up of tokens", "routing to experts",   "state updates"};
    return names[int(kind)];
}

Expected<KernelModel> KernelModel::of(std::shared_ptr<const kernels::Profile> profile, const Choice& choice) {
    auto data = std::make_shared<Data>();
    data->choice = choice;
    if (choice.threads <= 0)
        data->choice.threads = mostThreads(*profile, choice.provider);
    const int threads = data->choice.threads;
    const auto timings = timingsOf(*profile, choice.provider, threads);
    if (timings.kernels.empty())
        return failure("the profile has no kernel of " + choice.provider + " measured with " +
                           std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
                       "profile",
                       "measure it with --threads " + std::to_string(threads) + " or choose another number");
    data->surfaces = Surfaces(timings);
    if (choice.provider != kernels::ownProvider)
        data->ownSurfaces = Surfaces(timingsOf(*profile, kernels::ownProvider, threads));
    data->interpolated = timings.interpolated;
    data->readBandwidth = timings.readBandwidth;
    data->source = sourceOf(*profile, data->choice);
    data->profile = std::move(profile);
    KernelModel model;
    model.data_ = data;
    if (choice.asLlama) { // layers of ours tell of parts of ours
        Choice ours = data->choice;
        ours.asLlama = ours.llamaGraph = false;
        const auto base = of(data->profile, ours);
        data->decodeLayers = base->data_->decodeLayers;
        data->prefillLayers = base->data_->prefillLayers;
        return model;
    }
    // Layers are compared with the sum of their parts as this model, still without correction, has them.
    for (const auto& timing : timings.operations)
        if (const auto layer = layerSample(model, timing))
            (layer->decode ? data->decodeLayers : data->prefillLayers)
                .add(layer->place, std::log(layer->measured / layer->composed));
    return model;
}

Estimate KernelModel::product(llm::TensorFormat format, double rows, double cols, double tokens) const {
    const auto who = data_->answering(format);
    tokens = std::max(tokens, 1.0);
    const bool single = tokens < 1.5;
    const Place place{std::log(rows), std::log(cols), std::log(tokens)};
    const double bytes = double(llm::tensorBytes(format, std::int64_t(rows), std::int64_t(cols)));
    Estimate e =
        (single ? who.surfaces->single : who.surfaces->several).at(place, 2.0 * rows * cols * tokens, bytes);
    if (who.format != format) {
        e.measured = false;
        e.deviation = std::hypot(e.deviation, anotherFormat);
        e.seconds = timeOf(e.constants, e.flop, e.bytes) * e.factor;
    }
    if (!single && tokens < 8.0 && !e.measured) { // never less than one token alone takes
        const double one = product1(who.surfaces->single, rows, cols, bytes);
        e.factor *= std::max(1.0, one / e.seconds);
        e.seconds = std::max(one, e.seconds);
    }
    if (data_->interpolated)
        e.deviation = std::hypot(e.deviation, anotherThreads);
    if (data_->choice.asLlama) {
        const auto ratio = llamaRatio(format);
        scale(e, single ? ratio.decode : ratio.prefill, ratio.deviation);
    }
    return e;
}

Estimate KernelModel::attention(llm::TensorFormat cache, double tokens, double flop, double bytes) const {
    const bool borrow = attentionBorrowed();
    return (borrow ? data_->ownSurfaces : data_->surfaces).attention(cache, tokens, flop, bytes);
}

Estimate KernelModel::element(Element kind, double bytes) const {
    const bool borrow = !data_->surfaces.has(kind) && data_->ownSurfaces.has(kind);
    return (borrow ? data_->ownSurfaces : data_->surfaces).element(kind, bytes);
}

Estimate KernelModel::other(double flop, double bytes) const {
    return data_->surfaces.other(flop, bytes);
}

double KernelModel::perPass() const {
    return data_->surfaces.perPass();
}

KernelModel::Correction KernelModel::correction(bool decode, const Place& layer) const {
    constexpr double unknown = 0.08, known = 0.03;
    const auto near = (decode ? data_->decodeLayers : data_->prefillLayers).at(layer);
    const double left = near.trust >= 1.0 ? 0.0 : unknown * std::sqrt(1.0 - near.trust);
    return {std::exp(near.value), std::hypot(left, known), near.trust};
}

llm::TensorFormat KernelModel::standIn(llm::TensorFormat format) const {
    return data_->answering(format).format;
}
llm::TensorFormat KernelModel::cacheStandIn(llm::TensorFormat cache) const {
    return (attentionBorrowed() ? data_->ownSurfaces : data_->surfaces).cacheStandIn(cache);
}
bool KernelModel::borrowed(llm::TensorFormat format) const {
    return data_->answering(format).borrowed;
}
bool KernelModel::attentionBorrowed() const {
    return !data_->surfaces.hasAttention() && data_->ownSurfaces.hasAttention();
}
bool KernelModel::attentionMeasured() const {
    return data_->surfaces.hasAttention() || data_->ownSurfaces.hasAttention();
}
bool KernelModel::interpolated() const {
    return data_->interpolated;
}
const Choice& KernelModel::choice() const {
    return data_->choice;
}
BytesPerSecond KernelModel::readBandwidth() const {
    return BytesPerSecond(data_->readBandwidth);
}
double KernelModel::noise() const {
    return data_->profile->noise.medianSpread;
}
const std::string& KernelModel::source() const {
    return data_->source;
}
const kernels::Profile& KernelModel::profile() const {
    return *data_->profile;
}
const std::shared_ptr<const kernels::Profile>& KernelModel::sharedProfile() const {
    return data_->profile;
}

} // namespace cellwright::compute::measured
