// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profiler.h"

#include <span>
#include <string>
#include <vector>

namespace cellwright::kernels {

class Provider;

/// One product to measure.
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
    int fastCores = 0; ///< on hybrid processors those of the fastest kind; else 0
    Bytes memory{0.0}; ///< 0: not known
};

Limits limitsOf(const Machine& machine);

/// Those that the options name, each once, ours without a name; "all" stands for every one that is available.
Expected<std::vector<Provider*>> chooseProviders(const ProfileOptions& options);

/// The numbers of threads that the options ask for, each once.
Expected<std::vector<int>> chooseThreads(const ProfileOptions& options, const Limits& limits);

/// The products that the options ask for, each once. Fails for schemes that no chosen provider multiplies,
/// impossible shapes (below 1, columns that do not fill blocks, more memory than `maximumMatrix`), unknown
/// kernels and impossible thread counts. Default shapes that a scheme cannot have are left out.
Expected<std::vector<Case>> chooseCases(const ProfileOptions& options, const Limits& limits,
                                        std::span<Provider* const> providers);
inline constexpr std::size_t maximumMatrix = 512u << 20;
inline constexpr double maximumVectors = 1e9;   ///< bytes of the inputs and results of a product, as f32
inline constexpr int maximumDepth = 1 << 20;    ///< of an operation over a cache
inline constexpr double maximumOperation = 4e9; ///< bytes of the weights and the cache of an operation
inline constexpr int maximumTokens = 4096;      ///< of a product or an operation

/// The operations that the options ask for, at each number of threads: the layers and operations that they
/// name; the usual ones besides, unless they name shapes of products or operations only. Sizes are those of
/// small models (Qwen3 0.6B, Llama 3.2 1B).
Expected<std::vector<OperationCase>> chooseOperations(const ProfileOptions& options, const Limits& limits,
                                                      const std::vector<Case>& cases,
                                                      std::span<Provider* const> providers);

} // namespace cellwright::kernels
