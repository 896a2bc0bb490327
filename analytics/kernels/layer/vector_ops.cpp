// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/vector_ops.h"

#include "analytics/kernels/products/disabled_targets.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/layer/vector_ops.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "analytics/kernels/layer/exponential-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace cellwright::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using DF = hn::CappedTag<float, 16>;
using VF = hn::Vec<DF>;
constexpr std::size_t lanes = hn::MaxLanes(DF());

/// Calls step(i, count) for whole vectors, then for the rest.
template <class Step>
HWY_INLINE void forVectors(std::size_t n, const Step& step) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        step(i, lanes);
    if (i < n)
        step(i, n - i);
}

/// Elements beyond `count` are `fill`.
HWY_INLINE VF load(const float* from, std::size_t count, float fill = 0.0f) {
    if (count == lanes)
        return hn::LoadU(DF(), from);
    float some[lanes];
    for (float& value : some)
        value = fill;
    std::copy_n(from, std::min(count, lanes), some);
    return hn::LoadU(DF(), some);
}

HWY_INLINE void store(VF v, float* to, std::size_t count) {
    if (count == lanes)
        return hn::StoreU(v, DF(), to);
    float some[lanes];
    hn::StoreU(v, DF(), some);
    std::copy_n(some, std::min(count, lanes), to);
}

HWY_INLINE float sumOf(VF v) {
    return hn::GetLane(hn::SumOfLanes(DF(), v));
}

void rmsNorm(const float* x, const float* weight, float epsilon, float* y, std::size_t n) {
    VF squares = hn::Zero(DF());
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF v = load(x + i, count);
        squares = hn::MulAdd(v, v, squares);
    });
    const VF factor = hn::Set(DF(), 1.0f / std::sqrt(sumOf(squares) / float(n) + epsilon));
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        store(hn::Mul(hn::Mul(load(x + i, count), factor), load(weight + i, count)), y + i, count);
    });
}

void layerNorm(const float* x, const float* weight, const float* bias, float epsilon, float* y,
               std::size_t n) {
    VF sums = hn::Zero(DF());
    forVectors(n,
               [&](std::size_t i, std::size_t count) HWY_ATTR { sums = hn::Add(sums, load(x + i, count)); });
    const float mean = sumOf(sums) / float(n);
    VF squares = hn::Zero(DF());
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF away = hn::Sub(load(x + i, count, mean), hn::Set(DF(), mean));
        squares = hn::MulAdd(away, away, squares);
    });
    const VF factor = hn::Set(DF(), 1.0f / std::sqrt(sumOf(squares) / float(n) + epsilon));
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF away = hn::Sub(load(x + i, count), hn::Set(DF(), mean));
        store(hn::MulAdd(hn::Mul(away, factor), load(weight + i, count), load(bias + i, count)), y + i,
              count);
    });
}

void softmax(float* x, std::size_t n) {
    constexpr float lowest = -1e30f;
    VF largest = hn::Set(DF(), lowest);
    forVectors(n, [&](std::size_t i, std::size_t count)
                      HWY_ATTR { largest = hn::Max(largest, load(x + i, count, lowest)); });
    const VF top = hn::MaxOfLanes(DF(), largest);
    VF sums = hn::Zero(DF());
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF power = exponential(hn::Sub(load(x + i, count, 2 * lowest), top));
        sums = hn::Add(sums, power);
        store(power, x + i, count);
    });
    const VF factor = hn::Set(DF(), 1.0f / sumOf(sums));
    forVectors(n, [&](std::size_t i, std::size_t count)
                      HWY_ATTR { store(hn::Mul(load(x + i, count), factor), x + i, count); });
}

void swiGlu(const float* gate, const float* up, float* y, std::size_t n) {
    const VF one = hn::Set(DF(), 1.0f);
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF g = load(gate + i, count);
        const VF silu = hn::Div(g, hn::Add(one, exponential(hn::Neg(g))));
        store(hn::Mul(silu, load(up + i, count)), y + i, count);
    });
}

void gelu(const float* x, float* y, std::size_t n) {
    // (1 + tanh(u)) / 2 = 1 / (1 + e^(-2 u)), so that one exponential does.
    const VF one = hn::Set(DF(), 1.0f), cubic = hn::Set(DF(), 0.044715f);
    const VF factor = hn::Set(DF(), -2.0f * 0.7978845608f);
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF v = load(x + i, count);
        const VF u = hn::MulAdd(hn::Mul(hn::Mul(v, v), v), cubic, v);
        store(hn::Div(v, hn::Add(one, exponential(hn::Mul(u, factor)))), y + i, count);
    });
}

