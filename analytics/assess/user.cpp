// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/user.h"

#include <cmath>

namespace cellwright::assessing {
namespace {

template <class R>
radio::UserLinkOf<R> linkOf(R& rec, const World& world, std::size_t group, std::size_t user) {
    if constexpr (!R::recording) {
        return world.links(group)[user]; // made by the same function when the world was
    } else {
        const auto& known = world.links(group)[user];
        const auto& members = world.field().groups()[group];
        const double sharing = known.cell < 0 ? 1.0 : world.field().sharingUsers(members.levels.cell[user]);
        return radio::evaluateUser(rec, world.field(), members.positions[user], members.group, sharing);
    }
}

template <class R>
inference::Network<R> networkOf(R& rec, const World& world, const Plan& plan,
                                const radio::UserLinkOf<R>& link) {
    const auto& assumptions = world.assumptions();
    inference::Network<R> network;
    network.uplinkRate = link.up.rateShared;
    network.downlinkRate = link.down.rateShared;
    const auto* route = world.route(link.site, plan.host->id);
    const auto metrics = transport::routeMetrics(rec, world.scenario().topology, *route);
    network.transportDelay = metrics.delay;
    network.transportRate = metrics.bottleneck;
    network.uplinkGrant = rec.input(assumptions.uplinkGrantDelay.value_or(Seconds(0.0025)), "t_grant",
                                    "uplink grant", Label::assumed, "assumptions: uplink grant delay");
    network.downlinkDelay = rec.input(assumptions.downlinkDelay.value_or(Seconds(0.001)), "t_sched",
                                      "downlink scheduling", Label::assumed, "assumptions: downlink delay");
    network.coreDelay = rec.input(assumptions.coreDelay, "t_core", "user-plane function, one way",
                                  Label::assumed, "assumptions: core delay");
    return network;
}

template <class R>
EnergyPlace<R> placeOf(const World& world, const Plan& plan, const radio::UserLinkOf<R>& link) {
    EnergyPlace<R> place;
    if (!plan.usesHost())
        return place;
    place.site = findById(world.scenario().topology.sites, link.site);
    place.siteLoad = place.site ? world.siteLoad(*place.site) : 0.0;
    place.fullUplink = link.up.rateAlone;
    place.fullDownlink = link.down.rateAlone;
    place.uplinkShare = link.up.share;
    place.hops = int(world.route(link.site, plan.host->id)->hops.size());
    place.hostUtilisation = world.utilisation(plan.host->id);
    return place;
}

} // namespace

template <class R>
Expected<UserResult<R>> evaluateUser(R& rec, const World& world, std::size_t group, std::size_t user,
                                     const RequestModel<R>& model) {
    const auto& plan = *world.plans()[group];
    UserResult<R> result;
    result.link = linkOf(rec, world, group, user);
    const auto network = plan.usesHost() ? networkOf(rec, world, plan, result.link) : inference::Network<R>{};
    const auto timed = [&](const inference::Compute<R>& compute) {
        return inference::timing(rec, plan.placement(), model.outputTokens, model.batch, model.messages,
                                 network, compute);
    };
    result.timing = timed(model.compute);
    auto served = result.timing;
    if (!std::isfinite(valueOf(model.compute.hostWait.si()))) {
        auto compute = model.compute;
        compute.hostWait = {};
        served = timed(compute);
    }
    auto energy =
        requestEnergy(rec, plan, world.assumptions(), model, served, placeOf(world, plan, result.link));
    if (!energy)
        return tl::make_unexpected(energy.error());
    result.energy = *energy;
    return result;
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<UserResult<R>> evaluateUser(R&, const World&, std::size_t, std::size_t,                \
                                                  const RequestModel<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
