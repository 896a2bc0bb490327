// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/packed.h"
#include "analytics/kernels/simd.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

// Vectors of unknown size cannot lie in arrays, which is how these loops keep their accumulators.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/products_simd.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// At most 16 lanes: a group has 16 rows.
using DF = hn::CappedTag<float, 16>;
using DI = hn::RebindToSigned<DF>;
using DHalf = hn::Rebind<hwy::float16_t, DF>;
using VF = hn::Vec<DF>;
using VI = hn::Vec<DI>;

constexpr int lanes = int(hn::MaxLanes(DF()));
constexpr int vectors = groupRows / lanes; // per group of 16 rows

// VNNI multiplies unsigned by signed bytes: signed weights are shifted by 128 and the shift is taken off
// again through the sum of the activations. The other ways multiply signed by signed.
#if HWY_TARGET == HWY_AVX3_DL
constexpr int signedOffset = 128;
#else
constexpr int signedOffset = 0;
#endif

#if HWY_TARGET == HWY_SCALAR
// One lane of 32 bits, whose four bytes Highway cannot name.
using V8 = VI;

HWY_INLINE V8 loadBytes(const std::uint8_t* bytes) {
    std::int32_t four;
    std::memcpy(&four, bytes, 4);
    return hn::Set(DI(), four);
}
HWY_INLINE V8 broadcast4(const std::uint8_t* bytes) {
    return loadBytes(bytes);
}
HWY_INLINE V8 lowNibbles(V8 bytes) {
    return hn::And(bytes, hn::Set(DI(), 0x0F0F0F0F));
}
HWY_INLINE V8 highNibbles(V8 bytes) {
    return lowNibbles(hn::ShiftRight<4>(bytes));
}

template <bool Signed>
HWY_INLINE VI dot4(VI acc, V8 w, V8 x) {
    std::int32_t sum = hn::GetLane(acc);
    for (int shift = 0; shift < 32; shift += 8)
        sum += std::int32_t(std::int8_t(hn::GetLane(w) >> shift)) * std::int8_t(hn::GetLane(x) >> shift);
    return hn::Set(DI(), sum);
}
#else
using D8 = hn::Repartition<std::int8_t, DI>;
using D16 = hn::Repartition<std::int16_t, DI>;
using V8 = hn::Vec<D8>;

HWY_INLINE V8 loadBytes(const std::uint8_t* bytes) {
    return hn::LoadU(D8(), reinterpret_cast<const std::int8_t*>(bytes));
}
HWY_INLINE V8 broadcast4(const std::uint8_t* bytes) {
    std::int32_t four;
    std::memcpy(&four, bytes, 4);
    return hn::BitCast(D8(), hn::Set(DI(), four));
}
HWY_INLINE V8 lowNibbles(V8 bytes) {
    return hn::And(bytes, hn::Set(D8(), std::int8_t(15)));
}
HWY_INLINE V8 highNibbles(V8 bytes) {
    return lowNibbles(hn::BitCast(D8(), hn::ShiftRight<4>(hn::BitCast(D16(), bytes))));
}

/// acc + the sums of four products of bytes, lane by lane. `w` is unsigned where Signed is false (and then
/// below 128 unless the target has VNNI); x is between -127 and 127, so no pair of products leaves 16 bits.
template <bool Signed>
HWY_INLINE VI dot4(VI acc, V8 w, V8 x) {
#if HWY_TARGET == HWY_AVX3_DL
    // Highway's flags for this target lack avx512vnni, so the intrinsic would not inline.
    asm("vpdpbusd %2, %1, %0" : "+v"(acc.raw) : "v"(w.raw), "v"(x.raw));
    return acc;
#elif HWY_TARGET == HWY_AVX3
    __m512i a = w.raw, b = x.raw;
    if constexpr (Signed) {
        b = _mm512_mask_sub_epi8(b, _mm512_movepi8_mask(a), _mm512_setzero_si512(), b);
        a = _mm512_abs_epi8(a);
    }
    return VI{_mm512_add_epi32(acc.raw, _mm512_madd_epi16(_mm512_maddubs_epi16(a, b), _mm512_set1_epi16(1)))};
#elif HWY_TARGET == HWY_AVX2
    __m256i a = w.raw, b = x.raw;
    if constexpr (Signed) {
        b = _mm256_sign_epi8(b, a);
        a = _mm256_abs_epi8(a);
    }
    return VI{_mm256_add_epi32(acc.raw, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), _mm256_set1_epi16(1)))};
#elif HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_SSSE3
    __m128i a = w.raw, b = x.raw;
    if constexpr (Signed) {
        b = _mm_sign_epi8(b, a);
        a = _mm_abs_epi8(a);
    }
    return VI{_mm_add_epi32(acc.raw, _mm_madd_epi16(_mm_maddubs_epi16(a, b), _mm_set1_epi16(1)))};
