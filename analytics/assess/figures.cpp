// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cellwright::assessing {

std::vector<double> GroupUsers::values(Figure figure) const {
    std::vector<double> all;
    all.reserve(results.size());
    for (const auto& user : results)
        all.push_back(valueOf(user, figure));
    return all;
}

double GroupUsers::mean(Figure figure) const {
    const auto all = values(figure);
    return all.empty() ? 0.0 : std::accumulate(all.begin(), all.end(), 0.0) / double(all.size());
}

Joules GroupUsers::meanEnergy(std::size_t computer) const {
    Joules sum;
    for (const auto& user : results)
        sum += user.energy.byComputer[computer];
    return results.empty() ? Joules() : sum / double(results.size());
}

std::size_t nearestRank(double share, std::size_t n) {
    return std::clamp<std::size_t>(std::size_t(std::ceil(share * double(n))), 1, n);
}

bool GroupUsers::differs(Figure figure) const {
    const bool time = figure == Figure::ttft || figure == Figure::tpot || figure == Figure::endToEnd;
    return time && std::ranges::any_of(results, [](const auto& user) { return !user.outcomes.empty(); });
}

RankedOutcome GroupUsers::rankedOutcome(Figure figure, double share) const {
    if (!differs(figure)) {
        const auto place = atPercentile(figure, share);
        return {place, 0, valueOf(results[place], figure)};
    }
    struct Weighted {
        RankedOutcome ranked;
        double share;
    };
    std::vector<Weighted> all;
    for (std::size_t place = 0; place < results.size(); ++place) {
        const auto outcomes = outcomesOf(results[place]);
        for (std::size_t o = 0; o < outcomes.size(); ++o)
            all.push_back({{place, o, valueOf(outcomes[o], figure)}, outcomes[o].share});
    }
    std::ranges::stable_sort(all, {}, [](const Weighted& w) { return w.ranked.value; });
    // A rounding error must not push a percentile over the edge to the next outcome.
    double left = (share - 1e-9) * double(results.size());
    for (const auto& one : all)
        if ((left -= one.share) <= 0.0)
            return one.ranked;
    return all.back().ranked;
}

std::size_t GroupUsers::atPercentile(Figure figure, double share) const {
    const auto all = values(figure);
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    const auto rank = std::ptrdiff_t(nearestRank(share, all.size())) - 1;
    std::nth_element(order.begin(), order.begin() + rank, order.end(), [&](std::size_t a, std::size_t b) {
        return all[a] != all[b] ? all[a] < all[b] : a < b; // equal values: the first of them, always the same
    });
    return order[std::size_t(rank)];
}

} // namespace cellwright::assessing
