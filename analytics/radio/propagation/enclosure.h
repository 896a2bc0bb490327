// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/topology.h"

#include <string>

namespace cellwright::radio {

/// Where one user is with respect to walls (TR 38.901 clause 7.4.3).
struct Indoors {
    Enclosure enclosure = Enclosure::none;
    /// How deep inside the building, over the deepest place that the standard knows. The standard draws
    /// d2D-in as the lesser of two uniform numbers, whose mean is a third.
    double depth = 1.0 / 3.0;
    double deviation = 0.0; ///< of the penetration loss from its mean, in its standard deviations
    bool operator==(const Indoors&) const = default;
};

/// The place of the `user`th user of a group: inside for the group's share of users; behind a low-loss wall
/// for half of those in mixed buildings; at a depth and with a deviation of the standard's distributions. The
/// choice is a low-discrepancy sequence: always the same, and the first
/// users of a larger group are those of a smaller one.
Indoors indoorsOf(const UserGroup& group, std::size_t user);

/// Whether sites of this model hang in the same hall as their users: InH and InF.
bool isIndoor(Propagation model);

/// Whether walls stand between a site of this model and such a user: not for buildings around sites of InH
/// and InF, which hang in the same hall.
bool behindWall(Propagation model, Enclosure enclosure);
/// Whether that wall is a building's.
bool inBuilding(Propagation model, Enclosure enclosure);

/// PL_in of table 7.4.3-2, dB per metre of d2D-in.
inline constexpr double lossPerMetre = 0.5;
/// The deepest place inside: 25 m, for RMa 10 m (clause 7.4.3.1).
Metres deepest(Propagation model);
/// d2D-in of an average user; the probability of line of sight is taken outside, at d2D less this much, for
/// every user of a building: sight and depth are drawn independently of each other.
Metres meanDepth(Propagation model, Enclosure enclosure);

/// What the standard does not vouch for: high-loss buildings with RMa, cars outside 0.6 to 60 GHz, any
/// penetration above 100 GHz. Empty where it does.
std::string penetrationLimit(Propagation model, Enclosure enclosure, Hertz frequency);

/// Standard deviation of the penetration loss in dB: 4.4 low loss, 6.5 high loss, 5 cars (table 7.4.3-2 and
/// clause 7.4.3.2); 0 without a wall, and where kinds are mixed.
double penetrationSpread(Enclosure enclosure);

/// Loss through wall and room: PL_tw + PL_in + N(0, σ_P) of clause 7.4.3.1, or 9 dB + N(0, σ_P) of a car. A
/// mixture of buildings is the mean of both kinds' linear gains. `varied`: with the user's deviation, as
/// under shadow fading; otherwise the mean.
///
/// Infrared-reflecting glass is 23 + 0.3 f dB as in the editions up to Release 18 and in 3GPP's calibration;
/// Release 19 has 25.4 + 0.11 f, which differs by at most 3 dB below 30 GHz. Cars are valid from 0.6 to 60
/// GHz; their windows are not metallised (20 dB where they are).
template <class R>
Of<Decibels, R> penetrationLoss(R& rec, Propagation model, const Indoors& user, const Of<Hertz, R>& frequency,
                                bool varied);

} // namespace cellwright::radio
