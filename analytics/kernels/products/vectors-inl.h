// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Included once per instruction set: the vectors, and the multiplications that Highway 1.0 has no name for.
#if defined(CELLWRIGHT_KERNELS_VECTORS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef CELLWRIGHT_KERNELS_VECTORS_INL_H
#undef CELLWRIGHT_KERNELS_VECTORS_INL_H
#else
#define CELLWRIGHT_KERNELS_VECTORS_INL_H
#endif

#include "analytics/kernels/products/extensions.h"
#include "analytics/kernels/products/simd.h"

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstring>
#include <type_traits>

// Highway's flags for AVX3_DL lack the 8-bit dot product, which all processors of that target have, and the
// one of bf16, which the compiler does not use of its own accord. Clang gets them as assembly.
#undef CELLWRIGHT_BEFORE_NAMESPACE
#undef CELLWRIGHT_DOT_INTRINSICS
#if HWY_TARGET == HWY_AVX3_DL && HWY_COMPILER_GCC_ACTUAL
#define CELLWRIGHT_DOT_INTRINSICS 1
#define CELLWRIGHT_BEFORE_NAMESPACE()                                                                        \
    HWY_BEFORE_NAMESPACE();                                                                                  \
    HWY_PRAGMA(GCC target("avx512vnni,avx512bf16"))
#else
#define CELLWRIGHT_DOT_INTRINSICS 0
#define CELLWRIGHT_BEFORE_NAMESPACE() HWY_BEFORE_NAMESPACE()
#endif

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// At most 16 lanes: a group has 16 rows.
using DF = hn::CappedTag<float, 16>;
using DI = hn::RebindToSigned<DF>;
using DU = hn::RebindToUnsigned<DF>;
using DHalf = hn::Rebind<hwy::float16_t, DF>;
using VF = hn::Vec<DF>;
using VI = hn::Vec<DI>;

constexpr int lanes = int(hn::MaxLanes(DF()));
constexpr int vectors = groupRows / lanes; // per group of 16 rows

HWY_INLINE std::int32_t fourBytes(const void* bytes) {
    std::int32_t four;
    std::memcpy(&four, bytes, 4);
    return four;
}
HWY_INLINE VI broadcastInt(const void* bytes) {
    return hn::Set(DI(), fourBytes(bytes));
}
HWY_INLINE VF broadcastFloat(const void* bytes) {
    float value;
    std::memcpy(&value, bytes, 4);
    return hn::Set(DF(), value);
}
/// Keeps the compiler from reading a broadcast value from memory again at each of its uses.
HWY_INLINE VF inRegister(VF v) {
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
    asm("" : "+v"(v.raw));
#endif
    return v;
}
HWY_INLINE VF loadHalves(const std::uint8_t* halves) {
    return hn::PromoteTo(DF(), hn::LoadU(DHalf(), reinterpret_cast<const hwy::float16_t*>(halves)));
}
HWY_INLINE VF toFloat(VI v) {
    return hn::ConvertTo(DF(), v);
}
HWY_INLINE VI loadInts(const std::uint8_t* bytes) {
    return hn::LoadU(DI(), reinterpret_cast<const std::int32_t*>(bytes));
}

#if HWY_TARGET == HWY_SCALAR
// One lane of 32 bits, whose four bytes Highway cannot name.
using V8 = VI;
HWY_INLINE V8 loadBytes(const std::uint8_t* bytes) {
    return hn::Set(DI(), fourBytes(bytes));
}
HWY_INLINE V8 broadcast4(const void* bytes) {
    return broadcastInt(bytes);
}
HWY_INLINE V8 everyByte(int value) {
    return hn::Set(DI(), std::int32_t(unsigned(value & 255) * 0x01010101u));
}
/// Each byte moved right by `bits`, what comes from the next byte left standing.
template <int bits>
HWY_INLINE V8 shiftedRight(V8 bytes) {
    return hn::ShiftRight<bits>(bytes);
}
template <int bits>
HWY_INLINE V8 shiftedLeft(V8 bytes) {
    return hn::ShiftLeft<bits>(bytes);
}
HWY_INLINE void storeBytes(V8 bytes, std::uint8_t* to) {
    hn::StoreU(bytes, DI(), reinterpret_cast<std::int32_t*>(to));
}
#else
using D8 = hn::Repartition<std::int8_t, DI>;
using D16 = hn::Repartition<std::uint16_t, DI>;
using DS16 = hn::Repartition<std::int16_t, DI>;
using V8 = hn::Vec<D8>;
HWY_INLINE V8 loadBytes(const std::uint8_t* bytes) {
    return hn::LoadU(D8(), reinterpret_cast<const std::int8_t*>(bytes));
}
HWY_INLINE V8 broadcast4(const void* bytes) {
    return hn::BitCast(D8(), broadcastInt(bytes));
}
HWY_INLINE V8 everyByte(int value) {
    return hn::Set(D8(), std::int8_t(value));
}
/// Each byte moved right by `bits`, what comes from the next byte left standing.
template <int bits>
HWY_INLINE V8 shiftedRight(V8 bytes) {
    return hn::BitCast(D8(), hn::ShiftRight<bits>(hn::BitCast(D16(), bytes)));
}
template <int bits>
HWY_INLINE V8 shiftedLeft(V8 bytes) {
    return hn::BitCast(D8(), hn::ShiftLeft<bits>(hn::BitCast(D16(), bytes)));
}
HWY_INLINE void storeBytes(V8 bytes, std::uint8_t* to) {
    hn::StoreU(bytes, D8(), reinterpret_cast<std::int8_t*>(to));
}
#endif

