// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/activation_layout.h"
#include "analytics/kernels/products/disabled_targets.h"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/products/strips.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include "analytics/kernels/products/block_formats-inl.h"
#include "analytics/kernels/products/number_formats-inl.h"
// clang-format on

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

constexpr int stripLength = lanes == 16 ? 32 : 16; // rows
constexpr int across = stripLength / lanes;        // vectors

/// Tokens of a tile: as many as leave room in the registers for their sums (twice: of the block and of all),
/// the weights and one activation.
template <class Dot>
constexpr int blockTile = lanes == 16  ? 6
                          : lanes == 8 ? (Dot::vnni ? 3 : 2)
                                       : 1;
constexpr int numberTile = lanes == 16 ? 12 : lanes == 8 ? 6 : lanes == 4 ? 2 : 1;

/// Bytes of one unpacked block of a strip: values, scales and mins.
template <class F>
constexpr int unpackedBlock = stripLength*(F::columns + 4 * F::parts * (F::hasMins ? 2 : 1));

// ---- unpacking ----

template <class F>
HWY_INLINE void unpackBlock(Where at, int vector, int stripVector, std::uint8_t* out) {
    for (int repeat = 0; repeat < F::parts / F::period; ++repeat)
#pragma GCC unroll 8
        for (int part = 0; part < F::period; ++part)
#pragma GCC unroll 8
            for (int k = 0; k < F::partColumns / 4; ++k) {
                const int four = (repeat * F::period + part) * (F::partColumns / 4) + k;
                storeBytes(F::weights(at.values, repeat, part, k, vector),
                           out + (four * stripLength + stripVector * lanes) * 4);
            }
    auto* const scales = reinterpret_cast<float*>(out + stripLength * F::columns) + stripVector * lanes;
    F::scales(at.scales, vector, stripLength, scales, scales + F::parts * stripLength);
}

template <class F>
HWY_NOINLINE void unpackBlocks(const std::uint8_t* firstGroup, int groups, int matrixCols, int firstCol,
                               int cols, std::uint8_t* out) {
    const int first = firstCol / F::columns, blocks = cols / F::columns;
    if (groups * groupRows < stripLength)
        std::memset(out, 0, std::size_t(blocks) * unpackedBlock<F>);
    const std::size_t bytes = groupBytes(F::format, matrixCols);
    for (int b = 0; b < blocks; ++b, out += unpackedBlock<F>)
        for (int v = 0; v < across && v / vectors < groups; ++v)
            unpackBlock<F>(F::where(firstGroup + std::size_t(v / vectors) * bytes, first + b), v % vectors, v,
                           out);
}

template <class F>
HWY_NOINLINE void unpackNumbers(const std::uint8_t* firstGroup, int groups, int matrixCols, int firstCol,
                                int cols, std::uint8_t* out) {
    auto* const numbers = reinterpret_cast<float*>(out);
    const std::size_t bytes = groupBytes(F::format, matrixCols);
    const int first = F::steps(firstCol), steps = F::steps(cols);
    for (int v = 0; v < across; ++v) {
        const std::uint8_t* const group = firstGroup + std::size_t(v / vectors) * bytes;
        for (int k = 0; k < steps; ++k)
            hn::Store(v / vectors < groups ? F::weights(group, first + k, v % vectors) : hn::Zero(DF()), DF(),
                      numbers + k * stripLength + v * lanes);
    }
}

void unpackStrip(Format format, const std::uint8_t* firstGroup, int groups, int matrixCols, int firstCol,
                 int cols, std::uint8_t* out) {
    switch (format) {
    case Format::q8_0:
        return withByteDot([&](auto dot) HWY_ATTR {
            unpackBlocks<FormatQ8<decltype(dot)::vnni>>(firstGroup, groups, matrixCols, firstCol, cols, out);
        });
    case Format::q4_0:
        return unpackBlocks<FormatQ4>(firstGroup, groups, matrixCols, firstCol, cols, out);
    case Format::q4_k:
        return unpackBlocks<FormatQ4K>(firstGroup, groups, matrixCols, firstCol, cols, out);
    case Format::q6_k:
        return unpackBlocks<FormatQ6K>(firstGroup, groups, matrixCols, firstCol, cols, out);
    case Format::bf16:
#if CELLWRIGHT_BRAIN_DOT
        if (brainDot())
            return; // multiplied in place
#endif
        return unpackNumbers<BrainNumbers>(firstGroup, groups, matrixCols, firstCol, cols, out);
    default:
        return unpackNumbers<HalfNumbers>(firstGroup, groups, matrixCols, firstCol, cols, out);
    }
}

// ---- multiplying ----

