// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Included once per instruction set: how the block formats come from a packed tile into vectors.
#if defined(CELLWRIGHT_KERNELS_BLOCK_FORMATS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef CELLWRIGHT_KERNELS_BLOCK_FORMATS_INL_H
#undef CELLWRIGHT_KERNELS_BLOCK_FORMATS_INL_H
#else
#define CELLWRIGHT_KERNELS_BLOCK_FORMATS_INL_H
#endif

#include "analytics/kernels/products/vectors-inl.h"

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

// A format is a struct of
//   columns      that share one scale of the activations; a block of activations
//   parts        of a block of weights with a scale of their own; partColumns columns each
//   period       parts after which the arrangement repeats
//   offset       that stored weights are too large by; what is taken off again
//   hasMins      weights are scale * stored - min
//   isSigned     stored weights are signed (only without VNNI)
//   where(group, block)                        the block's bytes in a group of 16 packed rows
//   weights(values, repeat, part, k, vector)   columns [4 k, 4 k + 4) of part `part` of a repeat, as stored
//   scales(scales, vector, stride, out, mins)  out[part * stride + lane] in f32, mins likewise

/// Where the parts of a block of 16 rows lie.
struct Where {
    const std::uint8_t* scales;
    const std::uint8_t* values;
};

template <bool Vnni>
struct FormatQ8 {
    static constexpr Format format = Format::q8_0;
    static constexpr int columns = 32, parts = 1, partColumns = 32, period = 1;
    static constexpr int offset = Vnni ? 128 : 0;
    static constexpr bool hasMins = false, isSigned = !Vnni;

    static HWY_INLINE Where where(const std::uint8_t* group, int block) {
        const std::uint8_t* const tile = group + std::size_t(block / 2) * (64 + 1024);
        return {tile + block % 2 * 32, tile + 64 + block % 2 * 512};
    }
    static HWY_INLINE V8 weights(const std::uint8_t* values, int, int, int k, int vector) {
        const V8 bytes = loadBytes(values + k * 64 + vector * lanes * 4);
        if constexpr (Vnni)
            return hn::Xor(bytes, everyByte(128));
        return bytes;
    }
    static HWY_INLINE void scales(const std::uint8_t* scales, int vector, int, float* out, float*) {
        hn::StoreU(loadHalves(scales + vector * lanes * 2), DF(), out);
    }
};

struct FormatQ4 {
    static constexpr Format format = Format::q4_0;
    static constexpr int columns = 32, parts = 1, partColumns = 32, period = 1;
    static constexpr int offset = 8;
    static constexpr bool hasMins = false, isSigned = false;

    static HWY_INLINE Where where(const std::uint8_t* group, int block) {
        const std::uint8_t* const tile = group + std::size_t(block / 2) * (64 + 512);
        return {tile + block % 2 * 32, tile + 64 + block % 2 * 256};
    }
    static HWY_INLINE V8 weights(const std::uint8_t* values, int, int, int k, int vector) {
        const V8 bytes = loadBytes(values + k % 4 * 64 + vector * lanes * 4);
        return hn::And(k < 4 ? bytes : shiftedRight<4>(bytes), everyByte(15));
    }
    static HWY_INLINE void scales(const std::uint8_t* scales, int vector, int, float* out, float*) {
        hn::StoreU(loadHalves(scales + vector * lanes * 2), DF(), out);
    }
};

struct FormatQ4K {
    static constexpr Format format = Format::q4_k;
    static constexpr int columns = 256, parts = 8, partColumns = 32, period = 2;
    static constexpr int offset = 0;
    static constexpr bool hasMins = true, isSigned = false;

