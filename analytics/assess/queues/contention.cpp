// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/queues/contention.h"

#include "analytics/transport/weather.h"

#include <algorithm>

namespace cellwright::assessing {

int NarrowestLinks::stationOf(const Endpoint& from, const Endpoint& to) {
    const auto [known, fresh] =
        routes_.try_emplace({from.site.value, from.host.value, to.site.value, to.host.value}, -1);
    if (!fresh)
        return known->second;
    const auto* route = world_.route(from, to);
    if (route && !route->hops.empty())
        known->second = find(*route);
    return known->second;
}

int NarrowestLinks::find(const transport::Route& route) {
    NullRecorder rec;
    const transport::Route::Hop* narrowest = nullptr;
    double least = 0.0;
    for (const auto& hop : route.hops) {
        const auto* link = findById(world_.scenario().topology.links, hop.link);
        const double free =
            transport::freeCapacity(rec, world_.scenario().topology, world_.assumptions(), *link).si();
        if (!narrowest || free < least) {
            narrowest = &hop;
            least = free;
        }
    }
    const int tree = world_.traffic().treeOf(narrowest->link);
    const Station key =
        tree >= 0 ? Station(true, tree, true) : Station(false, narrowest->link.value, narrowest->forward);
    return stations_.try_emplace(key, int(stations_.size())).first->second;
}

AirParts airParts(const World& world, std::size_t group, const radio::UserLink& link) {
    NullRecorder rec;
    const auto& network = world.field().network();
    const auto& cell = network.cells[std::size_t(link.cell)];
    const auto scheduler = network.carriers[std::size_t(cell.carrier)].carrier.scheduler;
    const double part = 1.0 / radio::sharedParts(rec, scheduler, world.field().sharing(link.cell, group));
    return {std::min(part, link.up.shareBusy), std::min(part, link.down.shareBusy)};
}

MessageTimes messageTimes(const World& world, const Plan& plan,
                          const inference::Messages<NullRecorder>& messages, const radio::UserLink& link) {
    MessageTimes times;
    times.promptUp = (toBits(messages.prompt) / link.up.rateShared).si();
    times.stepUp = (toBits(messages.step) / link.up.rateShared).si();
    times.tokenDown = (toBits(messages.token) / link.down.rateShared).si();
    const auto& metrics = world.routeMetrics({link.site, {}}, {{}, plan.promptHost().id});
    if (metrics.hops > 0)
        times.link = (toBits(messages.prompt) / metrics.bottleneck).si();
    return times;
}

Contention::Contention(const World& world, std::span<const GroupUsers> users)
    : world_(world)
    , narrowest_(world)
    , air_(2 * world.field().network().cells.size()) {
    for (std::size_t g = 0; g < users.size(); ++g) {
        const auto& plan = world.plans()[g];
        const bool sends = plan && plan->usesHost();
        messages_.push_back(sends ? requestMessages(*plan, world.assumptions())
                                  : inference::Messages<NullRecorder>{});
        if (sends)
            add(g, users[g]);
    }
}

void Contention::add(std::size_t group, const GroupUsers& users) {
    const auto& plan = *world_.plans()[group];
    const double rate = plan.askingRate().si();
    const double tokens = plan.workload->outputTokens;
    for (const auto& user : users.results) {
        const auto times = messageTimes(world_, plan, messages_[group], user.link);
        const auto parts = airParts(world_, group, user.link);
        auto& up = air_[2 * std::size_t(user.link.cell)];
        up.add(rate, parts.up, times.promptUp);
        auto& down = air_[2 * std::size_t(user.link.cell) + 1];
        down.add(rate, parts.down, times.tokenDown);
        up.flow += rate * (tokens - 1.0) * parts.up * times.stepUp;
        down.flow += rate * (tokens - 1.0) * parts.down * times.tokenDown;
        if (const int link = linkOf(plan, user.link); link >= 0) {
            links_.resize(std::max(links_.size(), std::size_t(link) + 1));
            links_[std::size_t(link)].add(rate, 1.0, times.link);
        }
    }
}

int Contention::linkOf(const Plan& plan, const radio::UserLink& link) const {
    return narrowest_.stationOf({link.site, {}}, {{}, plan.promptHost().id});
}

inference::Excess Contention::firstToken(std::size_t group, const radio::UserLink& link) const {
    const auto& plan = *world_.plans()[group];
    const auto times = messageTimes(world_, plan, messages_[group], link);
    const auto parts = airParts(world_, group, link);
    auto excess = inference::sharingExcess(air(link, false), parts.up, times.promptUp) +
                  inference::sharingExcess(air(link, true), parts.down, times.tokenDown);
    if (const int station = linkOf(plan, link); station >= 0)
        excess = excess + inference::sharingExcess(links_[std::size_t(station)], 1.0, times.link);
    return excess;
}

double Contention::laterToken(std::size_t group, const radio::UserLink& link) const {
    const auto& plan = *world_.plans()[group];
    if (!plan.usesDevice())
        return 0.0; // tokens stream while the next is computed
    const auto times = messageTimes(world_, plan, messages_[group], link);
    const auto parts = airParts(world_, group, link);
    return inference::sharingExcess(air(link, false), parts.up, times.stepUp).mean +
           inference::sharingExcess(air(link, true), parts.down, times.tokenDown).mean;
}

double Contention::load(std::size_t group, const radio::UserLink& link) const {
    double most =
        std::max(air(link, false).load + air(link, false).flow, air(link, true).load + air(link, true).flow);
    if (const int station = linkOf(*world_.plans()[group], link); station >= 0)
        most = std::max(most, links_[std::size_t(station)].load);
    return most;
}

} // namespace cellwright::assessing
