// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/activation_layout.h"
#include "analytics/kernels/products/disabled_targets.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/products/few_tokens.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include "analytics/kernels/products/block_formats-inl.h"
#include "analytics/kernels/products/number_formats-inl.h"
// clang-format on

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

/// The hardware prefetcher stops at each page; a stream of weights does not.
constexpr std::size_t ahead = 4096;

HWY_INLINE void prefetch(const std::uint8_t* from, std::size_t bytes) {
    for (std::size_t line = 0; line < bytes; line += 64)
        hwy::Prefetch(from + ahead + line);
}

template <int T, int V>
HWY_INLINE void storeRows(const VF (&sums)[T][V], const FewTokens& p, int group, int firstVector) {
    const int first = group * groupRows + firstVector * lanes;
#pragma GCC unroll 8
    for (int t = 0; t < T; ++t)
#pragma GCC unroll 4
        for (int v = 0; v < V; ++v) {
            const int row = first + v * lanes;
            float* const to = p.y + std::size_t(t) * p.stride + row;
            if (row + lanes <= p.rows) {
                hn::StoreU(sums[t][v], DF(), to);
            } else if (row < p.rows) {
                float whole[groupRows];
                hn::StoreU(sums[t][v], DF(), whole);
                std::copy_n(whole, p.rows - row, to);
            }
        }
}

/// One block of activations of T tokens.
template <class F, int T>
struct BlockOfActivations {
    const std::uint8_t* values;

    static constexpr int bytes = T * layoutOf(F::format).bytes();
    [[nodiscard]] HWY_INLINE const std::uint8_t* value(int t, int column) const {
        return values + (column / 32 * T + t) * 32 + column % 32;
    }
    [[nodiscard]] HWY_INLINE VF scale(int t) const { return broadcastFloat(values + T * F::columns + t * 4); }
    [[nodiscard]] HWY_INLINE const std::uint8_t* sum(int part, int t) const {
        return values + T * (F::columns + 4) + (part * T + t) * 4;
    }
};

/// The integer sums of one part; F::offset is taken off through the start values.
template <class F, class Dot, int T, int V>
HWY_INLINE void partSums(const std::uint8_t* weights, BlockOfActivations<F, T> x, int repeat, int part,
                         int firstVector, VI (&sums)[T][V]) {
    const int whole = repeat * F::period + part;
#pragma GCC unroll 8
    for (int t = 0; t < T; ++t)
        for (int v = 0; v < V; ++v)
            sums[t][v] = F::offset == 0 ? hn::Zero(DI()) : broadcastInt(x.sum(whole, t));
#pragma GCC unroll 8
    for (int k = 0; k < F::partColumns / 4; ++k)
#pragma GCC unroll 4
        for (int v = 0; v < V; ++v) {
            const V8 w = F::weights(weights, repeat, part, k, firstVector + v);
#pragma GCC unroll 8
            for (int t = 0; t < T; ++t)
                sums[t][v] = Dot::template add<F::isSigned>(
                    sums[t][v], w, broadcast4(x.value(t, whole * F::partColumns + k * 4)));
        }
}

/// One block of a format whose activations have one scale per part.
template <class F, class Dot, int T, int V>
HWY_INLINE void simpleBlock(Where at, BlockOfActivations<F, T> x, int firstVector, VF (&sums)[T][V]) {
    VI whole[T][V];
    partSums<F, Dot, T, V>(at.values, x, 0, 0, firstVector, whole);
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
        const VF scale = loadHalves(at.scales + (firstVector + v) * lanes * 2);
#pragma GCC unroll 8
        for (int t = 0; t < T; ++t)
            sums[t][v] = hn::MulAdd(toFloat(whole[t][v]), hn::Mul(scale, x.scale(t)), sums[t][v]);
    }
}

