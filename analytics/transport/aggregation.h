// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace cellwright::transport {

/// How sites are gathered towards a host.
enum class Aggregation {
    star,  ///< each site by its own link
    tree,  ///< the shortest links that join all (minimum spanning tree, Prim)
    chain, ///< one after the other, always to the nearest that is left
    ring,  ///< the chain, closed at the host: survives any one failure of a link
};
inline constexpr std::array<std::pair<std::string_view, Aggregation>, 4> aggregations{
    {{"star", Aggregation::star},
     {"tree", Aggregation::tree},
     {"chain", Aggregation::chain},
     {"ring", Aggregation::ring}}};

/// Links that gather all sites of the topology at the host, like `prototype` but for their ends, names and
/// ids, which count from `firstId`. None where the host does not exist. Takes time in the square of the
/// sites.
std::vector<Link> aggregate(const Topology& topology, HostId host, Aggregation shape, const Link& prototype,
                            std::int64_t firstId);

} // namespace cellwright::transport
