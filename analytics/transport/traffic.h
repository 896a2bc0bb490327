// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/transport/route.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace cellwright::transport {

/// What is offered to a link, without the background.
struct Offered {
    BitsPerSecond forward, backward; ///< from `from` to `to`, and back
    [[nodiscard]] BitsPerSecond busier() const { return std::max(forward, backward); }
    Offered& operator+=(const Offered& more);
};

/// The steady traffic that requests put on the links of a topology, summed over all who use them.
///
/// The links of passive optical networks that meet at one end (the one where most of them do: the line
/// terminal) are one tree and share its capacity. Directions of a tree are those towards and away from the
/// terminal. Their background load is that of the tree.
class Traffic {
public:
    Traffic() = default;
    explicit Traffic(const Topology& topology);
    /// A stream along the route, and one the other way.
    void add(const Route& route, BitsPerSecond along, BitsPerSecond back);

    /// On this link alone.
    [[nodiscard]] Offered on(LinkId link) const;
    /// On everything that shares the link's capacity: its tree, or just itself.
    [[nodiscard]] Offered shared(LinkId link) const;
    /// Links that share the capacity, this one included.
    [[nodiscard]] int sharers(LinkId link) const;
    /// The number of the link's optical tree; -1 for a link that shares with nobody by its medium.
    [[nodiscard]] int treeOf(LinkId link) const;

private:
    struct Entry {
        Offered own;
        int tree = -1;
        bool towardsTerminal = true; ///< whether `to` is the terminal
    };
    void findTrees(const Topology& topology);
    std::unordered_map<LinkId, Entry> links_;
    std::vector<Offered> trees_; ///< forward: towards the terminal
    std::vector<int> members_;
};

/// How full a link is in its busier direction, background included: background load + offered / capacity.
/// Above 1 it cannot carry what it is offered; infinite for a link that is out and yet offered something.
template <class R>
Of<double, R> utilisation(R& rec, const Topology& topology, const Assumptions& assumptions,
                          const Traffic& traffic, const Link& link);

/// Mean wait in the queue of a link, one way: M/D/1, W = ρ / (2 (1 - ρ)) · 8 L / C for Poisson arrivals of
/// packets of L = 1500 B (assumed, the Ethernet MTU) at the utilisation ρ of the busier direction (Kleinrock,
/// Queueing Systems vol. 1 (1975), chapter 5). Bursts wait longer than Poisson arrivals. Infinite from ρ = 1
/// on.
template <class R>
Of<Seconds, R> queueingDelay(R& rec, const Topology& topology, const Assumptions& assumptions,
                             const Traffic& traffic, const Link& link);
/// linkDelay() and queueingDelay(): what a packet needs one way in this traffic.
template <class R>
Of<Seconds, R> loadedDelay(R& rec, const Topology& topology, const Assumptions& assumptions,
                           const Traffic& traffic, const Link& link);

/// What a route offers, one way.
template <class R>
struct RouteMetrics {
    Of<Seconds, R> delay;            ///< of its links, queues included
    Of<Seconds, R> emptyDelay;       ///< the same without queues
    Of<BitsPerSecond, R> bottleneck; ///< least free capacity; infinite for a route without hops
    int hops = 0;
};
template <class R>
RouteMetrics<R> routeMetrics(R& rec, const Topology& topology, const Assumptions& assumptions,
                             const Traffic& traffic, const Route& route);

/// Time until the last byte of a message has arrived: delay + 8 D / bottleneck. The message travels as
/// packets that are forwarded one by one, so it is serialized once, at the bottleneck; the packet time of the
/// other hops (12 µs for 1500 B at 1 Gbit/s) is part of their hop delay.
template <class R>
Of<Seconds, R> transferTime(R& rec, const RouteMetrics<R>& metrics, Of<Bytes, R> message);

} // namespace cellwright::transport
