// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace cellwright::radio {

/// A random field over the ground is the even mixture of two independent ones: fields that share one of their
/// seeds are correlated by 0.5, fields that share both are one.
struct FieldSeeds {
    std::uint32_t first = 0, second = 0;
    bool operator==(const FieldSeeds&) const = default;
};

/// Standard normal values of the field at `n` places (metres east and north): the same value at the same
/// place whenever and in whatever company it is asked for. Their correlation over a distance d is exp(-d /
/// length) within 0.04 (TR 38.901 eq. 7.4-5); it is isotropic on average over the ground.
///
/// How: three lattices of random numbers, each turned by another angle, are interpolated with weights whose
/// squares add up to one and summed. A lattice's numbers are hashes of its indices, so nothing is stored. The
/// lattices' spacings and powers were fitted to the exponential.
void shadowField(const FieldSeeds& seeds, float length, const float* east, const float* north, float* value,
                 std::size_t n);

/// A seed made of several numbers.
std::uint32_t mixSeed(std::uint32_t a, std::uint32_t b);

} // namespace cellwright::radio