#else
    const D16 d16;
    const auto w16 = hn::BitCast(d16, w), x16 = hn::BitCast(d16, x);
    const auto even =
        hn::Mul(hn::ShiftRight<8>(hn::ShiftLeft<8>(w16)), hn::ShiftRight<8>(hn::ShiftLeft<8>(x16)));
    const auto odd = hn::Mul(hn::ShiftRight<8>(w16), hn::ShiftRight<8>(x16));
    const auto pairs = hn::BitCast(DI(), hn::Add(even, odd));
    return hn::Add(acc, hn::Add(hn::ShiftRight<16>(hn::ShiftLeft<16>(pairs)), hn::ShiftRight<16>(pairs)));
#endif
}

#endif

HWY_INLINE VF loadHalves(const std::uint8_t* halves) {
    return hn::PromoteTo(DF(), hn::LoadU(DHalf(), reinterpret_cast<const hwy::float16_t*>(halves)));
}

/// q8_0: 8 vectors of 4 columns per block.
struct FormatQ8 {
    static constexpr std::size_t tileBytes = tileBytesQ8;
    static constexpr int offset = signedOffset;
    template <int T, int V>
    static HWY_INLINE void block(const std::uint8_t* w, const std::uint8_t* x, VI (&acc)[T][V]) {
#pragma GCC unroll 8
        for (int g = 0; g < 8; ++g)
#pragma GCC unroll 4
            for (int v = 0; v < V; ++v) {
                V8 weights = loadBytes(w + g * 64 + v * lanes * 4);
#if HWY_TARGET == HWY_AVX3_DL
                weights = hn::Xor(weights, hn::Set(D8(), std::int8_t(-128)));
#endif
#pragma GCC unroll 8
                for (int t = 0; t < T; ++t)
                    acc[t][v] = dot4<true>(acc[t][v], weights, broadcast4(x + t * blockLength + g * 4));
            }
    }
};

/// q4_0: 4 vectors per block, each with 4 columns in the low and the 4 columns 16 further on in the high
/// nibbles.
struct FormatQ4 {
    static constexpr std::size_t tileBytes = tileBytesQ4;
    static constexpr int offset = 8;
    template <int T, int V>
    static HWY_INLINE void block(const std::uint8_t* w, const std::uint8_t* x, VI (&acc)[T][V]) {
#pragma GCC unroll 4
        for (int g = 0; g < 4; ++g)
#pragma GCC unroll 4
            for (int v = 0; v < V; ++v) {
                const V8 both = loadBytes(w + g * 64 + v * lanes * 4);
                const V8 low = lowNibbles(both), high = highNibbles(both);
#pragma GCC unroll 8
                for (int t = 0; t < T; ++t) {
                    acc[t][v] = dot4<false>(acc[t][v], low, broadcast4(x + t * blockLength + g * 4));
                    acc[t][v] = dot4<false>(acc[t][v], high, broadcast4(x + t * blockLength + 16 + g * 4));
                }
            }
    }
};

