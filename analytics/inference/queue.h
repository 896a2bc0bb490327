// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

namespace cellwright::inference {

/// Requests of one kind that arrive at a host.
struct Arrival {
    Hertz rate;      ///< requests per second, Poisson
    Seconds service; ///< processor time per request
};

/// Offered work over capacity: Σ λ_i·S_i / servers. At 1 and above there is no steady state.
template <class R>
Of<double, R> utilisation(R& rec, std::span<const Arrival> arrivals, int servers);

/// Mean wait for the processor by the Pollaczek-Khinchine formula of the M/G/1 queue, each of `servers`
/// replicas receiving its share of the arrivals (random splitting): W = λ·E[S²] / (2·(1 - ρ)). Infinite when
/// ρ >= 1. Valid for Poisson arrivals served whole and in order; iteration-level batching shortens the real
/// wait, so this is an upper estimate for batches above one. Source: Kleinrock, Queueing Systems vol. 1
/// (1975), chapter 5.
template <class R>
Of<Seconds, R> meanWait(R& rec, std::span<const Arrival> arrivals, int servers);

} // namespace cellwright::inference
