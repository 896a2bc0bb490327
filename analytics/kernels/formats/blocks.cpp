// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cmath>

namespace cellwright::kernels {

std::uint16_t toHalf(float value) {
    return Eigen::half_impl::float_to_half_rtne(value).x;
}

float fromHalf(std::uint16_t half) {
    return Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(half));
}

std::uint16_t toBrain(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if (std::isnan(value))
        return std::uint16_t(bits >> 16 | 0x40); // rounding must not make it infinite
    return std::uint16_t((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

float fromBrain(std::uint16_t brain) {
    return std::bit_cast<float>(std::uint32_t(brain) << 16);
}

BlockQ8 quantizeQ8(std::span<const float, blockLength> weights) {
    float largest = 0.0f;
    for (const float w : weights)
        largest = std::max(largest, std::abs(w));
    const float scale = largest / 127.0f;
    const float inverse = scale > 0.0f ? 1.0f / scale : 0.0f;
    BlockQ8 block{toHalf(scale), {}};
    for (int i = 0; i < blockLength; ++i)
        block.q[i] = std::int8_t(std::round(weights[std::size_t(i)] * inverse));
    return block;
}

BlockQ4 quantizeQ4(std::span<const float, blockLength> weights) {
    float extreme = 0.0f;
    for (const float w : weights)
        if (std::abs(w) > std::abs(extreme))
            extreme = w;
    const float scale = extreme / -8.0f;
    const float inverse = scale != 0.0f ? 1.0f / scale : 0.0f;
    const auto nibble = [&](int i) {
        return unsigned(std::min(15, int(weights[std::size_t(i)] * inverse + 8.5f)));
    };
    BlockQ4 block{toHalf(scale), {}};
    for (int i = 0; i < blockLength / 2; ++i)
        block.nibbles[i] = std::uint8_t(nibble(i) | nibble(i + blockLength / 2) << 4);
    return block;
}

void dequantize(const BlockQ8& block, std::span<float, blockLength> weights) {
    const float scale = fromHalf(block.scale);
    for (int i = 0; i < blockLength; ++i)
        weights[std::size_t(i)] = scale * float(block.q[i]);
}

void dequantize(const BlockQ4& block, std::span<float, blockLength> weights) {
    const float scale = fromHalf(block.scale);
    for (std::size_t i = 0; i < blockLength / 2; ++i) {
        weights[i] = scale * float(int(block.nibbles[i] & 15) - 8);
        weights[i + blockLength / 2] = scale * float(int(block.nibbles[i] >> 4) - 8);
    }
}

} // namespace cellwright::kernels
