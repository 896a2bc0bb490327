// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/products/activation_layout.h"
#include "analytics/kernels/products/disabled_targets.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/products/arrange.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include "analytics/kernels/products/block_formats-inl.h"
// clang-format on

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

/// The largest magnitude of `count` values, a multiple of 16.
HWY_INLINE float largestOf(const float* x, int count) {
    const DF df;
    VF largest = hn::Zero(df);
    for (int i = 0; i < count; i += lanes)
        largest = hn::Max(largest, hn::Abs(hn::LoadU(df, x + i)));
    return hn::GetLane(hn::MaxOfLanes(df, largest));
}

/// 16 activations to bytes; returns their sum.
HWY_INLINE std::int32_t quantize16(const float* x, VF inverse, std::uint8_t* out) {
    const hn::Rebind<std::int8_t, DF> bytes;
    VI sum = hn::Zero(DI());
    for (int i = 0; i < 16; i += lanes) {
        const VI rounded = hn::NearestInt(hn::Mul(hn::LoadU(DF(), x + i), inverse));
        sum = hn::Add(sum, rounded);
        hn::StoreU(hn::DemoteTo(bytes, rounded), bytes, reinterpret_cast<std::int8_t*>(out) + i);
    }
    return hn::GetLane(hn::SumOfLanes(DI(), sum));
}

/// One token's part of a block of `layout`; `factor` is what the sums are multiplied by, 0: plain f32.
HWY_INLINE void quantizeBlock(ActivationLayout layout, const float* x, int t, int tokens, int factor,
                              std::uint8_t* block) {
    const float top = largestOf(x, layout.columns);
    const float scale = top / 127.0f;
    const VF inverse = hn::Set(DF(), top > 0.0f ? 127.0f / top : 0.0f);
    std::uint8_t* const scales = block + tokens * layout.columns;
    std::memcpy(scales + t * 4, &scale, 4);
    std::uint8_t* const sums = scales + tokens * 4;
    std::int32_t sum = 0;
    for (int c = 0; c < layout.columns; c += 16) {
        sum += quantize16(x + c, inverse, block + (c / 32 * tokens + t) * 32 + c % 32);
        if ((c + 16) % layout.sumColumns != 0)
            continue;
        std::uint8_t* const to = sums + (c / layout.sumColumns * tokens + t) * 4;
        const std::int32_t whole = sum * factor;
        const auto plain = float(sum);
        std::memcpy(to, factor == 0 ? static_cast<const void*>(&plain) : &whole, 4);
        sum = 0;
    }
}

template <class F>
void arrangeBlocks(const float* x, std::size_t stride, int tokens, int cols, std::uint8_t* out) {
    constexpr ActivationLayout layout = layoutOf(F::format);
    static_assert(layout.columns == F::columns);
    const auto blockBytes = std::size_t(tokens * layout.bytes());
    const int filled = cols / layout.columns;
    constexpr int factor = F::hasMins ? 0 : F::offset == 0 ? 1 : -F::offset;
    for (int b = 0; b < filled; ++b, out += blockBytes)
        for (int t = 0; t < tokens; ++t)
            quantizeBlock(layout, x + std::size_t(t) * stride + b * layout.columns, t, tokens, factor, out);
    std::memset(out, 0, activationBytes(F::format, tokens, cols) - std::size_t(filled) * blockBytes);
}

/// Calls put(c, count) for runs of at most 16 columns, in which a cache line of each token is read once.
template <class Put>
HWY_INLINE void byLines(int cols, const Put& put) {
    for (int first = 0; first < cols; first += 16)
        put(first, std::min(16, cols - first));
}

/// f32, column by column.
void arrangeFloats(const float* x, std::size_t stride, int tokens, int cols, float* out) {
    byLines(cols, [&](int first, int count) HWY_ATTR {
        for (int t = 0; t < tokens; ++t) {
            const float* const from = x + std::size_t(t) * stride + first;
            float* const to = out + first * tokens + t;
            for (int c = 0; c < count; ++c)
                to[c * tokens] = from[c];
        }
    });
}

/// 16 numbers rounded to bf16, in the upper halves of 32 bits each.
HWY_INLINE void roundToBrains(const float* x, std::uint32_t* out) {
    const DU du;
    for (int i = 0; i < 16; i += lanes) {
        const VF value = hn::LoadU(DF(), x + i);
        const auto bits = hn::BitCast(du, value);
        const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1));
        const auto rounded = hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7FFF)));
        const auto quiet = hn::Or(bits, hn::Set(du, 0x400000)); // rounding must not end NaN
        const auto kept = hn::IfThenElse(hn::RebindMask(du, hn::Ne(value, value)), quiet, rounded);
        hn::StoreU(hn::And(kept, hn::Set(du, 0xFFFF0000u)), du, out + i);
    }
}

void arrangeBrains(const float* x, std::size_t stride, int tokens, int cols, std::uint8_t* out) {
    const bool pairs = brainDot();
    auto* const words = reinterpret_cast<std::uint32_t*>(out);
    byLines(cols, [&](int first, int count) HWY_ATTR {
        for (int t = 0; t < tokens; ++t) {
            float line[16] = {};
            std::uint32_t brains[16];
            std::copy_n(x + std::size_t(t) * stride + first, count, line);
            roundToBrains(line, brains);
            for (int c = 0; c < count; c += 2) {
                if (pairs) {
                    words[(first + c) / 2 * tokens + t] = brains[c] >> 16 | brains[c + 1];
                } else {
                    words[(first + c) * tokens + t] = brains[c];
                    words[(first + c + 1) * tokens + t] = brains[c + 1];
                }
            }
        }
    });
}

void arrange(Format format, const float* x, std::size_t stride, int tokens, int cols, std::uint8_t* out) {
    switch (format) {
    case Format::q8_0:
        return withByteDot([&](auto dot) HWY_ATTR {
            arrangeBlocks<FormatQ8<decltype(dot)::vnni>>(x, stride, tokens, cols, out);
        });
    case Format::q4_0:
        return arrangeBlocks<FormatQ4>(x, stride, tokens, cols, out);
    case Format::q4_k:
        return arrangeBlocks<FormatQ4K>(x, stride, tokens, cols, out);
    case Format::q6_k:
        return arrangeBlocks<FormatQ6K>(x, stride, tokens, cols, out);
    case Format::bf16:
        return arrangeBrains(x, stride, tokens, cols, out);
    default:
        return arrangeFloats(x, stride, tokens, cols, reinterpret_cast<float*>(out));
    }
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels::simd {

HWY_EXPORT(arrange);
HWY_EXPORT(brainDot);

void arrange(Format format, const float* x, std::size_t stride, int tokens, int cols, std::uint8_t* out) {
    HWY_DYNAMIC_DISPATCH(arrange)(format, x, stride, tokens, cols, out);
}

std::size_t activationBytes(Format format, int tokens, int cols) {
    const int tile = tileCols(format);
    const int filled = (cols + tile - 1) / tile * tile;
    const std::size_t numbers = std::size_t(tokens) * std::size_t(filled);
    if (!isBlockFormat(format))
        return numbers * (format == Format::bf16 && HWY_DYNAMIC_DISPATCH(brainDot)() ? 2 : sizeof(float));
    const ActivationLayout layout = layoutOf(format);
    return numbers / std::size_t(layout.columns) * std::size_t(layout.bytes());
}

} // namespace cellwright::kernels::simd
#endif
