// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"

#include <cstddef>
#include <cstdint>

/// The vectorised inner loops of attention, compiled for every instruction set.
namespace cellwright::kernels::simd {

/// Turns a row of `n` scores into powers e^(score - maximum) with a maximum that grows from block to block.
/// Returns the factor that brings what was summed before to the new maximum.
float growingSoftmax(float* scores, int n, float& maximum, float& sum);

/// out[token] += sum over the positions of powers[token][position] * values[position].
struct WeightedValues {
    Format format = Format::f16;          ///< f16 or q8_0, as KvCache keeps values
    const std::uint8_t* values = nullptr; ///< of the first position
    std::size_t valueBytes = 0;           ///< from position to position
    int size = 0;                         ///< of a head, a multiple of 32
    int positions = 0;
    const float* powers = nullptr;
    std::size_t powerStride = 0; ///< from token to token
    int tokens = 1;              ///< 1 to 4, or 8
    float* out = nullptr;        ///< tokens x size
};
void addValues(const WeightedValues& what);

} // namespace cellwright::kernels::simd
