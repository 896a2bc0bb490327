// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <numbers>

// One more copy of each loop for processors with AVX2 and FMA, chosen when the program starts. The sanitizers
// cannot start a program that chooses functions this way.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__linux__) &&                 \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CELLWRIGHT_WIDE __attribute__((target_clones("arch=haswell", "default")))
#else
#define CELLWRIGHT_WIDE
#endif

/// Elementary functions for the loops of maps: no branches, no calls, so that compilers vectorise them.
/// Always inlined, because a copy made for one processor is not called from a copy for another.
namespace cellwright::radio {

inline constexpr double log2Of10 = 3.32192809488736234787;
inline constexpr double dbToLog2 = log2Of10 / 10.0;
inline constexpr float log2ToDb = float(10.0 / log2Of10);

/// log2 of a positive normal number: error below 1e-6. Minimax polynomial of log2(1 + t) / t around 1.
[[gnu::always_inline]] inline float fastLog2(float x) {
    const auto bits = __builtin_bit_cast(std::int32_t, x);
    const std::int32_t exponent = (bits - 0x3f3504f3) >> 23; // mantissa in [sqrt(1/2), sqrt(2))
    const float t = __builtin_bit_cast(float, bits - exponent * (1 << 23)) - 1.0f;
    float p = -0.146203534f;
    p = p * t + 0.234209851f;
    p = p * t - 0.248821806f;
    p = p * t + 0.287075611f;
    p = p * t - 0.360241986f;
    p = p * t + 0.480924039f;
    p = p * t - 0.721352759f;
    p = p * t + 1.44269496f;
    return float(exponent) + p * t;
}

/// 2^x, held between 2^-126 and 2^126: relative error below 3e-7.
[[gnu::always_inline]] inline float fastExp2(float x) {
    const float above = x < -126.0f ? -126.0f : x;
    const float held = above > 126.0f ? 126.0f : above;
    const auto whole = std::int32_t(held + 1024.5f) - 1024; // rounds to the nearest without a call
    const float t = held - float(whole);
    float p = 0.00134004322f;
    p = p * t + 0.0096760371f;
    p = p * t + 0.0555032721f;
    p = p * t + 0.240221074f;
    p = p * t + 0.693147207f;
    p = p * t + 1.00000008f;
    return p * __builtin_bit_cast(float, (whole + 127) * (1 << 23));
}

/// Angle in degrees of (x, y) for y >= 0, from 0 to 180: error below 1e-4 degrees.
[[gnu::always_inline]] inline float fastAngle(float y, float x) {
    const float across = __builtin_fabsf(x);
    const float longer = y > across ? y : across;
    const float shorter = y > across ? across : y;
    const float q = shorter / (longer > 1e-20f ? longer : 1e-20f);
    const float s = q * q;
    float p = 0.00782548295f;
    p = p * s - 0.0368986292f;
    p = p * s + 0.0837415565f;
    p = p * s - 0.134804056f;
    p = p * s + 0.198798722f;
    p = p * s - 0.333263745f;
    p = p * s + 0.999999328f;
    const float first = p * q * float(180.0 / std::numbers::pi);
    const float upper = y > across ? 90.0f - first : first;
    return x < 0.0f ? 180.0f - upper : upper;
}

[[gnu::always_inline]] inline float smaller(float a, float b) {
    return a < b ? a : b;
}

} // namespace cellwright::radio
