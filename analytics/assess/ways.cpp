// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/ways.h"

#include <limits>

namespace cellwright::assessing {
namespace {

template <class R>
transport::RouteMetrics<R> metricsOf(R& rec, const World& world, const Endpoint& from, const Endpoint& to) {
    if constexpr (!R::recording)
        return world.routeMetrics(from, to); // measured once for all who use it
    else
        return transport::routeMetrics(rec, world.scenario().topology, world.assumptions(), world.traffic(),
                                       *world.route(from, to));
}

} // namespace

template <class R>
inference::Hop<R> hopOf(R& rec, const World& world, const Endpoint& from, const Endpoint& to, bool queued) {
    if (!world.route(from, to))
        return {rec.input(Seconds(std::numeric_limits<double>::infinity()), "t_r", "delay of the route",
                          Label::computed, "no route leads there"),
                BitsPerSecond(std::numeric_limits<double>::infinity())};
    const auto metrics = metricsOf(rec, world, from, to);
    return {queued ? metrics.delay : metrics.emptyDelay, metrics.bottleneck};
}

#define INSTANTIATE(R)                                                                                       \
    template inference::Hop<R> hopOf(R&, const World&, const Endpoint&, const Endpoint&, bool);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
