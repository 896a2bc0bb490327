// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/traffic.h"

#include "analytics/transport/medium.h"
#include "analytics/transport/weather.h"

#include <algorithm>
#include <limits>
#include <map>

namespace cellwright::transport {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double packetBytes = 1500.0;

using Place = std::pair<std::int64_t, std::int64_t>;
Place placeOf(const Endpoint& end) {
    return {end.site.value, end.host.value};
}

/// The links by id, for routes of many hops.
template <class F>
void forEachHop(const Topology& topology, const Route& route, F&& visit) {
    if (route.hops.size() < 4) {
        for (const auto& hop : route.hops)
            if (const auto* link = findById(topology.links, hop.link))
                visit(*link);
        return;
    }
    std::unordered_map<LinkId, const Link*> known;
    for (const auto& link : topology.links)
        known.emplace(link.id, &link);
    for (const auto& hop : route.hops)
        if (const auto found = known.find(hop.link); found != known.end())
            visit(*found->second);
}

} // namespace

Offered& Offered::operator+=(const Offered& more) {
    forward += more.forward;
    backward += more.backward;
    return *this;
}

Traffic::Traffic(const Topology& topology) {
    for (const auto& link : topology.links)
        links_.try_emplace(link.id);
    findTrees(topology);
}

void Traffic::findTrees(const Topology& topology) {
    std::map<Place, int> meeting;
    for (const auto& link : topology.links)
        if (link.medium == Medium::pon && link.enabled) {
            ++meeting[placeOf(link.from)];
            ++meeting[placeOf(link.to)];
        }
    std::map<Place, int> trees;
    for (const auto& link : topology.links) {
        if (link.medium != Medium::pon || !link.enabled)
            continue;
        const auto from = placeOf(link.from), to = placeOf(link.to);
        const bool towards = meeting[to] >= meeting[from];
        const auto [tree, fresh] = trees.try_emplace(towards ? to : from, int(trees_.size()));
        if (fresh) {
            trees_.emplace_back();
            members_.push_back(0);
        }
        auto& entry = links_[link.id];
        entry.tree = tree->second;
        entry.towardsTerminal = towards;
        ++members_[std::size_t(entry.tree)];
    }
}

void Traffic::add(const Route& route, BitsPerSecond along, BitsPerSecond back) {
    for (const auto& hop : route.hops) {
        auto& entry = links_[hop.link];
        const Offered more{hop.forward ? along : back, hop.forward ? back : along};
        entry.own += more;
        if (entry.tree >= 0)
            trees_[std::size_t(entry.tree)] +=
                entry.towardsTerminal ? more : Offered{more.backward, more.forward};
    }
}

Offered Traffic::on(LinkId link) const {
    const auto found = links_.find(link);
    return found == links_.end() ? Offered{} : found->second.own;
}

Offered Traffic::shared(LinkId link) const {
    const auto found = links_.find(link);
    if (found == links_.end() || found->second.tree < 0)
        return on(link);
    const auto& tree = trees_[std::size_t(found->second.tree)];
    return found->second.towardsTerminal ? tree : Offered{tree.backward, tree.forward};
}

int Traffic::treeOf(LinkId link) const {
    const auto found = links_.find(link);
    return found == links_.end() ? -1 : found->second.tree;
}

int Traffic::sharers(LinkId link) const {
    const auto found = links_.find(link);
    return found == links_.end() || found->second.tree < 0 ? 1 : members_[std::size_t(found->second.tree)];
}

template <class R>
Of<double, R> utilisation(R& rec, const Topology& topology, const Assumptions& assumptions,
                          const Traffic& traffic, const Link& link) {
    const int sharers = traffic.sharers(link.id);
    const auto busier = rec.input(traffic.shared(link.id).busier(), "R_offered",
                                  "offered by the requests, busier direction", Label::computed,
                                  sharers > 1 ? "Σ λ·8D over the users of the " + std::to_string(sharers) +
                                                    " links that share this optical tree"
                                              : std::string("Σ λ·8D over the users whose path it is on"));
    const Of<double, R> background =
        rec.input(link.backgroundLoad, "ρ_b", "background load", Label::assumed, "link", "share");
    const auto capacity = linkCapacity(rec, topology, assumptions, link);
    const bool carries = valueOf(capacity.si()) > 0.0;
    if (!carries && valueOf(busier.si()) <= 0.0)
        return rec.name(background, "ρ_link", "utilisation of the link", "nothing is offered", "share");
    if (!carries)
        return rec.input(infinite, "ρ_link", "utilisation of the link", Label::computed, "the link is out",
                         "share");
    return rec.name(background + busier / capacity, "ρ_link", "utilisation of the link", {}, "share");
}