/// One block of a format with scales on two levels.
template <class F, class Dot, int T, int V>
HWY_INLINE void superBlock(Where at, BlockOfActivations<F, T> x, int firstVector, VF (&sums)[T][V]) {
    constexpr int stride = V * lanes;
    alignas(64) float scales[F::parts * stride];
    alignas(64) float mins[F::hasMins ? F::parts * stride : 1];
    for (int v = 0; v < V; ++v)
        F::scales(at.scales, firstVector + v, stride, scales + v * lanes,
                  mins + (F::hasMins ? v * lanes : 0));
    VF block[T][V];
    for (auto& token : block)
        for (auto& sum : token)
            sum = hn::Zero(DF());
    for (int repeat = 0; repeat < F::parts / F::period; ++repeat)
#pragma GCC unroll 8
        for (int part = 0; part < F::period; ++part) {
            VI whole[T][V];
            partSums<F, Dot, T, V>(at.values, x, repeat, part, firstVector, whole);
            const int p = repeat * F::period + part;
#pragma GCC unroll 4
            for (int v = 0; v < V; ++v)
#pragma GCC unroll 8
                for (int t = 0; t < T; ++t) {
                    const VF scale = hn::Load(DF(), scales + p * stride + v * lanes);
                    block[t][v] = hn::MulAdd(toFloat(whole[t][v]), scale, block[t][v]);
                    if constexpr (F::hasMins)
                        block[t][v] = hn::NegMulAdd(hn::Load(DF(), mins + p * stride + v * lanes),
                                                    broadcastFloat(x.sum(p, t)), block[t][v]);
                }
        }
#pragma GCC unroll 8
    for (int t = 0; t < T; ++t)
        for (int v = 0; v < V; ++v)
            sums[t][v] = hn::MulAdd(block[t][v], x.scale(t), sums[t][v]);
}

/// Rows [firstVector, firstVector + V) of one group times T tokens.
template <class F, class Dot, int T, int V>
HWY_INLINE void blockGroup(const FewTokens& p, int group, int firstVector) {
    VF sums[T][V];
    for (auto& token : sums)
        for (auto& sum : token)
            sum = hn::Zero(DF());
    const std::size_t perBlock = blockBytes(F::format) * groupRows;
    const int blocks =
        (p.cols + tileCols(F::format) - 1) / tileCols(F::format) * (tileCols(F::format) / F::columns);
    const std::uint8_t* const start = p.weights + std::size_t(group) * groupBytes(F::format, p.cols);
    BlockOfActivations<F, T> x{p.activations};
    for (int b = 0; b < blocks; ++b, x.values += x.bytes) {
        const Where at = F::where(start, b);
        if (T <= 4 || firstVector == 0)
            prefetch(at.values, perBlock);
        if constexpr (F::parts == 1)
            simpleBlock<F, Dot, T, V>(at, x, firstVector, sums);
        else
            superBlock<F, Dot, T, V>(at, x, firstVector, sums);
    }
    storeRows(sums, p, group, firstVector);
}

template <class F, class Dot, int T>
HWY_NOINLINE void blockGroups(const FewTokens& p) {
    // Few tokens: all rows of a group at once, so that the weights stream. Many: what the registers hold.
    constexpr int atOnce = T <= 2 ? vectors : 1;
    for (int group = 0; group < p.groups; ++group)
        for (int v = 0; v < vectors; v += atOnce)
            blockGroup<F, Dot, T, atOnce>(p, group, v);
}

