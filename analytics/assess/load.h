// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/figures.h"

namespace cellwright::assessing {

/// What all groups together put on the shared parts of the network. Everything about a request that these
/// need is the same for all users of a group but the rates, so the sums run over users once.
struct GroupLoad {
    const Plan* plan = nullptr;
    std::size_t group = 0;
    Bytes uplink, downlink; ///< per request, where that is the same for all users
};

/// Time of a cell that requests need, over the time there is: Σ λ·x·8D / R over its served users, R the rate
/// where all PRBs are offered (LinkDirection::rateBusy) and x the share of them that the user can fill. Above
/// 1 requests pile up.
template <class R>
Of<double, R> cellUtilisation(R& rec, const World& world, std::span<const GroupLoad> loads, int cell,
                              radio::Direction direction);

} // namespace cellwright::assessing
