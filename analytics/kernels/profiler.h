// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <cstdint>
#include <functional>
#include <stop_token>

namespace cellwright::kernels {

struct Shape {
    int rows = 4096;
    int cols = 4096;
    int tokens = 1;
    bool operator==(const Shape&) const = default;
};

/// What to measure. Empty lists stand for the defaults: f32 f16 q8_0 q4_0, the shapes of the chosen depth,
/// one thread and all cores.
struct ProfileOptions {
    bool quick = true; ///< at most 20 s in all; else at most 3 minutes
    /// matVec, matMat: only shapes that are one of these; layerKernel, attentionKernel: these operations,
    /// together with products of one token at least. Without shapes an empty list means all four.
    std::vector<std::string> kernels;
    std::vector<Scheme> weights;
    std::vector<Shape> shapes;
    std::vector<int> threads;
    std::uint64_t seed = 1; ///< of the random weights and the order of the cases
    Seconds budget{0.0};    ///< time for the rounds; 0: 16 s quick, 150 s full
};

/// Called from the measuring thread with the share done (0 to 1, never falling) and what is being measured.
using ProfileProgress = std::function<void(double fraction, const std::string& text)>;

/// Measures the kernels of this computer, on the calling thread and the threads it starts. Weights are cold
/// (rotating over more than the last-level cache holds, at most 512 MB in all), cases are interleaved in
/// rounds, and rounds in which a fixed loop ran slow are dropped and counted.
/// Errors: a scheme without kernel, an impossible shape or thread count (before anything is measured), or
/// "cancelled" within 100 ms of a stop request.
Expected<Profile> run(const ProfileOptions& options, const ProfileProgress& progress = {},
                      std::stop_token stop = {});

} // namespace cellwright::kernels