template <int T>
HWY_INLINE void loadSums(const StripProduct& p, VF (&sums)[T][across]) {
#pragma GCC unroll 16
    for (int t = 0; t < T; ++t)
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v)
            sums[t][v] = p.begin ? hn::Zero(DF()) : hn::Load(DF(), p.sums + t * stripLength + v * lanes);
}

template <int T>
HWY_INLINE void storeSums(const VF (&sums)[T][across], const StripProduct& p) {
#pragma GCC unroll 16
    for (int t = 0; t < T; ++t)
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v)
            hn::Store(sums[t][v], DF(), p.sums + t * stripLength + v * lanes);
}

/// The integer sums of one part of T tokens: `w` and `x` lead to its first columns.
template <class F, class Dot, int T>
HWY_INLINE void partSums(const std::uint8_t* w, const std::uint8_t* x, const std::uint8_t* starts,
                         VI (&sums)[T][across]) {
#pragma GCC unroll 8
    for (int t = 0; t < T; ++t) {
        const VI start = F::offset == 0 ? hn::Zero(DI()) : broadcastInt(starts + t * 4);
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v)
            sums[t][v] = start;
    }
#pragma GCC unroll 8
    for (int k = 0; k < F::partColumns / 4; ++k) {
        V8 weights[across];
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v)
            weights[v] = loadBytes(w + (k * stripLength + v * lanes) * 4);
#pragma GCC unroll 8
        for (int t = 0; t < T; ++t) {
            const V8 four = broadcast4(x + t * 32 + k * 4);
#pragma GCC unroll 4
            for (int v = 0; v < across; ++v)
                sums[t][v] = Dot::template add<F::isSigned>(sums[t][v], weights[v], four);
        }
    }
}

template <class F, class Dot, int T>
HWY_NOINLINE void simpleStrip(const StripProduct& p) {
    VF sums[T][across];
    loadSums<T>(p, sums);
    const std::uint8_t* w = p.strip;
    const std::uint8_t* x = p.activations;
    for (int c = 0; c < p.cols; c += F::columns, w += unpackedBlock<F>, x += T * (F::columns + 8)) {
        const std::uint8_t* const scales = x + T * F::columns;
        VI whole[T][across];
        partSums<F, Dot, T>(w, x, scales + T * 4, whole);
        VF own[across];
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v)
            own[v] = hn::Load(DF(), reinterpret_cast<const float*>(w + stripLength * F::columns) + v * lanes);
#pragma GCC unroll 8
        for (int t = 0; t < T; ++t) {
            const VF scale = broadcastFloat(scales + t * 4);
#pragma GCC unroll 4
            for (int v = 0; v < across; ++v)
                sums[t][v] = hn::MulAdd(toFloat(whole[t][v]), hn::Mul(own[v], scale), sums[t][v]);
        }
    }
    storeSums<T>(sums, p);
}

/// One block with scales on two levels: its sums, not yet times the scale of the activations.
template <class F, class Dot, int T>
HWY_INLINE void superStripBlock(const std::uint8_t* w, const std::uint8_t* x, VF (&sums)[T][across]) {
    for (auto& token : sums)
        for (auto& sum : token)
            sum = hn::Zero(DF());
    const auto* scales = reinterpret_cast<const float*>(w + stripLength * F::columns);
    const std::uint8_t* starts = x + T * (F::columns + 4);
    for (int part = 0; part < F::parts; ++part, scales += stripLength, starts += T * 4) {
        const int column = part * F::partColumns;
        VI whole[T][across];
        partSums<F, Dot, T>(w + column * stripLength, x + column / 32 * T * 32 + column % 32, starts, whole);
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v) {
            const VF scale = hn::Load(DF(), scales + v * lanes);
#pragma GCC unroll 8
            for (int t = 0; t < T; ++t)
                sums[t][v] = hn::MulAdd(toFloat(whole[t][v]), scale, sums[t][v]);
            if constexpr (F::hasMins) {
                const VF min = hn::Load(DF(), scales + F::parts * stripLength + v * lanes);
#pragma GCC unroll 8
                for (int t = 0; t < T; ++t)
                    sums[t][v] = hn::NegMulAdd(min, broadcastFloat(starts + t * 4), sums[t][v]);
            }
        }
    }
}

