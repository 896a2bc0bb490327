// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/limits.h"

#include "analytics/kernels/products/disabled_targets.h"

#include <atomic>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analytics/kernels/products/limits.cpp"
// Highway includes this file again from foreach_target.h, which comes before the rest.
// clang-format off
#include <hwy/foreach_target.h>
#include "analytics/kernels/products/vectors-inl.h"
// clang-format on

CELLWRIGHT_BEFORE_NAMESPACE();
namespace cellwright::kernels::simd::HWY_NAMESPACE {

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

/// Enough chains to hide the latency of any unit, few enough for the registers.
constexpr int chains = lanes == 16 ? 16 : 10;

/// Without vectors the compiler would see through the sums.
template <class V>
HWY_INLINE void hide([[maybe_unused]] V& sum) {
#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128
    asm volatile("" : "+m"(sum));
#endif
}

template <class V, class Add>
HWY_INLINE V manyTimes(V start, int times, const Add& add) {
    V sums[chains];
    for (auto& sum : sums)
        sum = start;
    for (int i = 0; i < times; ++i)
#pragma GCC unroll 16
        for (int c = 0; c < chains; ++c) {
            sums[c] = add(sums[c]);
            hide(sums[c]);
        }
    for (int c = 1; c < chains; ++c)
        sums[0] = hn::Add(sums[0], sums[c]);
    return sums[0];
}

/// Keeps the compiler from leaving the work out.
HWY_INLINE void keep(float value) {
    static std::atomic<float> kept{0.0f};
    kept.store(value, std::memory_order_relaxed);
}

template <class Dot>
double multiplyBytes(int times) {
    const V8 w = everyByte(3), x = everyByte(5);
    const VI sum = manyTimes(hn::Zero(DI()), times,
                             [&](VI acc) HWY_ATTR { return Dot::template add<!Dot::vnni>(acc, w, x); });
    keep(hn::GetLane(toFloat(sum)));
    return 2.0 * 4 * lanes * chains * times;
}

template <class Dot>
double multiplyNumbers(int times) {
    // 1/128 in both formats: as bf16 the upper half is the number and the lower one zero.
    const VF w = hn::Set(DF(), 0.0078125f), x = w;
    const VF sum = manyTimes(hn::Zero(DF()), times, [&](VF acc) HWY_ATTR { return Dot::add(acc, w, x); });
    keep(hn::GetLane(sum));
    return 2.0 * Dot::columns * lanes * chains * times;
}

double multiplyInRegisters(Unit unit) {
    constexpr int operations = 10'000'000;
    double done = 0.0;
    switch (unit) {
    case Unit::f32:
        return multiplyNumbers<FloatDot>(operations / (2 * lanes * chains));
    case Unit::bf16:
#if CELLWRIGHT_BRAIN_DOT
        if (brainDot())
            return multiplyNumbers<BrainDot>(operations / (4 * lanes * chains));
#endif
        return 0.0;
    case Unit::int8:
        withByteDot([&](auto dot)
                        HWY_ATTR { done = multiplyBytes<decltype(dot)>(operations / (8 * lanes * chains)); });
    }
    return done;
}

} // namespace cellwright::kernels::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cellwright::kernels::simd {

HWY_EXPORT(readAll);
HWY_EXPORT(multiplyInRegisters);

std::uint64_t readAll(const std::byte* data, std::size_t bytes) {
    return HWY_DYNAMIC_DISPATCH(readAll)(data, bytes);
}
double multiplyInRegisters(Unit unit) {
    return HWY_DYNAMIC_DISPATCH(multiplyInRegisters)(unit);
}

std::uint64_t spinFixed() {
    // A chain of dependent multiplications (Knuth's MMIX generator): its time is the clock and nothing else.
    std::uint64_t state = 1;
    for (int i = 0; i < 150000; ++i)
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return state;
}

std::int64_t compiledTargets();
std::int64_t compiledTargets() {
    return HWY_TARGETS;
}

} // namespace cellwright::kernels::simd
#endif
