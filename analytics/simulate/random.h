// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace cellwright::simulate {

/// A stream of random numbers of its own for each thing that is random, so that what one does never moves
/// what another draws, whatever the order or the threads. xoshiro256++ (Blackman and Vigna, ACM Trans. Math.
/// Softw. 47 (2021) 36), seeded by SplitMix64 as its authors advise.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) {
        std::uint64_t x = seed ^ (stream + 1) * 0xD1342543DE82EF95u;
        for (auto& word : state_)
            word = mixed(x += 0x9E3779B97F4A7C15u);
    }

    std::uint64_t bits() {
        const std::uint64_t result = rotated(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotated(state_[3], 45);
        return result;
    }
    /// Above 0, at most 1.
    double uniform() { return double((bits() >> 11) + 1) * 0x1p-53; }
    double exponential(double mean) { return -mean * std::log(uniform()); }
    /// Whole numbers from 0 to below `count`.
    std::uint64_t below(std::uint64_t count) { return std::uint64_t(double(count) * (uniform() - 0x1p-53)); }

private:
    static std::uint64_t rotated(std::uint64_t x, int by) { return x << by | x >> (64 - by); }
    static std::uint64_t mixed(std::uint64_t x) {
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
        x = (x ^ x >> 27) * 0x94D049BB133111EBu;
        return x ^ x >> 31;
    }
    std::array<std::uint64_t, 4> state_{};
};

} // namespace cellwright::simulate
