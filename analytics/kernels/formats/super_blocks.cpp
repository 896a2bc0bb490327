// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::kernels {
namespace {

float inverseOf(float value) {
    return value != 0.0f ? 1.0f / value : 0.0f;
}

int rounded(float value, int least, int most) {
    return std::clamp(int(std::lround(value)), least, most);
}

// ---- q4_k ----

constexpr int partsQ4K = 8, partLengthQ4K = 32;
using Parts = std::array<std::uint8_t, partsQ4K>;

struct ScalesQ4K {
    Parts scale{};
    Parts offset{};
};

void pack(const ScalesQ4K& s, std::uint8_t (&bytes)[12]) {
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[i] = std::uint8_t(s.scale[i] | (s.scale[4 + i] >> 4) << 6);
        bytes[4 + i] = std::uint8_t(s.offset[i] | (s.offset[4 + i] >> 4) << 6);
        bytes[8 + i] = std::uint8_t((s.scale[4 + i] & 15) | (s.offset[4 + i] & 15) << 4);
    }
}

ScalesQ4K unpack(const std::uint8_t (&bytes)[12]) {
    ScalesQ4K s;
    for (std::size_t i = 0; i < 4; ++i) {
        s.scale[i] = bytes[i] & 63;
        s.offset[i] = bytes[4 + i] & 63;
        s.scale[4 + i] = std::uint8_t((bytes[8 + i] & 15) | (bytes[i] >> 6) << 4);
        s.offset[4 + i] = std::uint8_t((bytes[8 + i] >> 4) | (bytes[4 + i] >> 6) << 4);
    }
    return s;
}

/// The step and the (positive) offset below zero of each part.
struct Ranges {
    std::array<float, partsQ4K> step{};
    std::array<float, partsQ4K> below{};
};

Ranges rangesOf(std::span<const float, superLength> weights) {
    Ranges ranges;
    for (std::size_t p = 0; p < partsQ4K; ++p) {
        const auto part = weights.subspan(p * partLengthQ4K, partLengthQ4K);
        const float least = std::min(0.0f, *std::ranges::min_element(part));
        const float most = std::max(0.0f, *std::ranges::max_element(part));
        ranges.step[p] = (most - least) / 15.0f;
        ranges.below[p] = -least;
    }
    return ranges;
}

std::size_t nibbleByteQ4K(std::size_t weight) {
    return weight / 64 * 32 + weight % 32;
}
bool highNibbleQ4K(std::size_t weight) {
    return weight % 64 >= 32;
}

// ---- q6_k ----

constexpr std::size_t partsQ6K = 16, partLengthQ6K = 16;

/// Where the 6 bits of a weight lie.
struct PlaceQ6K {
    std::size_t lowByte;
    int lowShift;
    std::size_t highByte;
    int highShift;
};

PlaceQ6K placeQ6K(std::size_t weight) {
    const std::size_t half = weight / 128, quarter = weight % 128 / 32, i = weight % 32;
    return {half * 64 + quarter % 2 * 32 + i, quarter < 2 ? 0 : 4, half * 32 + i, int(2 * quarter)};
}

float extremeOf(std::span<const float> part) {
    return *std::ranges::max_element(part, {}, [](float w) { return std::abs(w); });
}

} // namespace

BlockQ4K quantizeQ4K(std::span<const float, superLength> weights) {
    const Ranges ranges = rangesOf(weights);
    BlockQ4K block{toHalf(*std::ranges::max_element(ranges.step) / 63.0f),
                   toHalf(*std::ranges::max_element(ranges.below) / 63.0f),
                   {},
                   {}};
    const float d = fromHalf(block.d), m = fromHalf(block.m);
    ScalesQ4K scales;
    for (std::size_t p = 0; p < partsQ4K; ++p) {
        scales.scale[p] = std::uint8_t(rounded(ranges.step[p] * inverseOf(d), 0, 63));
        scales.offset[p] = std::uint8_t(rounded(ranges.below[p] * inverseOf(m), 0, 63));
    }
    pack(scales, block.scales);
    for (std::size_t i = 0; i < superLength; ++i) {
        const std::size_t p = i / partLengthQ4K;
        const float inverse = inverseOf(d * float(scales.scale[p]));
        const int n = rounded((weights[i] + m * float(scales.offset[p])) * inverse, 0, 15);
        block.nibbles[nibbleByteQ4K(i)] |= std::uint8_t(highNibbleQ4K(i) ? n << 4 : n);
    }
    return block;
}

void dequantize(const BlockQ4K& block, std::span<float, superLength> weights) {
    const ScalesQ4K scales = unpack(block.scales);
    const float d = fromHalf(block.d), m = fromHalf(block.m);
    for (std::size_t i = 0; i < superLength; ++i) {
        const std::size_t p = i / partLengthQ4K;
        const int byte = block.nibbles[nibbleByteQ4K(i)];
        const int n = highNibbleQ4K(i) ? byte >> 4 : byte & 15;
        weights[i] = d * float(scales.scale[p]) * float(n) - m * float(scales.offset[p]);
    }
}

BlockQ6K quantizeQ6K(std::span<const float, superLength> weights) {
    std::array<float, partsQ6K> steps{};
    for (std::size_t p = 0; p < partsQ6K; ++p)
        steps[p] = extremeOf(weights.subspan(p * partLengthQ6K, partLengthQ6K)) / -32.0f;
    BlockQ6K block{{}, {}, {}, toHalf(extremeOf(steps) / -128.0f)};
    const float d = fromHalf(block.d);
    for (std::size_t p = 0; p < partsQ6K; ++p)
        block.scales[p] = std::int8_t(rounded(steps[p] * inverseOf(d), -128, 127));
    for (std::size_t i = 0; i < superLength; ++i) {
        const float inverse = inverseOf(d * float(block.scales[i / partLengthQ6K]));
        const int n = rounded(weights[i] * inverse, -32, 31) + 32;
        const PlaceQ6K at = placeQ6K(i);
        block.low[at.lowByte] |= std::uint8_t((n & 15) << at.lowShift);
        block.high[at.highByte] |= std::uint8_t((n >> 4) << at.highShift);
    }
    return block;
}

void dequantize(const BlockQ6K& block, std::span<float, superLength> weights) {
    const float d = fromHalf(block.d);
    for (std::size_t i = 0; i < superLength; ++i) {
        const PlaceQ6K at = placeQ6K(i);
        const int low = block.low[at.lowByte] >> at.lowShift & 15;
        const int high = block.high[at.highByte] >> at.highShift & 3;
        weights[i] = d * float(block.scales[i / partLengthQ6K]) * float((low | high << 4) - 32);
    }
}

} // namespace cellwright::kernels
