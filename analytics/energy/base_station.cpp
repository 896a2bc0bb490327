// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/base_station.h"

#include "analytics/quantity/check.h"

namespace cellwright::energy {
namespace {

constexpr auto earthModel = "Auer et al. 2011, linear power model";

Check& add(Check& check, const EarthStation& s) {
    check.positive("number of transceivers", s.transceivers)
        .notNegative("output power", s.maximumOutput.si());
    return check.notNegative("idle power", s.idle.si())
        .notNegative("slope", s.slope)
        .notNegative("sleep power", s.sleep.si());
}

template <class R>
Of<double, R> transceiversOf(R& rec, const EarthStation& s) {
    return rec.input(s.transceivers, "N_TRX", "transceiver chains", s.label, s.source);
}

/// What the station draws more at full load than at none.
template <class R>
Of<Watts, R> dynamicPower(R& rec, const EarthStation& s) {
    const Of<double, R> slope = rec.input(s.slope, "Δp", "slope of the power model", s.label, s.source);
    const Of<Watts, R> output =
        rec.input(s.maximumOutput, "P_max", "output power of a chain", s.label, s.source);
    return rec.name(transceiversOf(rec, s) * slope * output, "P_dyn", "load-dependent power at full load",
                    earthModel);
}

template <class R>
Of<Watts, R> idlePower(R& rec, const EarthStation& s) {
    return transceiversOf(rec, s) *
           rec.input(s.idle, "P_0", "power of a chain without load", s.label, s.source);
}

} // namespace

EarthStation earthStation(StationClass stationClass) {
    const auto station = [](double chains, double output, double idle, double slope, double sleep,
                            Label label) {
        return EarthStation{chains,
                            Watts(output),
                            Watts(idle),
                            slope,
                            Watts(sleep),
                            label,
                            "Auer et al., IEEE Wireless Communications 2011, table 2"};
    };
    switch (stationClass) {
    case StationClass::macro:
        return station(6, 20.0, 130.0, 4.7, 75.0, Label::published);
    case StationClass::remoteRadioHead:
        return station(6, 20.0, 84.0, 2.8, 56.0, Label::unverified);
    case StationClass::micro:
        return station(2, 6.3, 56.0, 2.6, 39.0, Label::unverified);
    case StationClass::pico:
        return station(2, 0.13, 6.8, 4.0, 4.3, Label::unverified);
    case StationClass::femto:
        break;
    }
    return station(2, 0.05, 4.8, 8.0, 2.9, Label::published);
}

template <class R>
Expected<Of<Watts, R>> stationPower(R& rec, const EarthStation& station, Of<double, R> load) {
    Check check("base station power");
    if (add(check, station).share("load", valueOf(load)).error())
        return tl::make_unexpected(*check.error());
    return rec.name(idlePower(rec, station) + dynamicPower(rec, station) * load, "P_in",
                    "power of the base station", earthModel);
}

template <class R>
Of<Watts, R> sleepingStationPower(R& rec, const EarthStation& station) {
    const Of<Watts, R> sleep =
        rec.input(station.sleep, "P_sleep", "power of a chain asleep", station.label, station.source);
    return rec.name(transceiversOf(rec, station) * sleep, "P_in", "power of the base station asleep",
                    earthModel);
}

Boundary boundaryOf(Attribution attribution) {
    return attribution == Attribution::marginal ? Boundary::baseStationMarginal
                                                : Boundary::baseStationAttributional;
}

template <class R>
Expected<Of<Joules, R>> baseStationShare(R& rec, const EarthStation& station, Attribution attribution,
                                         Of<double, R> load, Of<double, R> prbs, Of<Seconds, R> time) {
    Check check("base station share of a request");
    add(check, station).share("load", valueOf(load)).notNegative("share of PRBs", valueOf(prbs));
    check.atMost("share of PRBs (it is part of the load)", valueOf(prbs), valueOf(load) * (1.0 + 1e-9));
    if (check.notNegative("time", valueOf(time.si())).error())
        return tl::make_unexpected(*check.error());
    constexpr auto name = "base station energy of the request";
    const auto source = describe(boundaryOf(attribution));
    if (attribution == Attribution::marginal)
        return rec.name(dynamicPower(rec, station) * prbs * time, "E_BS", name, source);
    if (valueOf(prbs) == 0.0)
        return rec.name(Of<Joules, R>(0.0), "E_BS", name, source);
    const auto power = stationPower(rec, station, load);
    return rec.name(*power * (prbs / load) * time, "E_BS", name, source);
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<Watts, R>> stationPower(R&, const EarthStation&, Of<double, R>);                    \
    template Of<Watts, R> sleepingStationPower(R&, const EarthStation&);                                     \
    template Expected<Of<Joules, R>> baseStationShare(R&, const EarthStation&, Attribution, Of<double, R>,   \
                                                      Of<double, R>, Of<Seconds, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
