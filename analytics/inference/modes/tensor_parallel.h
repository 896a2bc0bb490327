// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

#include <span>

namespace cellwright::inference {

/// Bytes that each of P hosts sends for one ring all-reduce of `bytes`: 2 (P - 1) / P of them. Thakur et al.,
/// Int. J. High Perform. Comput. Appl. 19 (2005), section 4.
template <class R>
Of<Bytes, R> allReduceBytes(R& rec, const Of<double, R>& hosts, Of<Bytes, R> bytes);

/// Time of the all-reduces of one pass over layers that are cut across P hosts: two per layer (after
/// attention and after the feed-forward; Shoeybi et al., arXiv 1909.08053, section 3), each of the hidden
/// vectors of all tokens, over the slowest link, with 2 (P - 1) messages one after another.
template <class R>
Of<Seconds, R> tensorParallelTime(R& rec, const Of<double, R>& hosts, const Of<double, R>& layers,
                                  Of<Bytes, R> hidden, Of<BytesPerSecond, R> slowest,
                                  Of<Seconds, R> perMessage);

/// One expert's share of a layer, on the host that keeps it.
struct ExpertLoad {
    double tokens = 0.0; ///< that the router sends there; 0: not asked, costs nothing
    Bytes perToken;      ///< hidden vector, each way
    BytesPerSecond there, back;
    Seconds computePerToken;
    Seconds fixed; ///< reading the expert's weights, delays of the way
};
/// Time of a layer whose experts work at once on several hosts: the slowest of them, 0 where none is asked.
/// Arithmetic of WDMoE (arXiv 2411.06681): tokens there, computed, and back.
Seconds expertLayerTime(std::span<const ExpertLoad> experts);

} // namespace cellwright::inference
