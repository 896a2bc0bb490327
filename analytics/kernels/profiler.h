// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/operations/operation_case.h"
#include "analytics/kernels/profile.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace cellwright::kernels {

struct Shape {
    int rows = 4096;
    int cols = 4096;
    int tokens = 1;
    bool operator==(const Shape&) const = default;
};

/// One product: weights of this scheme and shape.
struct Product {
    Scheme weights = Scheme::f16;
    Shape shape;
    bool operator==(const Product&) const = default;
};

/// What to measure. Empty lists stand for the defaults: our own kernels; f32 f16 q8_0 q4_0 when quick, all
/// that they have else; the shapes of the chosen depth; one thread and all cores (on hybrid processors also
/// all fast ones).
struct ProfileOptions {
    bool quick = true; ///< at most 20 s in all; else at most 3 minutes
    /// Ids of who computes, see providers.h; "all" for every one that can be used here. All are measured by
    /// turns in the same rounds, so that their ratios are fair.
    std::vector<std::string> providers;
    /// matVec, matMat: only shapes that are one of these; one of operationKernels: these operations, together
    /// with products of one token at least. Without shapes an empty list means everything.
    std::vector<std::string> kernels;
    std::vector<Scheme> weights;
    std::vector<Shape> shapes; ///< each in each of the weights
    std::vector<int> threads;
    bool sweep = false; ///< 1, 2, 4, … threads up to all cores, where `threads` is empty
    /// Products and operations (layers and attention of a model) that are measured as they stand here, at
    /// each number of threads; `threads` of an operation counts for nothing. With any of them there are no
    /// default shapes and operations; without products, those of the layers accompany them.
    std::vector<Product> products;
    std::vector<OperationCase> layers;
    std::uint64_t seed = 1; ///< of the random weights and the order of the cases
    Seconds budget{0.0};    ///< for everything, preparation too; 0: 18 s quick, 170 s full
};

/// Called from the measuring thread with the share done (0 to 1, never falling) and what is being measured.
using ProfileProgress = std::function<void(double fraction, const std::string& text)>;

/// Measures the kernels of this computer, on the calling thread and the threads it starts. Weights are cold
/// (rotating over more than the last-level cache holds), cases are interleaved in rounds, and samples beside
/// which a fixed loop ran slow are dropped and counted. A case takes part until its median is known to 1 %
/// (2 % when quick), and all of it ends when every case is or the time is spent. Results that a kernel left
/// unwritten or not finite are reported as a warning and not stored; what throws as well.
/// Errors: an unknown provider, a scheme without kernel, an impossible shape or thread count (before anything
/// is measured), or "cancelled" within 100 ms of a stop request (as far as other providers hear it).
Expected<Profile> run(const ProfileOptions& options, const ProfileProgress& progress = {},
                      std::stop_token stop = {});

} // namespace cellwright::kernels
