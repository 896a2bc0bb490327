// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/transport/graph.h"

namespace cellwright::transport {

/// Where the network hangs by one thread, whoever uses it.
struct WeakPoints {
    std::vector<LinkId> bridges; ///< links without which the network falls apart
    std::vector<int> cutPlaces;  ///< places without which others lose each other
};
/// In time linear in places and links (Tarjan, SIAM Journal on Computing 1(2), 1972), without recursion.
/// Parallel links are no bridges. In the order of the search, which starts at the earliest places.
WeakPoints weakPoints(const Graph& graph);

} // namespace cellwright::transport