/// Sums of products of four bytes, lane by lane. With VNNI w is unsigned and x signed, and the sums are
/// exact. Without, w is signed where Signed is true, else unsigned and below 128; x lies between -127 and
/// 127, so that no pair of products leaves 16 bits.
template <bool Vnni>
struct ByteDot {
    static constexpr bool vnni = Vnni;

    template <bool Signed>
    static HWY_INLINE VI add(VI acc, V8 w, V8 x) {
#if HWY_TARGET == HWY_AVX3_DL
        static_assert(Vnni);
#if CELLWRIGHT_DOT_INTRINSICS
        return VI{_mm512_dpbusd_epi32(acc.raw, w.raw, x.raw)};
#else
        asm("vpdpbusd %2, %1, %0" : "+v"(acc.raw) : "v"(w.raw), "v"(x.raw));
        return acc;
#endif
#elif HWY_TARGET == HWY_AVX3
        __m512i a = w.raw, b = x.raw;
        if constexpr (Signed) {
            b = _mm512_mask_sub_epi8(b, _mm512_movepi8_mask(a), _mm512_setzero_si512(), b);
            a = _mm512_abs_epi8(a);
        }
        return VI{
            _mm512_add_epi32(acc.raw, _mm512_madd_epi16(_mm512_maddubs_epi16(a, b), _mm512_set1_epi16(1)))};
#elif HWY_TARGET == HWY_AVX2
        __m256i a = w.raw, b = x.raw;
        if constexpr (Vnni) {
            asm("%{vex%} vpdpbusd %2, %1, %0" : "+x"(acc.raw) : "x"(a), "x"(b));
            return acc;
        } else {
            if constexpr (Signed) {
                b = _mm256_sign_epi8(b, a);
                a = _mm256_abs_epi8(a);
            }
            const __m256i pairs = _mm256_maddubs_epi16(a, b);
            return VI{_mm256_add_epi32(acc.raw, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)))};
        }
#elif HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_SSSE3
        __m128i a = w.raw, b = x.raw;
        if constexpr (Signed) {
            b = _mm_sign_epi8(b, a);
            a = _mm_abs_epi8(a);
        }
        return VI{_mm_add_epi32(acc.raw, _mm_madd_epi16(_mm_maddubs_epi16(a, b), _mm_set1_epi16(1)))};
#elif HWY_TARGET == HWY_SCALAR
        std::int32_t sum = hn::GetLane(acc);
        for (int shift = 0; shift < 32; shift += 8)
            sum += std::int32_t(std::int8_t(hn::GetLane(w) >> shift)) * std::int8_t(hn::GetLane(x) >> shift);
        return hn::Set(DI(), sum);
#else
        const DS16 d16;
        const auto w16 = hn::BitCast(d16, w), x16 = hn::BitCast(d16, x);
        const auto even =
            hn::Mul(hn::ShiftRight<8>(hn::ShiftLeft<8>(w16)), hn::ShiftRight<8>(hn::ShiftLeft<8>(x16)));
        const auto odd = hn::Mul(hn::ShiftRight<8>(w16), hn::ShiftRight<8>(x16));
        const auto pairs = hn::BitCast(DI(), hn::Add(even, odd));
        return hn::Add(acc, hn::Add(hn::ShiftRight<16>(hn::ShiftLeft<16>(pairs)), hn::ShiftRight<16>(pairs)));
#endif
    }
};

/// Calls call(ByteDot<...>()) with the best way this processor has.
template <class Call>
HWY_INLINE void withByteDot(const Call& call) {
#if HWY_TARGET == HWY_AVX3_DL
    call(ByteDot<true>());
#elif HWY_TARGET == HWY_AVX2
    if (extensions().avxVnni)
        return call(ByteDot<true>());
    call(ByteDot<false>());
#else
    call(ByteDot<false>());
#endif
}

/// acc + w x, lane by lane: numbers of f32.
struct FloatDot {
    static constexpr int columns = 1; ///< per lane
    static HWY_INLINE VF add(VF acc, VF w, VF x) { return hn::MulAdd(w, x, acc); }
};

#undef CELLWRIGHT_BRAIN_DOT
#if HWY_TARGET == HWY_AVX3_DL
#define CELLWRIGHT_BRAIN_DOT 1
/// acc + the sum of two products of bf16, lane by lane.
struct BrainDot {
    static constexpr int columns = 2;
    static HWY_INLINE VF add(VF acc, VF w, VF x) {
#if CELLWRIGHT_DOT_INTRINSICS
        return VF{_mm512_dpbf16_ps(acc.raw, (__m512bh)w.raw, (__m512bh)x.raw)};
#else
        asm("vdpbf16ps %2, %1, %0" : "+v"(acc.raw) : "v"(w.raw), "v"(x.raw));
        return acc;
#endif
    }
};
#else
#define CELLWRIGHT_BRAIN_DOT 0
#endif

/// bf16 weights meet pairs of bf16 here, not f32.
inline bool brainDot() {
    return CELLWRIGHT_BRAIN_DOT && extensions().avx512Bf16;
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
