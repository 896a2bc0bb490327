// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

#include <optional>
#include <span>
#include <vector>

namespace cellwright::inference {

/// A small model answers first, and what it is not sure of goes to the large one (a cascade); or a router
/// sends a request to one of them before either runs. Cost may be seconds, joules or money, in one unit.
template <class R, class Q>
Of<Q, R> cascadeCost(R& rec, Of<Q, R> small, Of<Q, R> large, const Of<double, R>& escalated);
template <class R, class Q>
Of<Q, R> routerCost(R& rec, Of<Q, R> small, Of<Q, R> large, const Of<double, R>& escalated);

/// One point of a confidence curve, measured by the user: at this threshold so many requests are escalated
/// and such a quality results (share of right answers, say).
struct ConfidencePoint {
    double threshold = 0.0;
    double escalated = 0.0; ///< share, 0 to 1
    double quality = 0.0;
};
/// The point at a threshold between measured ones, straight lines between them; nothing outside the curve.
/// The points are by rising threshold.
std::optional<ConfidencePoint> atThreshold(std::span<const ConfidencePoint> curve, double threshold);
/// The measured point of the least escalation that reaches a quality; nothing where none does.
std::optional<ConfidencePoint> cheapestFor(std::span<const ConfidencePoint> curve, double quality);

} // namespace cellwright::inference
