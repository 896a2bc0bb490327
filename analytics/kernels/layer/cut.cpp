// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/cut.h"

#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/products/disabled_targets.h"
#include "analytics/kernels/products/parallel.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/layer/cut.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace cellwright::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using DF = hn::CappedTag<float, 16>;
using DHalf = hn::Rebind<hwy::float16_t, DF>;
using DByte = hn::Rebind<std::int8_t, DF>;
constexpr int lanes = int(hn::MaxLanes(DF()));

/// `blocks` blocks of 32 values.
void toHalves(const float* x, int blocks, std::byte* out) {
#if HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_EMU128 || HWY_TARGET == HWY_SCALAR
    for (int i = 0; i < blocks * blockLength; ++i) { // Highway's emulation does not round to nearest even
        const std::uint16_t half = toHalf(x[i]);
        std::memcpy(out + i * 2, &half, 2);
    }
#else
    auto* const to = reinterpret_cast<hwy::float16_t*>(out);
    for (int i = 0; i < blocks * blockLength; i += lanes)
        hn::StoreU(hn::DemoteTo(DHalf(), hn::LoadU(DF(), x + i)), DHalf(), to + i);
#endif
}

void fromHalves(const std::byte* in, int blocks, float* x) {
    const auto* const from = reinterpret_cast<const hwy::float16_t*>(in);
    for (int i = 0; i < blocks * blockLength; i += lanes)
        hn::StoreU(hn::PromoteTo(DF(), hn::LoadU(DHalf(), from + i)), DF(), x + i);
}

void toBytes(const float* x, int blocks, std::byte* out) {
    for (int b = 0; b < blocks; ++b, x += blockLength, out += sizeof(BlockQ8)) {
        auto largest = hn::Zero(DF());
        for (int i = 0; i < blockLength; i += lanes)
            largest = hn::Max(largest, hn::Abs(hn::LoadU(DF(), x + i)));
        const float top = hn::GetLane(hn::MaxOfLanes(DF(), largest));
        const std::uint16_t scale = toHalf(top / 127.0f);
        std::memcpy(out, &scale, 2);
        const auto inverse = hn::Set(DF(), top > 0.0f ? 127.0f / top : 0.0f);
        for (int i = 0; i < blockLength; i += lanes) {
            const auto whole = hn::NearestInt(hn::Mul(hn::LoadU(DF(), x + i), inverse));
            hn::StoreU(hn::DemoteTo(DByte(), whole), DByte(), reinterpret_cast<std::int8_t*>(out + 2) + i);
        }
    }
}

void fromBytes(const std::byte* in, int blocks, float* x) {
    const hn::RebindToSigned<DF> whole;
    for (int b = 0; b < blocks; ++b, x += blockLength, in += sizeof(BlockQ8)) {
        std::uint16_t scale = 0;
        std::memcpy(&scale, in, 2);
        const auto times = hn::Set(DF(), fromHalf(scale));
        for (int i = 0; i < blockLength; i += lanes) {
            const auto bytes = hn::LoadU(DByte(), reinterpret_cast<const std::int8_t*>(in + 2) + i);
            hn::StoreU(hn::Mul(hn::ConvertTo(DF(), hn::PromoteTo(whole, bytes)), times), DF(), x + i);
        }
    }
}

} // namespace cellwright::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels {

HWY_EXPORT(toHalves);
HWY_EXPORT(fromHalves);
HWY_EXPORT(toBytes);
HWY_EXPORT(fromBytes);

namespace {

bool vectorised(Format format, int cols) {
    return (format == Format::f16 || format == Format::q8_0) && cols % blockLength == 0;
}

/// Calls task(row) for all rows; for one without waking the other threads.
template <class Task>
void forRows(ThreadPool& pool, int rows, const Task& task) {
    if (rows == 1)
        return task(0);
    forEachIndex(pool, rows, {}, [&](int row, int) { task(row); });
}

} // namespace

void quantizeRow(Format format, std::span<const float> x, std::byte* out) {
    const int cols = int(x.size());
    if (!vectorised(format, cols))
        std::ranges::copy(encode(format, x), out);
    else if (format == Format::f16)
        HWY_DYNAMIC_DISPATCH(toHalves)(x.data(), cols / blockLength, out);
    else
        HWY_DYNAMIC_DISPATCH(toBytes)(x.data(), cols / blockLength, out);
}

void quantizeRows(Format format, std::span<const float> x, int cols, std::span<std::byte> out,
                  ThreadPool& pool) {
    const auto width = std::size_t(cols), bytes = formatBytes(format, 1, cols);
    assert(x.size() % width == 0 && out.size() == x.size() / width * bytes);
    forRows(pool, int(x.size() / width), [&](int row) {
        quantizeRow(format, x.subspan(std::size_t(row) * width, width),
                    out.data() + std::size_t(row) * bytes);
    });
}

void dequantizeRows(Format format, std::span<const std::byte> in, int cols, std::span<float> x,
                    ThreadPool& pool) {
    const auto width = std::size_t(cols), bytes = formatBytes(format, 1, cols);
    assert(x.size() % width == 0 && in.size() == x.size() / width * bytes);
    forRows(pool, int(x.size() / width), [&](int row) {
        const auto from = in.subspan(std::size_t(row) * bytes, bytes);
        float* const to = x.data() + std::size_t(row) * width;
        if (!vectorised(format, cols))
            std::ranges::copy(decode(format, from), to);
        else if (format == Format::f16)
            HWY_DYNAMIC_DISPATCH(fromHalves)(from.data(), cols / blockLength, to);
        else
            HWY_DYNAMIC_DISPATCH(fromBytes)(from.data(), cols / blockLength, to);
    });
}

} // namespace cellwright::kernels
#endif
