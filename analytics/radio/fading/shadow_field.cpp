// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/fading/shadow_field.h"

#include "analytics/radio/fast_math.h"

#include <cmath>

namespace cellwright::radio {
namespace {

// Inlined whatever their size: a loop with a call in it is not vectorised.

/// Spacing over the correlation length, weight (squares add up to one) and turn of each lattice.
struct Octave {
    float spacing, weight, cosine, sine;
};
constexpr Octave octaves[] = {{0.2152f, 0.497529f, 0.921061f, 0.389418f},   // 0.4 rad
                              {0.9119f, 0.662103f, 0.267499f, 0.963558f},   // 1.3 rad
                              {2.3809f, 0.560423f, -0.588501f, 0.808496f}}; // 2.2 rad

/// Spreads 32 bits over 32 bits (C. Wellons' "lowbias32" constants, public domain).
[[gnu::always_inline]] inline std::uint32_t scramble(std::uint32_t h) {
    h ^= h >> 16;
    h *= 0x7feb352dU;
    h ^= h >> 15;
    h *= 0x846ca68bU;
    return h ^ (h >> 16);
}

/// The sum of eight random bytes, four of each seed, as a standard variable: close enough to the normal
/// distribution, the more so once a dozen of them are mixed.
[[gnu::always_inline]] inline float cornerValue(std::uint32_t place, std::uint32_t first,
                                                std::uint32_t second) {
    const std::uint32_t a = scramble(place ^ first), b = scramble(place ^ second);
    const std::uint32_t pairs =
        (a & 0x00ff00ffU) + ((a >> 8) & 0x00ff00ffU) + (b & 0x00ff00ffU) + ((b >> 8) & 0x00ff00ffU);
    const auto sum = std::int32_t((pairs & 0xffffU) + (pairs >> 16));
    constexpr float mean = 8.0f * 127.5f;
    constexpr float spread = 209.02155f; // √(8 (256² - 1) / 12)
    return (float(sum) - mean) * (1.0f / spread);
}

/// sin(π t / 2) for t from 0 to 1, within 4e-6; its value at 1 - t is the cosine.
[[gnu::always_inline]] inline float quarterSine(float t) {
    const float s = t * t;
    return t * (1.57079633f +
                s * (-0.645964098f + s * (0.0796926262f + s * (-0.00468175414f + s * 0.000160441f))));
}

[[gnu::always_inline]] inline std::uint32_t placeOf(std::int32_t column, std::int32_t row) {
    return std::uint32_t(column) * 0x9e3779b1U + std::uint32_t(row) * 0x85ebca77U;
}

} // namespace

std::uint32_t mixSeed(std::uint32_t a, std::uint32_t b) {
    return scramble(a * 0x9e3779b1U + scramble(b + 0x7f4a7c15U));
}

CELLWRIGHT_WIDE
void shadowField(const FieldSeeds& seeds, float length, const float* __restrict east,
                 const float* __restrict north, float* __restrict value, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        value[i] = 0.0f;
    for (std::uint32_t k = 0; k < 3; ++k) {
        const Octave o = octaves[k];
        const std::uint32_t first = mixSeed(seeds.first, k), second = mixSeed(seeds.second, k);
        const float scale = 1.0f / (o.spacing * length);
        const float forward = o.cosine * scale, aside = o.sine * scale;
        for (std::size_t i = 0; i < n; ++i) {
            const float x = forward * east[i] + aside * north[i];
            const float y = forward * north[i] - aside * east[i];
            const auto wholeX = std::int32_t(x), wholeY = std::int32_t(y);
            const std::int32_t column = wholeX - (float(wholeX) > x ? 1 : 0);
            const std::int32_t row = wholeY - (float(wholeY) > y ? 1 : 0);
            const float tx = x - float(column), ty = y - float(row);
            const float right = quarterSine(tx), left = quarterSine(1.0f - tx);
            const float up = quarterSine(ty), down = quarterSine(1.0f - ty);
            const float low = left * cornerValue(placeOf(column, row), first, second) +
                              right * cornerValue(placeOf(column + 1, row), first, second);
            const float high = left * cornerValue(placeOf(column, row + 1), first, second) +
                               right * cornerValue(placeOf(column + 1, row + 1), first, second);
            value[i] += o.weight * (down * low + up * high);
        }
    }
}

} // namespace cellwright::radio
