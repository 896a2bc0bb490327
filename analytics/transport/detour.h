// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/transport/graph.h"

namespace cellwright::transport {

/// A place whose best route to the root went through what failed, and what it has instead.
struct Detour {
    int place = -1;
    RouteCost before;
    RouteCost after; ///< not reached: cut off
};

/// The best routes to one place while one link or one other place is down, one failure after the other. Only
/// the places behind the failure are looked at: they are taken out of the tree and reattached by the cheapest
/// edges to the rest (exact, since routes that do not use what failed stay best). All single failures
/// together cost the sum of the subtrees, which is n times the mean depth of the tree, not n full searches.
class Detours {
public:
    /// The graph must outlive it. Empty where the root does not exist.
    Detours(const Graph& graph, const Endpoint& root);

    [[nodiscard]] const Graph::Tree& tree() const { return tree_; }
    /// Without one link (parallel links remain): those whose route used it.
    [[nodiscard]] std::vector<Detour> withoutLink(LinkId link);
    /// Without one place and all its links: those whose route went through it, and the place itself, cut off.
    /// Without the root everybody is cut off.
    [[nodiscard]] std::vector<Detour> withoutPlace(int place);

private:
    [[nodiscard]] std::vector<int> below(int place) const;
    [[nodiscard]] std::vector<Detour> reattach(const std::vector<int>& places, LinkId link, int gone);

    const Graph* graph_;
    Graph::Tree tree_;
    std::vector<std::vector<int>> children_;
    std::map<LinkId, int> lower_;    ///< the place that uses the link to get nearer to the root
    std::vector<RouteCost> reached_; ///< scratch: costs of the places under search
    std::vector<char> loose_;        ///< scratch: whether a place is under search
};

} // namespace cellwright::transport
