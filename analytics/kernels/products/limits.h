// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Loops that reach what the machine can do at most, to hold the kernels against.
namespace cellwright::kernels::simd {

/// Reads all of the memory (a multiple of 512 bytes) and returns a value that depends on it.
std::uint64_t readAll(const std::byte* data, std::size_t bytes);

/// The units that multiply: f32, pairs of bf16 added to f32, and 8-bit integers added to 32 bits in the way
/// that the products of this instruction set add them.
enum class Unit { f32, bf16, int8 };

/// Multiplies and adds in registers only and returns the operations done (2 per multiply-accumulate), about
/// 10 million; 0 where the processor lacks the unit.
double multiplyInRegisters(Unit unit);

/// A fixed amount of arithmetic in registers, about 0.2 ms: the canary that hears a slower clock or a lost
/// core.
std::uint64_t spinFixed();

} // namespace cellwright::kernels::simd
