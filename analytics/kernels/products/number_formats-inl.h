// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Included once per instruction set: how f16 and bf16 come from packed groups of 16 rows into vectors.
#if defined(CELLWRIGHT_KERNELS_NUMBER_FORMATS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef CELLWRIGHT_KERNELS_NUMBER_FORMATS_INL_H
#undef CELLWRIGHT_KERNELS_NUMBER_FORMATS_INL_H
#else
#define CELLWRIGHT_KERNELS_NUMBER_FORMATS_INL_H
#endif

#include "analytics/kernels/products/vectors-inl.h"

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

// A format is a struct of
//   Dot                        how a step's vectors are multiplied
//   steps(cols)                of a row: one column, or a pair of them
//   at(group, step)            where its weights lie, bytesPerStep on average
//   weights(group, step, vector)
//   inPlace                    a strip's loop reads them as they lie

struct HalfNumbers {
    using Dot = FloatDot;
    static constexpr Format format = Format::f16;
    static constexpr std::size_t bytesPerStep = 32;
    static constexpr bool inPlace = false;
    static HWY_INLINE int steps(int cols) { return cols; }
    static HWY_INLINE const std::uint8_t* at(const std::uint8_t* group, int step) {
        return group + std::size_t(step) * 32;
    }
    static HWY_INLINE VF weights(const std::uint8_t* group, int step, int vector) {
        return loadHalves(at(group, step) + vector * lanes * 2);
    }
};

/// bf16 widened to f32.
struct BrainNumbers {
    using Dot = FloatDot;
    static constexpr Format format = Format::bf16;
    static constexpr std::size_t bytesPerStep = 32;
    static constexpr bool inPlace = false;
    static HWY_INLINE int steps(int cols) { return cols + cols % 2; }
    static HWY_INLINE const std::uint8_t* at(const std::uint8_t* group, int step) {
        return group + std::size_t(step / 2) * 64;
    }
    static HWY_INLINE VF weights(const std::uint8_t* group, int step, int vector) {
        const VI pairs = loadInts(at(group, step) + vector * lanes * 4);
        const VI upper = step % 2 == 0 ? hn::ShiftLeft<16>(pairs)
                                       : hn::And(pairs, hn::Set(DI(), std::int32_t(0xFFFF0000u)));
        return hn::BitCast(DF(), upper);
    }
};

#if CELLWRIGHT_BRAIN_DOT
struct BrainPairs {
    using Dot = BrainDot;
    static constexpr Format format = Format::bf16;
    static constexpr std::size_t bytesPerStep = 64;
    static constexpr bool inPlace = true;
    static HWY_INLINE int steps(int cols) { return (cols + 1) / 2; }
    static HWY_INLINE const std::uint8_t* at(const std::uint8_t* group, int step) {
        return group + std::size_t(step) * 64;
    }
    static HWY_INLINE VF weights(const std::uint8_t* group, int step, int vector) {
        return hn::BitCast(DF(), loadInts(at(group, step) + vector * lanes * 4));
    }
};
#endif

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
