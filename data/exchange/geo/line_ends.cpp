// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/line_ends.h"

#include "data/exchange/csv/placement.h"

#include <cmath>
#include <limits>

namespace cellwright {
namespace {

constexpr double nearEnough = 50.0; ///< metres between the end of a line and the place that it means

} // namespace

LineEnds::LineEnds(const Topology& topology) {
    for (const auto& site : topology.sites)
        add(site.name, {{site.id, {}}, site.position});
    for (const auto& host : topology.hosts)
        add(host.name, {{{}, host.id}, host.position});
}

const LineEnds::End* LineEnds::find(const std::string& name, const Position& at) const {
    if (const auto named = byName_.find(name); !name.empty() && named != byName_.end())
        return nearest(named->second, at, std::numeric_limits<double>::infinity()).first;
    const End* best = nullptr;
    double least = nearEnough;
    const auto [column, row] = cellOf(at);
    for (int x = column - 1; x <= column + 1; ++x)
        for (int y = row - 1; y <= row + 1; ++y)
            if (const auto cell = byCell_.find({x, y}); cell != byCell_.end())
                if (const auto [end, away] = nearest(cell->second, at, least); end) {
                    best = end;
                    least = away;
                }
    return best;
}

LineEnds::Cell LineEnds::cellOf(const Position& at) {
    return {int(std::floor(at.x.si() / nearEnough)), int(std::floor(at.y.si() / nearEnough))};
}

void LineEnds::add(const std::string& name, const End& end) {
    byName_[name].push_back(all_.size());
    byCell_[cellOf(end.position)].push_back(all_.size());
    all_.push_back(end);
}

std::pair<const LineEnds::End*, double> LineEnds::nearest(const std::vector<std::size_t>& some,
                                                          const Position& at, double least) const {
    const End* best = nullptr;
    for (const auto index : some)
        if (const double away = distance(all_[index].position, at); away <= least) {
            least = away;
            best = &all_[index];
        }
    return {best, least};
}

} // namespace cellwright