    static HWY_INLINE Where where(const std::uint8_t* group, int block) {
        const std::uint8_t* const tile = group + std::size_t(block) * 2304;
        return {tile, tile + 256};
    }
    static HWY_INLINE V8 weights(const std::uint8_t* values, int repeat, int part, int k, int vector) {
        const V8 bytes = loadBytes(values + (repeat * 8 + k) * 64 + vector * lanes * 4);
        return hn::And(part == 0 ? bytes : shiftedRight<4>(bytes), everyByte(15));
    }
    static HWY_INLINE void scales(const std::uint8_t* scales, int vector, int stride, float* out,
                                  float* mins) {
        const VF d = loadHalves(scales + vector * lanes * 2);
        const VF m = loadHalves(scales + 32 + vector * lanes * 2);
        const std::uint8_t* const words = scales + 64 + vector * lanes * 4;
        const VI a = loadInts(words), b = loadInts(words + 64), c = loadInts(words + 128);
        const VI low6 = hn::Set(DI(), 0x3F3F3F3F), low4 = hn::Set(DI(), 0x0F0F0F0F);
        const VI high2 = hn::Set(DI(), 0x30303030);
        spread(hn::And(a, low6), d, stride, out);
        spread(hn::And(b, low6), m, stride, mins);
        spread(hn::Or(hn::And(c, low4), hn::And(hn::ShiftRight<2>(a), high2)), d, stride, out + 4 * stride);
        spread(hn::Or(hn::And(hn::ShiftRight<4>(c), low4), hn::And(hn::ShiftRight<2>(b), high2)), m, stride,
               mins + 4 * stride);
    }

private:
    static HWY_INLINE void spread(VI bytes, VF times, int stride, float* out) {
        const VI byte = hn::Set(DI(), 255);
        hn::StoreU(hn::Mul(times, toFloat(hn::And(bytes, byte))), DF(), out);
        hn::StoreU(hn::Mul(times, toFloat(hn::And(hn::ShiftRight<8>(bytes), byte))), DF(), out + stride);
        hn::StoreU(hn::Mul(times, toFloat(hn::And(hn::ShiftRight<16>(bytes), byte))), DF(), out + 2 * stride);
        hn::StoreU(hn::Mul(times, toFloat(hn::And(hn::ShiftRight<24>(bytes), byte))), DF(), out + 3 * stride);
    }
};

struct FormatQ6K {
    static constexpr Format format = Format::q6_k;
    static constexpr int columns = 256, parts = 16, partColumns = 16, period = 8;
    static constexpr int offset = 32;
    static constexpr bool hasMins = false, isSigned = false;

    static HWY_INLINE Where where(const std::uint8_t* group, int block) {
        const std::uint8_t* const tile = group + std::size_t(block) * 3360;
        return {tile + 3072, tile};
    }
    static HWY_INLINE V8 weights(const std::uint8_t* values, int repeat, int part, int k, int vector) {
        const int quarter = part / 2, at = part % 2 * 4 + k;
        const V8 bytes = loadBytes(values + (repeat * 16 + quarter % 2 * 8 + at) * 64 + vector * lanes * 4);
        const V8 low = hn::And(quarter < 2 ? bytes : shiftedRight<4>(bytes), everyByte(15));
        const V8 two = loadBytes(values + 2048 + (repeat * 8 + at) * 64 + vector * lanes * 4);
        const V8 high = quarter == 0   ? shiftedLeft<4>(two)
                        : quarter == 1 ? shiftedLeft<2>(two)
                        : quarter == 2 ? two
                                       : shiftedRight<2>(two);
        return hn::Or(low, hn::And(high, everyByte(0x30)));
    }
    static HWY_INLINE void scales(const std::uint8_t* scales, int vector, int stride, float* out, float*) {
        const VF d = loadHalves(scales + 256 + vector * lanes * 2);
#pragma GCC unroll 4
        for (int word = 0; word < 4; ++word, out += 4 * stride) {
            const VI four = loadInts(scales + word * 64 + vector * lanes * 4);
            const auto byte = [&](VI shifted, float* to) HWY_ATTR {
                hn::StoreU(hn::Mul(d, toFloat(hn::ShiftRight<24>(shifted))), DF(), to);
            };
            byte(hn::ShiftLeft<24>(four), out);
            byte(hn::ShiftLeft<16>(four), out + stride);
            byte(hn::ShiftLeft<8>(four), out + 2 * stride);
            byte(four, out + 3 * stride);
        }
    }
};

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
