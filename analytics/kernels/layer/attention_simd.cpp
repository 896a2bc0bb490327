// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/attention_simd.h"

#include "analytics/kernels/products/disabled_targets.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/layer/attention_simd.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include "analytics/kernels/products/vectors-inl.h"
#include "analytics/kernels/layer/exponential-inl.h"
// clang-format on

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

using cellwright::kernels::HWY_NAMESPACE::exponential;

float growingSoftmax(float* scores, int n, float& maximum, float& sum) {
    VF largest = hn::Set(DF(), maximum);
    int i = 0;
    for (; i + lanes <= n; i += lanes)
        largest = hn::Max(largest, hn::LoadU(DF(), scores + i));
    float top = hn::GetLane(hn::MaxOfLanes(DF(), largest));
    for (int rest = i; rest < n; ++rest)
        top = std::max(top, scores[rest]);
    const VF shift = hn::Set(DF(), top);
    VF sums = hn::Zero(DF());
    for (i = 0; i + lanes <= n; i += lanes) {
        const VF power = exponential(hn::Sub(hn::LoadU(DF(), scores + i), shift));
        sums = hn::Add(sums, power);
        hn::StoreU(power, DF(), scores + i);
    }
    float own = hn::GetLane(hn::SumOfLanes(DF(), sums));
    for (; i < n; ++i) {
        scores[i] = std::exp(scores[i] - top);
        own += scores[i];
    }
    const float factor = std::exp(maximum - top);
    maximum = top;
    sum = sum * factor + own;
    return factor;
}

constexpr int nearby = 32;     // positions whose values the first-level cache holds
constexpr int mostScales = 16; // of one head's values

/// The scales of nearby positions in f32, where the format has some.
using Scales = float[nearby * mostScales];

struct HalfValues {
    static HWY_INLINE void prepare(const WeightedValues&, Scales&) {}
    static HWY_INLINE VF load(const std::uint8_t* row, int, const float*, int at) {
        return loadHalves(row + at * 2);
    }
};

struct ByteValues {
    static HWY_INLINE void prepare(const WeightedValues& w, Scales& scales) {
        const hn::CappedTag<float, 4> few;
        const hn::Rebind<hwy::float16_t, decltype(few)> halves;
        constexpr int step = int(hn::MaxLanes(few));
        for (int p = 0; p < w.positions; ++p) {
            const auto* const from =
                reinterpret_cast<const hwy::float16_t*>(w.values + std::size_t(p) * w.valueBytes);
            for (int i = 0; i < w.size / 32; i += step) // what is read too much are bytes of the same row
                hn::StoreU(hn::PromoteTo(few, hn::LoadU(halves, from + i)), few, scales + p * mostScales + i);
        }
    }
    static HWY_INLINE VF load(const std::uint8_t* row, int size, const float* scales, int at) {
        const hn::Rebind<std::int8_t, DF> bytes;
        const auto* const q = reinterpret_cast<const std::int8_t*>(row + size / 32 * 2) + at;
        const VF value = toFloat(hn::PromoteTo(DI(), hn::LoadU(bytes, q)));
        return hn::Mul(value, broadcastFloat(scales + at / 32));
    }
};

/// `W` vectors of each of T tokens, over all positions.
template <class Values, int T, int W>
HWY_INLINE void addColumns(const WeightedValues& w, const Scales& scales, int at) {
    VF sums[T][W];
#pragma GCC unroll 8
    for (int t = 0; t < T; ++t)
#pragma GCC unroll 4
        for (int v = 0; v < W; ++v)
            sums[t][v] = hn::LoadU(DF(), w.out + t * w.size + at + v * lanes);
    for (int p = 0; p < w.positions; ++p) {
        const std::uint8_t* const row = w.values + std::size_t(p) * w.valueBytes;
        VF values[W];
#pragma GCC unroll 4
        for (int v = 0; v < W; ++v)
            values[v] = Values::load(row, w.size, scales + p * mostScales, at + v * lanes);
#pragma GCC unroll 8
        for (int t = 0; t < T; ++t) {
            const VF power = hn::Set(DF(), w.powers[std::size_t(t) * w.powerStride + std::size_t(p)]);
#pragma GCC unroll 4
            for (int v = 0; v < W; ++v)
                sums[t][v] = hn::MulAdd(values[v], power, sums[t][v]);
        }
    }
#pragma GCC unroll 8
    for (int t = 0; t < T; ++t)
#pragma GCC unroll 4
        for (int v = 0; v < W; ++v)
            hn::StoreU(sums[t][v], DF(), w.out + t * w.size + at + v * lanes);
}

template <class Values, int T>
HWY_NOINLINE void addAll(WeightedValues w) {
    constexpr int together = lanes >= 16 ? 2 : lanes >= 8 ? (T <= 4 ? 2 : 1) : 1;
    alignas(64) Scales scales;
    const int positions = w.positions;
    for (int first = 0; first < positions; first += nearby) {
        w.positions = std::min(nearby, positions - first);
        for (std::size_t line = 0; line < nearby * w.valueBytes; line += 64)
            hwy::Prefetch(w.values + nearby * w.valueBytes + line);
        Values::prepare(w, scales);
        for (int at = 0; at < w.size; at += together * lanes)
            addColumns<Values, T, together>(w, scales, at);
        w.values += nearby * w.valueBytes;
        w.powers += nearby;
    }
}

template <class Values>
void addValuesOf(const WeightedValues& w) {
    switch (w.tokens) {
    case 1:
        return addAll<Values, 1>(w);
    case 2:
        return addAll<Values, 2>(w);
    case 3:
        return addAll<Values, 3>(w);
    case 4:
        return addAll<Values, 4>(w);
    default:
        return addAll<Values, 8>(w);
    }
}

void addValues(const WeightedValues& w) {
    if (w.format == Format::f16)
        addValuesOf<HalfValues>(w);
    else
        addValuesOf<ByteValues>(w);
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels::simd {

HWY_EXPORT(growingSoftmax);
HWY_EXPORT(addValues);

float growingSoftmax(float* scores, int n, float& maximum, float& sum) {
    return HWY_DYNAMIC_DISPATCH(growingSoftmax)(scores, n, maximum, sum);
}
void addValues(const WeightedValues& what) {
    HWY_DYNAMIC_DISPATCH(addValues)(what);
}

} // namespace cellwright::kernels::simd
#endif
