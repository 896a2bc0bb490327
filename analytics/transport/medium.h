// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/scenario.h"

#include <string>

namespace cellwright::transport {

/// How signals travel in a medium, and how far a cable strays from the straight line where no length is
/// given.
struct MediumFacts {
    double speedShare; ///< of the speed of light in vacuum
    Label speedLabel;
    const char* speedSource;
    double detour; ///< length over straight line; assumed
};
/// Fibre and passive optical networks: group index 1.468 at 1550 nm (data sheet of G.652 fibre), detour 1.5.
/// Microwave: surface refractivity 315 (ITU-R P.453 reference atmosphere), a straight line. Satellite:
/// vacuum. Copper: velocity factor 0.66 of polyethylene cable, detour 1.5.
const MediumFacts& mediumFacts(Medium medium);

/// Whether weather comes between the ends.
inline bool isRadio(Medium medium) {
    return medium == Medium::microwave || medium == Medium::satellite;
}

/// What a satellite link's way up and down says about its orbit: below 2,000 km of altitude LEO, up to
/// 35,786 km MEO, else GEO.
std::string_view orbitOf(Metres upAndDown);

/// The length of a link: its own, or (assumed) the straight line between its ends times the medium's detour.
/// A satellite link without one goes up to a satellite at 550 km (a usual low orbit) seen at 45 degrees above
/// the horizon, and down again.
template <class R>
Of<Metres, R> linkLength(R& rec, const Topology& topology, const Link& link);
/// Length over the speed in the medium.
template <class R>
Of<Seconds, R> propagationDelay(R& rec, const Topology& topology, const Link& link);
/// Mean wait for the medium itself, one way: a passive optical network hands out its upstream by reports and
/// grants, half a cycle until the report and a whole one until the grant (status reporting; Kramer, Mukherjee
/// and Pesavento, IEEE Communications Magazine 40(2), 2002), at a cycle of 0.5 ms (assumed; ITU-T G.9807.1
/// frames last 125 µs). Downstream there is no wait, so each way gets half: exact for a way there and back.
/// Nothing in other media.
template <class R>
Of<Seconds, R> accessDelay(R& rec, const Link& link);
/// Propagation, the per-hop delay and the wait for the medium, one way, on an empty link.
template <class R>
Of<Seconds, R> linkDelay(R& rec, const Topology& topology, const Link& link);

} // namespace cellwright::transport
