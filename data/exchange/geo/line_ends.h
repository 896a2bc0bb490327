// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cellwright {

/// Sites and hosts by their names and by where they lie: what the ends of lines on a map mean.
class LineEnds {
public:
    struct End {
        Endpoint end;
        Position position;
    };
    explicit LineEnds(const Topology& topology);

    /// The end of this name, the nearest to the place where several have it; where none has, the nearest
    /// within 50 m; or nothing.
    [[nodiscard]] const End* find(const std::string& name, const Position& at) const;

private:
    using Cell = std::pair<int, int>; ///< squares as wide as a line may miss its end
    static Cell cellOf(const Position& at);
    void add(const std::string& name, const End& end);
    [[nodiscard]] std::pair<const End*, double> nearest(const std::vector<std::size_t>& some,
                                                        const Position& at, double least) const;

    std::vector<End> all_;
    std::unordered_map<std::string, std::vector<std::size_t>> byName_;
    std::map<Cell, std::vector<std::size_t>> byCell_;
};

} // namespace cellwright
