// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/topology.h"

#include <string>

namespace cellwright::radio {

/// Speed of light in vacuum, exact by definition of the metre (SI brochure, 9th edition).
constexpr double speedOfLight = 299792458.0;

/// Below this ground distance the models say nothing; the loss at this distance is used instead (TR 38.901
/// table 7.4.1-1: 10 m <= d2D), and PathLossRange::distance reports it.
constexpr double nearestDistance = 10.0;

/// Which of the two propagation states a link is taken to be in.
/// `expected` is the mean of the two linear gains weighted by the LOS probability of table 7.4.2-1: the mean
/// received power over many users at that distance. It is a choice of ours; the standard draws one state per
/// user.
enum class PathChoice { los, nlos, expected };

/// Which limits of table 7.4.1-1 (and its notes) a link violates; the loss is still computed.
struct PathLossRange {
    bool distance = true;   ///< 10 m to 5 km on the ground
    bool siteHeight = true; ///< 25 m for UMa, 10 m for UMi, within 1 m
    bool userHeight = true; ///< 1.5 m to 22.5 m
    bool frequency = true;  ///< 0.5 GHz to 100 GHz
    [[nodiscard]] bool ok() const { return distance && siteHeight && userHeight && frequency; }
    /// "distance outside 10 m to 5 km; …", empty when in range.
    [[nodiscard]] std::string text() const;
    bool operator==(const PathLossRange&) const = default;
};
PathLossRange pathLossRange(Propagation model, Metres ground, Metres siteHeight, Metres userHeight,
                            Hertz frequency);

/// The lengths that the models work on.
template <class R>
struct LinkGeometry {
    Of<Metres, R> ground; ///< d2D
    Of<Metres, R> direct; ///< d3D
    Of<Metres, R> siteHeight;
    Of<Metres, R> userHeight;
};
/// d3D from d2D and the heights; d2D below `nearestDistance` is raised to it.
template <class R>
LinkGeometry<R> linkGeometry(R& rec, Of<Metres, R> ground, Of<Metres, R> siteHeight,
                             Of<Metres, R> userHeight);

/// d'BP = 4 h'BS h'UT fc / c with h' = h - 1 m (table 7.4.1-1 note 1). For UMa the standard draws the
/// environment height h_E at random where users stand above 13 m; we always take 1 m. Effective heights are
/// at least 0.5 m, so that users below the model's range (reported by pathLossRange) still have a finite
/// loss.
template <class R>
Of<Metres, R> breakpointDistance(R& rec, const LinkGeometry<R>& link, Of<Hertz, R> frequency);

/// Line-of-sight loss, table 7.4.1-1 PL_UMa-LOS and PL_UMi-LOS.
template <class R>
Of<Decibels, R> pathLossLos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency);
/// Non-line-of-sight loss, table 7.4.1-1: never below `los`, the loss of pathLossLos on the same link.
template <class R>
Of<Decibels, R> pathLossNlos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency,
                             Of<Decibels, R> los);
/// Probability of line of sight for outdoor users, table 7.4.2-1 (UMa with C'(h_UT)).
template <class R>
Of<double, R> losProbability(R& rec, Propagation model, const LinkGeometry<R>& link);

/// The loss under the chosen propagation state.
template <class R>
Of<Decibels, R> pathLoss(R& rec, Propagation model, PathChoice choice, const LinkGeometry<R>& link,
                         Of<Hertz, R> frequency);

} // namespace cellwright::radio
