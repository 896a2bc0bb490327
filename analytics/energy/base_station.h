// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/energy/boundary.h"
#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <string>

/// Power of base stations and the share of it that a request answers for.
namespace cellwright::energy {

enum class StationClass { macro, remoteRadioHead, micro, pico, femto };

/// EARTH linear model (Auer et al., IEEE Wireless Communications 2011, table 2):
///     P_in = N_TRX (P0 + delta_p P_max load), N_TRX P_sleep while asleep.
struct EarthStation {
    double transceivers = 6.0; ///< chains of the whole site; 6 is a three-sector macro with two antennas each
    Watts maximumOutput{20.0}; ///< per chain
    Watts idle{130.0};         ///< P0 per chain, at no load but awake
    double slope = 4.7;        ///< delta_p
    Watts sleep{75.0};         ///< per chain
    Label label = Label::published;
    std::string source;
};
EarthStation earthStation(StationClass stationClass);

/// Power drawn awake at `load` (share of the output power, 0 to 1); at load 0 the station is awake and idle.
template <class R>
Expected<Of<Watts, R>> stationPower(R& rec, const EarthStation& station, Of<double, R> load);
template <class R>
Of<Watts, R> sleepingStationPower(R& rec, const EarthStation& station);

/// How a request's share of a station is counted. Both are shown; neither is "the" energy of a request.
enum class Attribution {
    marginal,      ///< what would not have been drawn without the request: the load-dependent part alone
    attributional, ///< the request's share of the PRBs in use, of all the power drawn
};
Boundary boundaryOf(Attribution attribution);

/// Energy of a request that occupies the share `prbs` of the station's PRBs (0 to load) for `time` in the
/// downlink, while the station is loaded to `load` in all. EARTH knows no uplink cost: an uplink's marginal
/// share is zero in it, its attributional share counts like a downlink's.
template <class R>
Expected<Of<Joules, R>> baseStationShare(R& rec, const EarthStation& station, Attribution attribution,
                                         Of<double, R> load, Of<double, R> prbs, Of<Seconds, R> time);

/// TR 38.864 clause 5 reference configurations, as remembered from secondary sources: unverified.
struct StationStates {
    double deepSleep, lightSleep, microSleep, downlink, uplink; ///< power relative to deep sleep
};
/// `category` 1 or 2, `set` 1 to 3; anything else is an error.
Expected<StationStates> stationStates(int category, int set);
/// How the power amplifier's efficiency follows its load.
enum class AmplifierModel { single, dual };
/// Relative downlink power P3 + s_a (P4 - P3)[A + s_f s_p / eta (1 - A)], A = 0.4; s_a share of antennas
/// active, s_f share of bandwidth, s_p relative power density; eta is 1, or 0.76 in the dual model while s_f
/// s_p < 0.5.
template <class R>
Expected<Of<double, R>> downlinkRelativePower(R& rec, const StationStates& states, Of<double, R> antennas,
                                              Of<double, R> bandwidth, Of<double, R> density,
                                              AmplifierModel model);
/// Relative uplink power P3 + s_a (P5 - P3).
template <class R>
Expected<Of<double, R>> uplinkRelativePower(R& rec, const StationStates& states, Of<double, R> antennas);

} // namespace cellwright::energy
