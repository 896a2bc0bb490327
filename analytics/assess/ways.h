// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"
#include "analytics/inference/timing.h"

namespace cellwright::assessing {

/// What the route between two places offers; without one nothing ever arrives. `queued`: with the queues of
/// its links.
template <class R>
inference::Hop<R> hopOf(R& rec, const World& world, const Endpoint& from, const Endpoint& to, bool queued);
template <class R>
inference::Hop<R> hopOf(R& rec, const World& world, const Host& from, const Host& to, bool queued) {
    return hopOf(rec, world, Endpoint{{}, from.id}, Endpoint{{}, to.id}, queued);
}

} // namespace cellwright::assessing
