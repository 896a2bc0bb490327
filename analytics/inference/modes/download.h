// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/quantity.h"

#include <span>
#include <vector>

namespace cellwright::inference {

/// A layer that is downloaded before it can compute.
struct DownloadedLayer {
    Bytes size;
    Seconds compute; ///< for the input at hand
};

/// First inference while the model still arrives (SLIDE, arXiv 2512.20946, equations 2 to 4): a layer
/// computes once it has arrived and the layer before has computed, t_l = max(Σ_(j<=l) S_j / R, t_(l-1)) +
/// T_l. The rate is positive. Never longer than downloading everything first, and equal for one layer.
Seconds downloadWhileComputing(std::span<const DownloadedLayer> layers, BytesPerSecond rate);
/// The whole download, then the whole computation.
Seconds downloadThenCompute(std::span<const DownloadedLayer> layers, BytesPerSecond rate);

/// Weights that do not fit into memory are read again from flash for every token: a step takes at least as
/// long as reading what is missing. Returns the time of a step; `fitting` is the memory left for weights.
Seconds streamedStep(Seconds step, Bytes weights, Bytes fitting, BytesPerSecond flash);

/// What a user needs so that a model arrives and answers by a deadline: the least rate, by bisection to 1e-9
/// of it; infinity where computing alone takes longer.
BytesPerSecond leastRate(std::span<const DownloadedLayer> layers, Seconds deadline);

} // namespace cellwright::inference
