// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"

namespace cellwright::kernels::simd {

/// A block of quantized activations of one token: values, one scale, and sums over every `sumColumns` values.
struct ActivationLayout {
    int columns;
    int sumColumns;
    [[nodiscard]] constexpr int bytes() const { return columns + 4 + 4 * (columns / sumColumns); }
};

/// For the block formats.
constexpr ActivationLayout layoutOf(Format format) {
    switch (format) {
    case Format::q4_k:
        return {256, 32};
    case Format::q6_k:
        return {256, 16};
    default:
        return {32, 32};
    }
}

constexpr bool isBlockFormat(Format format) {
    return format == Format::q8_0 || format == Format::q4_0 || format == Format::q4_k ||
           format == Format::q6_k;
}

} // namespace cellwright::kernels::simd