template <class R>
Of<Seconds, R> queueingDelay(R& rec, const Topology& topology, const Assumptions& assumptions,
                             const Traffic& traffic, const Link& link) {
    using Number = Of<double, R>;
    const auto load = utilisation(rec, topology, assumptions, traffic, link);
    const auto capacity = linkCapacity(rec, topology, assumptions, link);
    if (valueOf(load) >= 1.0 || valueOf(capacity.si()) <= 0.0)
        return rec.input(Seconds(infinite), "W", "wait in the queue of " + link.name, Label::computed,
                         "offered as much as it carries or more: no steady state");
    const Of<Bytes, R> packet =
        rec.input(Bytes(packetBytes), "L", "packet", Label::assumed, "Ethernet MTU, IEEE 802.3");
    const auto wait = (load / (Number(2.0) * (Number(1.0) - load))) * (toBits(packet) / capacity);
    return rec.name(Of<Seconds, R>(wait), "W", "wait in the queue of " + link.name,
                    "M/D/1 (Pollaczek-Khinchine): Poisson arrivals of equal packets");
}

template <class R>
Of<Seconds, R> loadedDelay(R& rec, const Topology& topology, const Assumptions& assumptions,
                           const Traffic& traffic, const Link& link) {
    return rec.name(linkDelay(rec, topology, link) + queueingDelay(rec, topology, assumptions, traffic, link),
                    "t_q", "one-way delay of " + link.name + " under load", "link and queue");
}

template <class R>
RouteMetrics<R> routeMetrics(R& rec, const Topology& topology, const Assumptions& assumptions,
                             const Traffic& traffic, const Route& route) {
    std::vector<Of<Seconds, R>> delays, empty;
    Of<BitsPerSecond, R> bottleneck{BitsPerSecond(infinite)};
    forEachHop(topology, route, [&](const Link& link) {
        const auto capacity = freeCapacity(rec, topology, assumptions, link);
        bottleneck = delays.empty() ? capacity : min(bottleneck, capacity);
        empty.push_back(linkDelay(rec, topology, link));
        delays.push_back(loadedDelay(rec, topology, assumptions, traffic, link));
    });
    const auto delay = rec.sum(std::span<const Of<Seconds, R>>(delays));
    const auto without = rec.sum(std::span<const Of<Seconds, R>>(empty));
    return {rec.name(delay, "t_r", "one-way delay of the route", "sum over its links"),
            rec.name(without, "t_r0", "one-way delay of the empty route", "sum over its links"),
            rec.name(bottleneck, "C_r", "bottleneck of the route", "least free capacity of its links"),
            int(delays.size())};
}

template <class R>
Of<Seconds, R> transferTime(R& rec, const RouteMetrics<R>& metrics, Of<Bytes, R> message) {
    if (metrics.hops == 0)
        return rec.name(metrics.delay, "t_t", "transfer time", "nothing to cross");
    return rec.name(metrics.delay + toBits(message) / metrics.bottleneck, "t_t", "transfer time",
                    "delay of the route, and the message over its bottleneck");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> utilisation(R&, const Topology&, const Assumptions&, const Traffic&,              \
                                       const Link&);                                                         \
    template Of<Seconds, R> queueingDelay(R&, const Topology&, const Assumptions&, const Traffic&,           \
                                          const Link&);                                                      \
    template Of<Seconds, R> loadedDelay(R&, const Topology&, const Assumptions&, const Traffic&,             \
                                        const Link&);                                                        \
    template RouteMetrics<R> routeMetrics(R&, const Topology&, const Assumptions&, const Traffic&,           \
                                          const Route&);                                                     \
    template Of<Seconds, R> transferTime(R&, const RouteMetrics<R>&, Of<Bytes, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::transport