template <class F, class Dot, int T>
HWY_NOINLINE void superStrip(const StripProduct& p) {
    const std::uint8_t* w = p.strip;
    const std::uint8_t* x = p.activations;
    bool begin = p.begin;
    for (int c = 0; c < p.cols;
         c += F::columns, w += unpackedBlock<F>, x += T * layoutOf(F::format).bytes()) {
        VF sums[T][across];
        superStripBlock<F, Dot, T>(w, x, sums);
#pragma GCC unroll 8
        for (int t = 0; t < T; ++t) {
            const VF scale = broadcastFloat(x + T * F::columns + t * 4);
#pragma GCC unroll 4
            for (int v = 0; v < across; ++v) {
                float* const to = p.sums + t * stripLength + v * lanes;
                const VF before = begin ? hn::Zero(DF()) : hn::Load(DF(), to);
                hn::Store(hn::MulAdd(sums[t][v], scale, before), DF(), to);
            }
        }
        begin = false;
    }
}

template <class F, int T>
HWY_NOINLINE void numberStrip(const StripProduct& p) {
    VF sums[T][across];
    loadSums<T>(p, sums);
    const std::uint8_t* w[across];
    for (int v = 0; v < across; ++v)
        w[v] = p.strip + (F::inPlace ? std::size_t(v / vectors) * p.groupBytes + (v % vectors) * lanes * 4
                                     : std::size_t(v * lanes * 4));
    constexpr int stepBytes = (F::inPlace ? groupRows : stripLength) * 4;
    const std::uint8_t* x = p.activations;
    const int steps = F::steps(p.cols);
#pragma GCC unroll 2
    for (int k = 0; k < steps; ++k, x += T * 4) {
        VF weights[across];
#pragma GCC unroll 4
        for (int v = 0; v < across; ++v)
            weights[v] = hn::BitCast(DF(), loadInts(w[v] + std::ptrdiff_t(k) * stepBytes));
#pragma GCC unroll 16
        for (int t = 0; t < T; ++t) {
            const VF one = inRegister(broadcastFloat(x + t * 4));
#pragma GCC unroll 4
            for (int v = 0; v < across; ++v)
                sums[t][v] = F::Dot::add(sums[t][v], weights[v], one);
        }
    }
    storeSums<T>(sums, p);
}

/// One T among 1 to Most.
template <class F, class Dot, int T>
void blockTiles(const StripProduct& p) {
    if constexpr (T > 1)
        if (p.tokens < T)
            return blockTiles<F, Dot, T - 1>(p);
    if constexpr (F::parts == 1)
        simpleStrip<F, Dot, T>(p);
    else
        superStrip<F, Dot, T>(p);
}

template <class F, int T>
void numberTiles(const StripProduct& p) {
    if constexpr (T > 1)
        if (p.tokens < T)
            return numberTiles<F, T - 1>(p);
    numberStrip<F, T>(p);
}

template <class F, class Dot>
void multiplyBlocks(const StripProduct& p) {
    blockTiles<F, Dot, blockTile<Dot>>(p);
}

void multiplyStrip(const StripProduct& p) {
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
            return numberTiles<BrainPairs, numberTile>(p);
#endif
        return numberTiles<BrainNumbers, numberTile>(p);
    default:
        return numberTiles<HalfNumbers, numberTile>(p);
    }
}

template <class F>
constexpr StripShape blockShape(int tokens) {
    constexpr int cols = 4096;
    return {stripLength, tokens, cols, std::size_t(cols / F::columns) * unpackedBlock<F>, false};
}

StripShape stripShape(Format format) {
    int tokens = 1;
    withByteDot([&](auto dot) HWY_ATTR { tokens = blockTile<decltype(dot)>; });
    switch (format) {
    case Format::q8_0:
        return blockShape<FormatQ8<true>>(tokens);
    case Format::q4_0:
        return blockShape<FormatQ4>(tokens);
    case Format::q4_k:
        return blockShape<FormatQ4K>(tokens);
    case Format::q6_k:
        return blockShape<FormatQ6K>(tokens);
    default: {
        const bool pairs = format == Format::bf16 && brainDot();
        constexpr int steps = 512;
        return {stripLength, numberTile, pairs ? 2 * steps : steps, std::size_t(steps) * stripLength * 4,
                pairs};
    }
    }
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels::simd {

HWY_EXPORT(unpackStrip);
HWY_EXPORT(multiplyStrip);
HWY_EXPORT(stripShape);

void unpackStrip(Format format, const std::uint8_t* firstGroup, int groups, int matrixCols, int firstCol,
                 int cols, std::uint8_t* out) {
    HWY_DYNAMIC_DISPATCH(unpackStrip)(format, firstGroup, groups, matrixCols, firstCol, cols, out);
}
void multiplyStrip(const StripProduct& product) {
    HWY_DYNAMIC_DISPATCH(multiplyStrip)(product);
}
StripShape stripShape(Format format) {
    return HWY_DYNAMIC_DISPATCH(stripShape)(format);
}

} // namespace cellwright::kernels::simd
#endif
