// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/scenario.h"

#include <span>

namespace cellwright::transport {

/// One scheme of an adaptive modem.
struct ModemScheme {
    const char* name;
    double bits;  ///< per symbol, coding included where the source says so
    double snrDb; ///< that it needs, at the transmit power that it allows
};
/// From the sturdiest to the fastest. Microwave: SNR for BER 1e-6 and the power that each modulation gives up
/// (SIAE Microelettronica, ALFOplus user manual MN.00273.E, table 6), counted at the power of 1024QAM.
/// Satellite: Es/N0 and efficiency of DVB-S2 (ETSI EN 302 307-1, table 13). Empty for cables.
std::span<const ModemScheme> modemSchemes(Medium medium);

/// The signal-to-noise ratio in clear air, above what the fastest scheme needs: assumed, since a drawn link
/// has no antennas. Microwave 5 dB (the step-up margin of the same data sheet), which leaves 33 dB until
/// nothing passes; satellite 3 dB.
double clearAirMarginDb(Medium medium);

/// The carrier that weather is judged at: the link's own, or an assumed 18 GHz (microwave), 20 GHz
/// (satellite).
Hertz carrierOf(const Link& link);

/// What rain takes from a radio link, dB; zero for cables. Horizontal polarisation, the worse one.
/// Microwave: k·R^α of ITU-R P.838-3 over the effective length d·r of ITU-R P.530-18 equation 32,
/// r = 1 / (0.477 d^0.633 R^(0.073 α) f^0.123 - 10.579 (1 - exp(-0.024 d))), at most 2.5. The rain rate takes
/// the place of the one exceeded for 0.01 % of the time, so the fade is what is exceeded for that time where
/// it rains like this. Valid to 60 km and from 1 to 100 GHz; beyond, the shape is kept.
/// Satellite: ITU-R P.618-13 clause 2.2.1.1 at 45 degrees of elevation, under a rain height of 3 km
/// (assumed: P.839 has it by map), at the latitude of the scenario's origin or 45 degrees; counted once, at
/// the rainy end.
template <class R>
Of<Decibels, R> rainFade(R& rec, const Topology& topology, const Assumptions& assumptions, const Link& link);
/// What oxygen and water vapour take, dB; zero unless Assumptions::gasAbsorption. ITU-R P.676-13 along the
/// link; for satellites once through the atmosphere with equivalent heights of 6 km (oxygen) and 2 km
/// (vapour), which are assumed.
template <class R>
Of<Decibels, R> gasFade(R& rec, const Topology& topology, const Assumptions& assumptions, const Link& link);

/// The scheme that is left after a fade, or null where nothing passes. Not for cables.
const ModemScheme* schemeAfter(Medium medium, Decibels fade);

/// Capacity each way in the scenario's weather. `Link::capacity` holds in clear air with the modem's fastest
/// scheme; a fade steps down to the one that still works, and its capacity is in proportion to its bits per
/// symbol. Below the sturdiest scheme the link is out: zero.
template <class R>
Of<BitsPerSecond, R> linkCapacity(R& rec, const Topology& topology, const Assumptions& assumptions,
                                  const Link& link);
/// Capacity that other traffic leaves, each way: capacity × (1 - background load).
template <class R>
Of<BitsPerSecond, R> freeCapacity(R& rec, const Topology& topology, const Assumptions& assumptions,
                                  const Link& link);

} // namespace cellwright::transport