/// G groups of rows at once times T tokens. For one token four sums per row keep the multipliers busy.
template <class F, int T, int G>
HWY_INLINE void numberGroups(const FewTokens& p, int group) {
    constexpr int V = G * vectors;
    constexpr int chains = T * V >= 8 ? 1 : 4;
    VF sums[chains][T][V];
    for (auto& chain : sums)
        for (auto& token : chain)
            for (auto& sum : token)
                sum = hn::Zero(DF());
    const std::size_t bytes = groupBytes(F::format, p.cols);
    const std::uint8_t* const w = p.weights + std::size_t(group) * bytes;
    const auto step = [&](int k, VF(&into)[T][V]) HWY_ATTR {
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) {
            const VF weights = F::weights(w + std::size_t(v / vectors) * bytes, k, v % vectors);
#pragma GCC unroll 8
            for (int t = 0; t < T; ++t)
                into[t][v] =
                    F::Dot::add(into[t][v], weights, broadcastFloat(p.activations + (k * T + t) * 4));
        }
    };
    const int steps = F::steps(p.cols);
    int k = 0;
    for (; k + 4 <= steps; k += 4) {
        for (int g = 0; g < G; ++g)
            prefetch(F::at(w + std::size_t(g) * bytes, k), F::bytesPerStep * 4);
#pragma GCC unroll 4
        for (int i = 0; i < 4; ++i)
            step(k + i, sums[i % chains]);
    }
    for (; k < steps; ++k)
        step(k, sums[0]);
    for (int chain = 1; chain < chains; ++chain)
        for (int t = 0; t < T; ++t)
            for (int v = 0; v < V; ++v)
                sums[0][t][v] = hn::Add(sums[0][t][v], sums[chain][t][v]);
    for (int g = 0; g < G; ++g) {
        VF own[T][vectors];
        for (int t = 0; t < T; ++t)
            std::copy_n(sums[0][t] + g * vectors, vectors, own[t]);
        storeRows(own, p, group + g, 0);
    }
}

template <class F, int T>
HWY_NOINLINE void numberGroups(const FewTokens& p) {
    constexpr int together = T > 2 && vectors == 1 ? 2 : 1;
    int group = 0;
    for (; group + together <= p.groups; group += together)
        numberGroups<F, T, together>(p, group);
    for (; group < p.groups; ++group)
        numberGroups<F, T, 1>(p, group);
}

/// Calls call(std::integral_constant<int, T>()) for the tokens of a tile: 1 to 4, or 8.
template <class Call>
HWY_INLINE void withTokens(int tokens, const Call& call) {
    switch (tokens) {
    case 1:
        return call(std::integral_constant<int, 1>());
    case 2:
        return call(std::integral_constant<int, 2>());
    case 3:
        return call(std::integral_constant<int, 3>());
    case 4:
        return call(std::integral_constant<int, 4>());
    default:
        return call(std::integral_constant<int, 8>());
    }
}

template <class F, class Dot>
void multiplyBlocks(const FewTokens& p) {
    withTokens(p.tokens, [&](auto tokens) HWY_ATTR { blockGroups<F, Dot, decltype(tokens)::value>(p); });
}

template <class F>
void multiplyNumbers(const FewTokens& p) {
    withTokens(p.tokens, [&](auto tokens) HWY_ATTR { numberGroups<F, decltype(tokens)::value>(p); });
}

void multiplyFew(const FewTokens& p) {
    switch (p.format) {
    case Format::q8_0:
        return withByteDot([&](auto dot)
                               HWY_ATTR { multiplyBlocks<FormatQ8<decltype(dot)::vnni>, decltype(dot)>(p); });
    case Format::q4_0:
        return withByteDot([&](auto dot) HWY_ATTR { multiplyBlocks<FormatQ4, decltype(dot)>(p); });
    case Format::q4_k:
        return withByteDot([&](auto dot) HWY_ATTR { multiplyBlocks<FormatQ4K, decltype(dot)>(p); });
    case Format::q6_k:
        return withByteDot([&](auto dot) HWY_ATTR { multiplyBlocks<FormatQ6K, decltype(dot)>(p); });
    case Format::bf16:
#if CELLWRIGHT_BRAIN_DOT
        if (brainDot())
            return multiplyNumbers<BrainPairs>(p);
#endif
        return multiplyNumbers<BrainNumbers>(p);
    default:
        return multiplyNumbers<HalfNumbers>(p);
    }
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels::simd {

HWY_EXPORT(multiplyFew);

void multiplyFew(const FewTokens& product) {
    HWY_DYNAMIC_DISPATCH(multiplyFew)(product);
}

} // namespace cellwright::kernels::simd
#endif