template <int T, int V>
HWY_INLINE void storeRows(const VF (&sums)[T][V], const Panel& p, int group, int firstVector) {
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

/// Rows [firstVector, firstVector + V) of one group times T tokens.
template <class Format, int T, int V>
HWY_INLINE void quantGroup(const Panel& p, int group, int firstVector) {
    const DF df;
    VF sums[T][V];
    for (auto& token : sums)
        for (auto& sum : token)
            sum = hn::Zero(df);
    const std::uint8_t* tile = p.weights + std::size_t(group) * p.groupBytes;
    const std::uint8_t* x = p.activations;
    constexpr std::size_t valueBytes = (Format::tileBytes - 64) / 2;
    for (int b = 0; b < p.cols; b += 2, tile += Format::tileBytes) {
        for (std::size_t half = 0; half < 2; ++half, x += T * activationBlock) {
            if constexpr (T == 1) // the hardware prefetcher stops at each page; a stream of weights does not
                for (std::size_t line = 0; line < valueBytes; line += 64)
                    hwy::Prefetch(tile + half * valueBytes + line + 4096);
            VI products[T][V];
            const auto* scales = reinterpret_cast<const float*>(x + T * blockLength);
            const auto* totals = reinterpret_cast<const std::int32_t*>(scales + T);
#pragma GCC unroll 8
            for (int t = 0; t < T; ++t)
                for (int v = 0; v < V; ++v)
                    products[t][v] = hn::Set(DI(), -Format::offset * totals[t]);
            Format::template block<T, V>(tile + 64 + half * valueBytes + firstVector * lanes * 4, x,
                                         products);
#pragma GCC unroll 4
            for (int v = 0; v < V; ++v) {
                const VF scale = loadHalves(tile + half * 32 + (firstVector + v) * lanes * 2);
#pragma GCC unroll 8
                for (int t = 0; t < T; ++t)
                    sums[t][v] = hn::MulAdd(hn::ConvertTo(df, products[t][v]),
                                            hn::Mul(scale, hn::Set(df, scales[t])), sums[t][v]);
            }
        }
    }
    storeRows(sums, p, group, firstVector);
}

template <class Format, int T>
HWY_NOINLINE void quantPanel(const Panel& p) {
    // Few tokens: all rows of a group at once, so that the weights stream. Many: what the registers hold.
    constexpr int atOnce = T <= 2 ? vectors : 1;
    for (int group = 0; group < p.groups; ++group)
        for (int v = 0; v < vectors; v += atOnce)
            quantGroup<Format, T, atOnce>(p, group, v);
}

/// G groups of rows at once times T tokens, f16 weights and f32 activations. For one token four sums per row
/// keep the multipliers busy.
template <int T, int G>
HWY_INLINE void halfGroups(const Panel& p, int group) {
    constexpr int V = G * vectors;
    constexpr int chains = T * V >= 8 ? 1 : 4;
    const DF df;
    VF sums[chains][T][V];
    for (auto& chain : sums)
        for (auto& token : chain)
            for (auto& sum : token)
                sum = hn::Zero(df);
    const std::uint8_t* const w = p.weights + std::size_t(group) * p.groupBytes;
    const auto* const x = reinterpret_cast<const float*>(p.activations);
    const auto step = [&](int k, VF(&into)[T][V]) HWY_ATTR {
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) {
            const VF weights = loadHalves(w + std::size_t(v / vectors) * p.groupBytes + std::size_t(k) * 32 +
                                          std::size_t(v % vectors) * lanes * 2);
#pragma GCC unroll 8
            for (int t = 0; t < T; ++t)
                into[t][v] = hn::MulAdd(weights, hn::Set(df, x[k * T + t]), into[t][v]);
        }
    };
    int k = 0;
    for (; k + chains <= p.cols; k += chains) {
        if constexpr (T == 1)
            for (std::size_t line = 0; line < 32 * chains; line += 64)
                hwy::Prefetch(w + std::size_t(k) * 32 + line + 4096);
#pragma GCC unroll 4
        for (int chain = 0; chain < chains; ++chain)
            step(k + chain, sums[chain]);
    }
    for (; k < p.cols; ++k)
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

template <int T>
HWY_NOINLINE void halfPanel(const Panel& p) {
    constexpr int together = T > 2 && vectors == 1 ? 2 : 1;
    int group = 0;
    for (; group + together <= p.groups; group += together)
        halfGroups<T, together>(p, group);
    for (; group < p.groups; ++group)
        halfGroups<T, 1>(p, group);
}

void multiplyF16(const Panel& p) {
    static constexpr void (*byTokens[])(const Panel&) = {halfPanel<1>, halfPanel<2>, halfPanel<3>,
                                                         halfPanel<4>, halfPanel<5>, halfPanel<6>,
                                                         halfPanel<7>, halfPanel<8>};
    byTokens[p.tokens - 1](p);
}

template <class Format>
void multiplyQuant(const Panel& p) {
    static constexpr void (*byTokens[])(const Panel&) = {
        quantPanel<Format, 1>, quantPanel<Format, 2>, quantPanel<Format, 3>, quantPanel<Format, 4>,
        quantPanel<Format, 5>, quantPanel<Format, 6>, quantPanel<Format, 7>, quantPanel<Format, 8>};
    byTokens[p.tokens - 1](p);
}
void multiplyQ8(const Panel& p) {
    multiplyQuant<FormatQ8>(p);
}
void multiplyQ4(const Panel& p) {
    multiplyQuant<FormatQ4>(p);
}

/// 32 activations to bytes; the scale, and the sum of the bytes.
HWY_INLINE void quantizeBlock(const float* x, std::uint8_t* values, float& scale, std::int32_t& total) {
    const DF df;
    VF largest = hn::Zero(df);
    for (int i = 0; i < blockLength; i += lanes)
        largest = hn::Max(largest, hn::Abs(hn::LoadU(df, x + i)));
    const float top = hn::GetLane(hn::MaxOfLanes(df, largest));
    scale = top / 127.0f;
    const VF inverse = hn::Set(df, top > 0.0f ? 127.0f / top : 0.0f);
    VI sum = hn::Zero(DI());
    for (int i = 0; i < blockLength; i += lanes) {
        const VI rounded = hn::NearestInt(hn::Mul(hn::LoadU(df, x + i), inverse));
        sum = hn::Add(sum, rounded);
        const hn::Rebind<std::int8_t, DF> bytes;
        hn::StoreU(hn::DemoteTo(bytes, rounded), bytes, reinterpret_cast<std::int8_t*>(values) + i);
    }
    total = hn::GetLane(hn::SumOfLanes(DI(), sum));
}

void quantizeActivations(const float* x, std::size_t stride, int tokens, int cols, int blocks,
                         std::uint8_t* out) {
    const std::size_t blockBytes = std::size_t(tokens) * activationBlock;
    const int filled = cols / blockLength;
    for (int b = 0; b < filled; ++b, out += blockBytes) {
        auto* const scales = reinterpret_cast<float*>(out + tokens * blockLength);
        auto* const totals = reinterpret_cast<std::int32_t*>(scales + tokens);
        for (int t = 0; t < tokens; ++t)
            quantizeBlock(x + std::size_t(t) * stride + b * blockLength, out + t * blockLength, scales[t],
                          totals[t]);
    }
    std::memset(out, 0, std::size_t(blocks - filled) * blockBytes);
}

std::uint64_t readAll(const std::byte* data, std::size_t bytes) {
    using D = hn::CappedTag<std::uint64_t, 8>;
    const D d;
    constexpr std::size_t step = hn::MaxLanes(D());
    const auto* const words = reinterpret_cast<const std::uint64_t*>(data);
    auto a = hn::Zero(d), b = a, c = a, e = a;
    for (std::size_t i = 0; i + 4 * step <= bytes / 8; i += 4 * step) {
        if (i % 8 == 0)
            for (std::size_t line = 0; line < 4 * step * 8; line += 64)
                hwy::Prefetch(data + i * 8 + line + 4096);
        a = hn::Xor(a, hn::Load(d, words + i));
        b = hn::Xor(b, hn::Load(d, words + i + step));
        c = hn::Xor(c, hn::Load(d, words + i + 2 * step));
        e = hn::Xor(e, hn::Load(d, words + i + 3 * step));
    }
    std::uint64_t all[8] = {};
    hn::StoreU(hn::Xor(hn::Xor(a, b), hn::Xor(c, e)), d, all);
    std::uint64_t value = 0;
    for (const auto word : all)
        value ^= word;
    return value;
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels::simd {

HWY_EXPORT(multiplyF16);
HWY_EXPORT(multiplyQ8);
HWY_EXPORT(multiplyQ4);
HWY_EXPORT(quantizeActivations);
HWY_EXPORT(readAll);

void multiplyF16(const Panel& panel) {
    HWY_DYNAMIC_DISPATCH(multiplyF16)(panel);
}
void multiplyQ8(const Panel& panel) {
    HWY_DYNAMIC_DISPATCH(multiplyQ8)(panel);
}
void multiplyQ4(const Panel& panel) {
    HWY_DYNAMIC_DISPATCH(multiplyQ4)(panel);
}
void quantizeActivations(const float* x, std::size_t stride, int tokens, int cols, int blocks,
                         std::uint8_t* out) {
    HWY_DYNAMIC_DISPATCH(quantizeActivations)(x, stride, tokens, cols, blocks, out);
}
std::uint64_t readAll(const std::byte* data, std::size_t bytes) {
    return HWY_DYNAMIC_DISPATCH(readAll)(data, bytes);
}

void interleaveActivations(const float* x, std::size_t stride, int tokens, int cols, float* out) {
    for (int c = 0; c < cols; ++c)
        for (int t = 0; t < tokens; ++t)
            *out++ = x[std::size_t(t) * stride + std::size_t(c)];
}

std::uint64_t spinFixed() {
    // A chain of dependent multiplications (Knuth's MMIX generator): its time is the clock and nothing else.
    std::uint64_t state = 1;
    for (int i = 0; i < 150000; ++i)
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return state;
}

namespace {
const std::vector<Target>& allTargets() {
    static const std::vector<Target> all = [] {
        std::vector<Target> found;
        for (const auto bit : hwy::SupportedAndGeneratedTargets())
            found.push_back({hwy::TargetName(bit), bit});
        return found;
    }();
    return all;
}
std::int64_t forced = 0;
} // namespace

std::span<const Target> targets() {
    return allTargets();
}

void forceTarget(std::int64_t bit) {
    allTargets(); // looked up before anything is forced
    forced = bit;
    hwy::SetSupportedTargetsForTest(bit);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

std::string targetName() {
    for (const auto& target : allTargets())
        if (forced == 0 || target.bit == forced)
            return target.name; // best first
    return "none";
}

bool wide() {
    const std::string name = targetName();
    return name != "EMU128" && name != "SCALAR" && name != "SSSE3" && name != "SSE4";
}

} // namespace cellwright::kernels::simd
#endif
