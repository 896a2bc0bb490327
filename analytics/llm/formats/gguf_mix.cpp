// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/formats/gguf_mix.h"

namespace cellwright::llm {
namespace {

using enum TensorFormat;

/// The layers that the "medium" mixes keep more precisely: the first and last eighth, and every third
/// between.
bool getsMoreBits(int layer, int layers) {
    return layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
}

/// What most matrices of a file type are kept in.
TensorFormat baseFormat(Scheme scheme) {
    switch (scheme) {
    case Scheme::q6_k:
        return q6_k;
    case Scheme::q5_k_m:
        return q5_k;
    case Scheme::q5_0:
        return q5_0;
    case Scheme::q4_k_m:
    case Scheme::q4_k_s:
        return q4_k;
    case Scheme::q4_0:
        return q4_0;
    case Scheme::iq4_xs:
        return iq4_xs;
    case Scheme::q3_k_m:
        return q3_k;
    case Scheme::q2_k:
        return q2_k;
    default:
        return q8_0;
    }
}

/// What does not fit a block takes the next larger format with blocks of 32, or f16.
TensorFormat fitted(TensorFormat format, std::int64_t cols) {
    const auto fits = [&](TensorFormat candidate) { return cols % blockElements(candidate) == 0; };
    if (fits(format))
        return format;
    TensorFormat smaller = f16;
    if (format == q6_k)
        smaller = q8_0;
    else if (format == q5_k)
        smaller = q5_1;
    else if (format == q4_k)
        smaller = q5_0;
    else if (format == iq4_xs)
        smaller = iq4_nl;
    else if (format == q3_k || format == q2_k)
        smaller = q4_0;
    return fits(smaller) ? smaller : f16;
}

/// Small or delicate tensors that the quantizer leaves in f32.
bool staysPrecise(TensorRole role) {
    return role == TensorRole::norm || role == TensorRole::bias || role == TensorRole::positionEmbedding ||
           role == TensorRole::router || role == TensorRole::stateConvolution;
}
/// Towers and what joins them to the decoder are kept in a file of their own, in f16.
bool inTowerFile(const TensorPlace& place) {
    return place.tower || place.role == TensorRole::patch || place.role == TensorRole::projector;
}
bool isExpert(TensorRole role) {
    return role == TensorRole::expertGate || role == TensorRole::expertUp || role == TensorRole::expertDown;
}
/// The rules for Mixtral, made when it was the only mixture of experts.
bool hasEightExperts(const TensorPlace& place) {
    return place.experts == 8;
}

TensorFormat valueByScheme(Scheme scheme, const TensorPlace& place) {
    const bool everyLayer = place.attentionLayers == 0;
    const int layer = everyLayer ? place.layer : place.attentionLayer;
    const int layers = everyLayer ? place.layers : place.attentionLayers;
    const bool shared = place.headsPerKeyValue >= 4;
    switch (scheme) {
    case Scheme::q5_k_m:
    case Scheme::q4_k_m:
        return getsMoreBits(layer, layers) ? q6_k : baseFormat(scheme);
    case Scheme::q4_k_s:
        return layer < 4 ? q5_k : q4_k;
    case Scheme::iq4_xs:
        return shared ? q5_k : iq4_xs;
    case Scheme::q3_k_m:
        return layer < 2 ? q5_k : q4_k;
    case Scheme::q2_k:
        return shared ? q4_k : q3_k;
    default:
        return baseFormat(scheme);
    }
}

TensorFormat valueFormat(Scheme scheme, const TensorPlace& place) {
    if (hasEightExperts(place))
        return q8_0;
    const TensorFormat format = valueByScheme(scheme, place);
    // Llama-2-70B and its like: shared by eight heads, so that more precision costs little.
    const bool seventyB = place.layers == 80 && place.groupedQuery;
    return seventyB && (format == q3_k || format == q4_k) ? q5_k : format;
}

TensorFormat downFormat(Scheme scheme, const TensorPlace& place) {
    const int layer = place.layer, layers = place.layers;
    const bool more = getsMoreBits(layer, layers);
    switch (scheme) {
    case Scheme::q5_k_m:
        return more ? q6_k : q5_k;
    case Scheme::q4_k_m:
        if (place.falcon)
            return layer < layers / 16 ? q6_k : more ? q5_k : q4_k;
        return more ? q6_k : q4_k;
    case Scheme::q4_k_s:
        return !place.falcon && layer < layers / 8 ? q5_k : q4_k;
    case Scheme::q3_k_m:
        return layer < layers / 16 ? q5_k : !place.falcon || more ? q4_k : q3_k;
    case Scheme::iq4_xs:
        return layer < layers / 8 ? q5_k : iq4_xs;
    case Scheme::q2_k:
        return q3_k;
    default:
        return baseFormat(scheme);
    }
}

TensorFormat attentionOutputFormat(Scheme scheme, const TensorPlace& place) {
    const TensorFormat base = baseFormat(scheme);
    if (place.falcon)
        return base;
    if (hasEightExperts(place))
        return base == q4_k || base == iq4_xs || base == q3_k || base == q2_k ? q5_k : base;
    return scheme == Scheme::q3_k_m ? q4_k : scheme == Scheme::q2_k ? q3_k : base;
}

TensorFormat matrixFormat(Scheme scheme, const TensorPlace& place) {
    switch (place.role) {
    case TensorRole::value:
    case TensorRole::crossValue:
    case TensorRole::fusedQkv:
        return valueFormat(scheme, place);
    case TensorRole::key:
    case TensorRole::crossKey:
        return hasEightExperts(place) ? q8_0 : baseFormat(scheme);
    case TensorRole::down:
    case TensorRole::expertDown:
    case TensorRole::sharedDown:
        return downFormat(scheme, place);
    case TensorRole::attentionOutput:
        return attentionOutputFormat(scheme, place);
    default:
        return baseFormat(scheme);
    }
}

} // namespace

bool isGguf(Scheme scheme) {
    switch (scheme) {
    case Scheme::q8_0:
    case Scheme::q6_k:
    case Scheme::q5_k_m:
    case Scheme::q5_0:
    case Scheme::q4_k_m:
    case Scheme::q4_k_s:
    case Scheme::q4_0:
    case Scheme::iq4_xs:
    case Scheme::q3_k_m:
    case Scheme::q2_k:
    case Scheme::mxfp4:
        return true;
    default:
        return false;
    }
}

TensorFormat ggufFormat(Scheme scheme, const TensorPlace& place) {
    if (staysPrecise(place.role))
        return f32;
    if (inTowerFile(place))
        return f16;
    if (place.alike)
        return fitted(baseFormat(scheme), place.cols);
    if (scheme == Scheme::mxfp4)
        return fitted(isExpert(place.role) ? mxfp4 : q8_0, place.cols);
    const bool output = place.role == TensorRole::output || place.actsAsOutput;
    if (output && (place.falcon || scheme == Scheme::q8_0))
        return fitted(q8_0, place.cols);
    return fitted(output ? q6_k : matrixFormat(scheme, place), place.cols);
}

namespace {

unsigned positionClass(Scheme scheme, int layer, int layers) {
    const auto early = [&](int limit) { return unsigned(layer < limit); };
    const auto more = unsigned(getsMoreBits(layer, layers));
    switch (scheme) {
    case Scheme::q5_k_m:
    case Scheme::q4_k_m:
        return more | early(layers / 16) << 1;
    case Scheme::q4_k_s:
        return early(4) | early(layers / 8) << 1;
    case Scheme::iq4_xs:
        return early(layers / 8);
    case Scheme::q3_k_m:
        return more | early(2) << 1 | early(layers / 16) << 2;
    default:
        return 0;
    }
}

} // namespace

unsigned mixClass(Scheme scheme, const TensorPlace& block) {
    const unsigned own = positionClass(scheme, block.layer, block.layers);
    return block.attentionLayers == 0
               ? own
               : own | positionClass(scheme, block.attentionLayer, block.attentionLayers) << 3;
}

} // namespace cellwright::llm
