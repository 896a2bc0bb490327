// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/radio/propagation/limits.h"
#include "analytics/scenario/topology.h"

namespace cellwright::radio {

/// Speed of light in vacuum, exact by definition of the metre (SI brochure, 9th edition).
constexpr double speedOfLight = 299792458.0;

/// Antennas are taken to be at least this far apart, m: there the loss is that of a metre.
constexpr double leastDirect = 1.0;

/// Whether a model tells line of sight from none; the classic ones do not, and all choices are one.
bool hasSight(Propagation model);

/// Whether a model's line-of-sight loss has a breakpoint: UMa, UMi and RMa.
constexpr bool hasBreakpoint(Propagation model) {
    return model == Propagation::uma || model == Propagation::umi || model == Propagation::rma;
}

/// The lengths that the models work on.
template <class R>
struct LinkGeometry {
    Of<Metres, R> ground; ///< d2D
    Of<Metres, R> direct; ///< d3D
    Of<Metres, R> siteHeight;
    Of<Metres, R> userHeight;
    Of<Metres, R> outside;   ///< d2D-out: d2D less what of it is inside the user's building
    Metres environment{1.0}; ///< h_E of table 7.4.1-1 note 1, above which waves add up over the ground
};
/// d3D from d2D and the heights; d2D below nearestGround() is raised to it, d3D to `leastDirect`. The last
/// `inside` of d2D lie in a building.
template <class R>
LinkGeometry<R> linkGeometry(R& rec, Propagation model, Of<Metres, R> ground, Of<Metres, R> siteHeight,
                             Of<Metres, R> userHeight, Metres inside = {});

/// d'BP = 4 h'BS h'UT fc / c with h' = h - 1 m (table 7.4.1-1 note 1). For UMa the standard draws the
/// environment height h_E at random where users stand above 13 m; linkGeometry() takes 1 m. Effective heights
/// are at least 0.5 m, so that users below the model's range (reported by pathLossRange) still have a finite
/// loss. RMa has d_BP = 2 pi h_BS h_UT fc / c (note 5); other models have none, and theirs means nothing.
template <class R>
Of<Metres, R> breakpointDistance(R& rec, Propagation model, const LinkGeometry<R>& link,
                                 Of<Hertz, R> frequency);

/// Line-of-sight loss, table 7.4.1-1; the loss itself of a classic model.
template <class R>
Of<Decibels, R> pathLossLos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency);
/// Non-line-of-sight loss, table 7.4.1-1: never below `los`, the loss of pathLossLos on the same link.
template <class R>
Of<Decibels, R> pathLossNlos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency,
                             Of<Decibels, R> los);
/// Probability of line of sight, table 7.4.2-1 (UMa with C'(h_UT)), at the outside part of the distance.
template <class R>
Of<double, R> losProbability(R& rec, Propagation model, const LinkGeometry<R>& link);

/// The loss under the chosen propagation state.
template <class R>
Of<Decibels, R> pathLoss(R& rec, Propagation model, PathChoice choice, const LinkGeometry<R>& link,
                         Of<Hertz, R> frequency);

} // namespace cellwright::radio
