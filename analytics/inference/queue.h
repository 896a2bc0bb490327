// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

namespace cellwright::inference {

/// Requests of one kind that arrive at a host.
struct Arrival {
    Hertz rate;            ///< requests per second
    Seconds service;       ///< processor time per request
    double periodic = 0.0; ///< users who each send at a fixed interval; 0: Poisson arrivals
};

/// Squared coefficient of variation of the gaps between these arrivals at one of the host's accelerators, as
/// its queue sees them: 1 for Poisson arrivals (queueing/waiting.h: arrivalVariability).
double variabilityOf(std::span<const Arrival> arrivals, int servers);
/// (c_a² + c_s²) / (1 + c_s²): what that makes of the wait behind Poisson arrivals.
double waitFactor(std::span<const Arrival> arrivals, int servers);

/// Offered work over capacity: Σ λ_i·S_i / servers. At 1 and above there is no steady state.
template <class R>
Of<double, R> utilisation(R& rec, std::span<const Arrival> arrivals, int servers);

/// Mean wait for the processor by the Pollaczek-Khinchine formula of the M/G/1 queue, each of `servers`
/// replicas receiving its share of the arrivals (random splitting): W = λ·E[S²] / (2·(1 - ρ)). Infinite when
/// ρ >= 1. Valid for Poisson arrivals served whole and in order; iteration-level batching shortens the real
/// wait, so this is an upper estimate for batches above one. Source: Kleinrock, Queueing Systems vol. 1
/// (1975), chapter 5. Where users send periodically the wait is that times (c_a² + c_s²) / (1 + c_s²), c_a²
/// as variabilityOf() and c_s² of the services (Allen and Cunneen; Kingman's bound in heavy traffic).
template <class R>
Of<Seconds, R> meanWait(R& rec, std::span<const Arrival> arrivals, int servers);

} // namespace cellwright::inference
