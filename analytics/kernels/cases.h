// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/packed.h"
#include "analytics/kernels/memory.h"
#include "analytics/kernels/profiler.h"

#include <vector>

namespace cellwright::kernels {

/// One thing to measure.
struct Case {
    Scheme weights = Scheme::f16;
    Shape shape;
    int threads = 1;
    [[nodiscard]] double flop() const { return 2.0 * shape.rows * shape.cols * shape.tokens; }
    [[nodiscard]] std::string text() const; ///< "q8_0 4096 x 4096 x 512, 2 threads"
    bool operator==(const Case&) const = default;
};

/// The machine's limits that the choice of cases depends on.
struct Limits {
    int cores = 1;
    int logicalProcessors = 1;
    Bytes lastLevelCache;
};

/// The cases that the options ask for, each once. Fails for schemes without kernel, impossible shapes (below
/// 1, columns that do not fill blocks, more memory than `maximumMemory`), unknown kernels and impossible
/// thread counts.
Expected<std::vector<Case>> chooseCases(const ProfileOptions& options, const Limits& limits);
inline constexpr std::size_t maximumMemory = 512u << 20; ///< of all weights that lie in memory together

/// Weights of one scheme: more than the last-level cache holds, of which any part that begins on a tile is a
/// matrix of any shape. Random data from the seed, repeated.
class Arena {
public:
    Arena(Scheme scheme, std::size_t bytes, std::uint64_t seed);

    [[nodiscard]] Scheme scheme() const { return scheme_; }
    [[nodiscard]] const Buffer& memory() const { return memory_; }
    /// The next matrix of this shape: each call moves on, so that its weights have left the caches.
    PackedView next(int rows, int cols);

private:
    Scheme scheme_;
    Format format_;
    Buffer memory_;
    std::size_t offset_ = 0;
};

/// Bytes that the arena of a scheme needs for these cases.
std::size_t arenaBytes(Scheme scheme, const std::vector<Case>& cases, const Limits& limits);

/// The cases by scheme, in batches whose arenas fit into `maximumMemory` together.
std::vector<std::vector<Case>> batches(const std::vector<Case>& cases, const Limits& limits);

} // namespace cellwright::kernels
