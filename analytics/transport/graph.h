// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cellwright::transport {

/// How signals travel in a medium, and how far a cable strays from the straight line where no length is
/// given.
struct MediumFacts {
    double speedShare; ///< of the speed of light in vacuum
    Label speedLabel;
    const char* speedSource;
    double detour; ///< length over straight line; assumed
};
/// Fibre: group index 1.468 at 1550 nm (data sheet of G.652 fibre), detour 1.5. Microwave: surface
/// refractivity 315 (ITU-R P.453 reference atmosphere), a straight line. Copper: velocity factor 0.66 of
/// polyethylene cable, detour 1.5.
const MediumFacts& mediumFacts(Medium medium);

/// The length of a link: its own, or the straight line between its ends times the medium's detour (assumed).
template <class R>
Of<Metres, R> linkLength(R& rec, const Topology& topology, const Link& link);
/// Length over the speed in the medium.
template <class R>
Of<Seconds, R> propagationDelay(R& rec, const Topology& topology, const Link& link);
/// Propagation and the per-hop delay, one way.
template <class R>
Of<Seconds, R> linkDelay(R& rec, const Topology& topology, const Link& link);
/// Capacity that other traffic leaves, each way: capacity × (1 - background load).
template <class R>
Of<BitsPerSecond, R> freeCapacity(R& rec, const Link& link);

/// A way through the network.
struct Route {
    struct Hop {
        LinkId link;
        bool forward = true; ///< from `from` to `to`
        bool operator==(const Hop&) const = default;
    };
    std::vector<Hop> hops; ///< empty where both ends are the same place
    bool operator==(const Route&) const = default;
};

/// The links of a topology that can carry something: known ends, finite delay, free capacity above zero.
/// Sites switched off carry on as transport nodes; only their radio is off.
class Graph {
public:
    explicit Graph(const Topology& topology);
    /// The route of the least one-way delay (Dijkstra); of equal delays the one with fewer hops, then the
    /// earlier link. Fails where an end does not exist or no route joins the two.
    [[nodiscard]] Expected<Route> shortestRoute(const Endpoint& from, const Endpoint& to) const;

private:
    struct Edge {
        int to;
        double delay;
        Route::Hop hop;
    };
    using Cost = std::pair<double, int>; ///< delay, then hops
    struct Reached {
        Cost cost{std::numeric_limits<double>::infinity(), 0};
        int from = -1;
        Route::Hop hop;
    };
    /// Dijkstra from `start` until `end` is settled.
    [[nodiscard]] std::vector<Reached> reach(int start, int end) const;
    [[nodiscard]] int node(const Endpoint& end) const;
    [[nodiscard]] std::string nameOf(int node) const;
    void addLink(const Topology& topology, const Link& link);

    struct Node {
        Endpoint end;
        std::string name;
        std::vector<Edge> edges;
    };
    std::vector<Node> nodes_;
};

/// What a route offers, one way.
template <class R>
struct RouteMetrics {
    Of<Seconds, R> delay;            ///< propagation and hops
    Of<BitsPerSecond, R> bottleneck; ///< least free capacity; infinite for a route without hops
    int hops = 0;
};
template <class R>
RouteMetrics<R> routeMetrics(R& rec, const Topology& topology, const Route& route);

/// Time until the last byte of a message has arrived: delay + 8 D / bottleneck. The message travels as
/// packets that are forwarded one by one, so it is serialized once, at the bottleneck; the packet time of the
/// other hops (12 µs for 1500 B at 1 Gbit/s) is part of their hop delay. Queueing is not in it.
template <class R>
Of<Seconds, R> transferTime(R& rec, const RouteMetrics<R>& metrics, Of<Bytes, R> message);

/// A steady stream over a route.
struct Flow {
    Route route;
    BitsPerSecond rate;
};
/// How full a link is in its busier direction.
struct LinkUtilisation {
    LinkId link;
    BitsPerSecond offered;    ///< in the busier direction, without the background
    double utilisation = 0.0; ///< background included; above 1 the link cannot carry what it is offered
};
/// For every link of the topology, in its order. Offered traffic on a link without capacity gives infinity.
std::vector<LinkUtilisation> utilisation(const Topology& topology, std::span<const Flow> flows);

} // namespace cellwright::transport