void addScaled(float factor, const float* x, const float* to, float* y, std::size_t n) {
    const VF times = hn::Set(DF(), factor);
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        store(hn::MulAdd(load(x + i, count), times, load(to + i, count)), y + i, count);
    });
}

/// a' = a cos - b sin, b' = a sin + b cos, for `n` pairs.
void rotateHalves(float* a, float* b, const float* cosines, const float* sines, std::size_t n) {
    forVectors(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const VF u = load(a + i, count), v = load(b + i, count);
        const VF c = load(cosines + i, count), s = load(sines + i, count);
        store(hn::NegMulAdd(v, s, hn::Mul(u, c)), a + i, count);
        store(hn::MulAdd(u, s, hn::Mul(v, c)), b + i, count);
    });
}

} // namespace cellwright::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels {

HWY_EXPORT(rmsNorm);
HWY_EXPORT(layerNorm);
HWY_EXPORT(softmax);
HWY_EXPORT(swiGlu);
HWY_EXPORT(gelu);
HWY_EXPORT(addScaled);
HWY_EXPORT(rotateHalves);

void rmsNorm(std::span<const float> x, std::span<const float> weight, float epsilon, std::span<float> y) {
    assert(x.size() == weight.size() && x.size() == y.size());
    HWY_DYNAMIC_DISPATCH(rmsNorm)(x.data(), weight.data(), epsilon, y.data(), x.size());
}
void layerNorm(std::span<const float> x, std::span<const float> weight, std::span<const float> bias,
               float epsilon, std::span<float> y) {
    assert(x.size() == weight.size() && x.size() == bias.size() && x.size() == y.size());
    HWY_DYNAMIC_DISPATCH(layerNorm)(x.data(), weight.data(), bias.data(), epsilon, y.data(), x.size());
}
void softmax(std::span<float> x) {
    HWY_DYNAMIC_DISPATCH(softmax)(x.data(), x.size());
}
void swiGlu(std::span<const float> gate, std::span<const float> up, std::span<float> y) {
    assert(gate.size() == up.size() && gate.size() == y.size());
    HWY_DYNAMIC_DISPATCH(swiGlu)(gate.data(), up.data(), y.data(), gate.size());
}
void gelu(std::span<const float> x, std::span<float> y) {
    assert(x.size() == y.size());
    HWY_DYNAMIC_DISPATCH(gelu)(x.data(), y.data(), x.size());
}
void add(std::span<const float> a, std::span<const float> b, std::span<float> y) {
    assert(a.size() == b.size() && a.size() == y.size());
    HWY_DYNAMIC_DISPATCH(addScaled)(1.0f, a.data(), b.data(), y.data(), a.size());
}
void addScaled(float factor, std::span<const float> x, std::span<float> y) {
    assert(x.size() == y.size());
    HWY_DYNAMIC_DISPATCH(addScaled)(factor, x.data(), y.data(), y.data(), x.size());
}

RotaryAngles::RotaryAngles(int position, int rotated, float base) {
    assert(rotated > 0 && rotated % 2 == 0);
    for (int i = 0; i < rotated; i += 2) {
        const double angle = position * std::pow(double(base), -double(i) / rotated);
        cosines_.push_back(float(std::cos(angle)));
        sines_.push_back(float(std::sin(angle)));
    }
}

void RotaryAngles::rotate(std::span<float> x, int headSize, RotaryPairs pairs) const {
    const std::size_t half = cosines_.size();
    assert(2 * half <= std::size_t(headSize) && x.size() % std::size_t(headSize) == 0);
    for (std::size_t at = 0; at < x.size(); at += std::size_t(headSize)) {
        float* const head = x.data() + at;
        if (pairs == RotaryPairs::halves) {
            HWY_DYNAMIC_DISPATCH(rotateHalves)(head, head + half, cosines_.data(), sines_.data(), half);
            continue;
        }
        for (std::size_t i = 0; i < half; ++i) {
            const float a = head[2 * i], b = head[2 * i + 1];
            head[2 * i] = a * cosines_[i] - b * sines_[i];
            head[2 * i + 1] = a * sines_[i] + b * cosines_[i];
        }
    }
}

} // namespace cellwright::kernels
#endif
