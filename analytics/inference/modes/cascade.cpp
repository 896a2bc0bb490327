// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/cascade.h"

#include <algorithm>

namespace cellwright::inference {

template <class R, class Q>
Of<Q, R> cascadeCost(R& rec, Of<Q, R> small, Of<Q, R> large, const Of<double, R>& escalated) {
    return rec.name(small + large * escalated, "c", "mean of the cascade",
                    "every request is answered by the small model, escalated ones by the large one too");
}

template <class R, class Q>
Of<Q, R> routerCost(R& rec, Of<Q, R> small, Of<Q, R> large, const Of<double, R>& escalated) {
    const typename R::Number kept = typename R::Number(1.0) - escalated;
    return rec.name(small * kept + large * escalated, "c", "mean over the routes",
                    "each request is answered by one of the models");
}

std::optional<ConfidencePoint> atThreshold(std::span<const ConfidencePoint> curve, double threshold) {
    if (curve.empty() || !(threshold >= curve.front().threshold && threshold <= curve.back().threshold))
        return std::nullopt;
    const auto above = std::ranges::lower_bound(curve, threshold, {}, &ConfidencePoint::threshold);
    if (above->threshold == threshold)
        return *above;
    const auto& a = *(above - 1);
    const auto& b = *above;
    const double share = (threshold - a.threshold) / (b.threshold - a.threshold);
    return ConfidencePoint{threshold, a.escalated + share * (b.escalated - a.escalated),
                           a.quality + share * (b.quality - a.quality)};
}

std::optional<ConfidencePoint> cheapestFor(std::span<const ConfidencePoint> curve, double quality) {
    std::optional<ConfidencePoint> best;
    for (const auto& point : curve)
        if (point.quality >= quality && (!best || point.escalated < best->escalated))
            best = point;
    return best;
}

#define CELLWRIGHT_INSTANTIATE_FOR(R, Q)                                                                     \
    template Of<Q, R> cascadeCost<R, Q>(R&, Of<Q, R>, Of<Q, R>, const Of<double, R>&);                       \
    template Of<Q, R> routerCost<R, Q>(R&, Of<Q, R>, Of<Q, R>, const Of<double, R>&);
#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    CELLWRIGHT_INSTANTIATE_FOR(R, Seconds)                                                                   \
    CELLWRIGHT_INSTANTIATE_FOR(R, Joules)                                                                    \
    CELLWRIGHT_INSTANTIATE_FOR(R, double)
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::inference
