// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/ue_radio.h"
#include "analytics/energy/ue_radio_use.h"

#include <cmath>

namespace cellwright::energy {
namespace {

constexpr auto tr38840 = "TR 38.840 clause 8.1, UE power model";
constexpr double floorPower = 50.0;         ///< of any receiving state after scaling
constexpr double deepTransition = 450.0e-3; ///< unit-seconds in and out of deep sleep

double tablePower(UeState state, FrequencyRange range) {
    const bool fr1 = range == FrequencyRange::fr1;
    switch (state) {
    case UeState::deepSleep:
        return 1.0;
    case UeState::lightSleep:
        return 20.0;
    case UeState::microSleep:
        return 45.0;
    case UeState::pdcch:
    case UeState::ssb:
        return fr1 ? 100.0 : 175.0;
    case UeState::pdcchAndPdsch:
        return fr1 ? 300.0 : 350.0;
    case UeState::uplink:
        return fr1 ? 700.0 : 350.0;
    }
    return 0.0;
}

bool receives(UeState state) {
    return state == UeState::pdcch || state == UeState::ssb || state == UeState::pdcchAndPdsch;
}

/// 250 at 0 dBm and 700 at 23 dBm, linear in milliwatts.
template <class R>
Of<double, R> uplinkPower(R& rec, const Of<DecibelMilliwatts, R>& transmitPower) {
    using Number = Of<double, R>;
    const auto milliwatts = toWatts(transmitPower).si() * Number(1000.0);
    const double slope = (700.0 - 250.0) / (std::pow(10.0, 2.3) - 1.0);
    const auto power = Number(250.0) + Number(slope) * (milliwatts - Number(1.0));
    using std::max;
    return rec.name(max(power, Number(250.0)), "P_UL", "relative power of the uplink", tr38840);
}

/// The power of a state as the radio is configured, in watts.
template <class R>
Of<Watts, R> statePower(R& rec, const StateRadio& radio, const Of<Watts, R>& unit, UeState state) {
    if (!receives(state) || radio.range == FrequencyRange::fr2)
        return unit * relativePower(rec, state, radio.range, Of<DecibelMilliwatts, R>(23.0));
    const Of<Hertz, R> bandwidth =
        rec.input(radio.bandwidth, "X", "bandwidth part", Label::assumed, "carrier of the user");
    return unit * *scaledReceivePower(rec, state, radio.range, bandwidth);
}

} // namespace

template <class R>
Of<double, R> relativePower(R& rec, UeState state, FrequencyRange range,
                            Of<DecibelMilliwatts, R> transmitPower) {
    if (state == UeState::uplink && range == FrequencyRange::fr1)
        return uplinkPower(rec, transmitPower);
    return rec.input(tablePower(state, range), "P_rel", "relative power of the state", Label::published,
                     tr38840);
}

template <class R>
Expected<Of<double, R>> bandwidthScale(R& rec, Of<Hertz, R> bandwidth) {
    Check check("bandwidth part");
    check.positive("bandwidth", valueOf(bandwidth.si())).atMost("bandwidth", valueOf(bandwidth.si()), 100e6);
    if (check.error())
        return tl::make_unexpected(*check.error());
    using Number = Of<double, R>;
    const auto megahertz = bandwidth.si() / Number(1e6);
    const auto scale = Number(0.4) + Number(0.6) * (megahertz - Number(20.0)) / Number(80.0);
    return rec.name(scale, "s_BW", "scaling by the bandwidth part", tr38840);
}

template <class R>
Expected<Of<double, R>> scaledReceivePower(R& rec, UeState state, FrequencyRange range,
                                           Of<Hertz, R> bandwidth) {
    if (!receives(state))
        return failure("only receiving states scale with the bandwidth", "TR 38.840 UE power model",
                       "ask for pdcch, ssb or pdcchAndPdsch");
    const auto scale = bandwidthScale(rec, bandwidth);
    if (!scale)
        return tl::make_unexpected(scale.error());
    const auto power = relativePower(rec, state, range, Of<DecibelMilliwatts, R>(23.0)) * *scale;
    using std::max;
    return rec.name(max(power, Of<double, R>(floorPower)), "P_rx", "relative power of reception, scaled",
                    tr38840);
}

template <class R>
Expected<Of<double, R>> discontinuousReception(R& rec, FrequencyRange range, Of<Seconds, R> cycle,
                                               Of<Seconds, R> on, Of<Seconds, R> receiving) {
    Check check("discontinuous reception");
    check.positive("cycle", valueOf(cycle.si())).notNegative("on duration", valueOf(on.si()));
    check.notNegative("time receiving", valueOf(receiving.si()));
    check.atMost("on duration and reception", valueOf(on.si()) + valueOf(receiving.si()),
                 valueOf(cycle.si()));
    if (check.error())
        return tl::make_unexpected(*check.error());
    const Of<DecibelMilliwatts, R> any(23.0);
    const auto awake = on * relativePower(rec, UeState::pdcch, range, any) +
                       receiving * relativePower(rec, UeState::pdcchAndPdsch, range, any);
    const auto asleep = (cycle - on - receiving) * relativePower(rec, UeState::deepSleep, range, any);
    const Of<Seconds, R> transition = rec.input(
        Seconds(deepTransition), "E_tr", "transition in and out of deep sleep, in units of power times time",
        Label::published, tr38840);
    return rec.name((awake + asleep + transition) / cycle, "P_DRX",
                    "mean relative power in discontinuous reception", tr38840);
}

template <class R>
Expected<RadioEnergy<R>> ueRadioEnergy(R& rec, const StateRadio& radio, const RadioUse<R>& use,
                                       Of<DecibelMilliwatts, R> transmitPower) {
    Check check("radio of the user's device");
    check.positive("watts per unit of relative power", radio.unit.si())
        .positive("bandwidth", radio.bandwidth.si());
    if (radio.range == FrequencyRange::fr1)
        check.atMost("bandwidth", radio.bandwidth.si(), 100e6);
    check.atMost("transmit power", valueOf(transmitPower.db()), 60.0);
    if (check.error())
        return tl::make_unexpected(*check.error());
    if (const auto error = detail::wrongUse(use))
        return tl::make_unexpected(*error);
    const Of<Watts, R> unit = rec.input(radio.unit, "u", "watts per unit of relative power", Label::assumed,
                                        "calibrated on idle-connected power of one phone (7.3 low band, 8.3 "
                                        "mmWave mW); a factor of 2 either way");
    RadioEnergy<R> energy;
    energy.transmitting =
        rec.name(unit * relativePower(rec, UeState::uplink, radio.range, transmitPower) * use.transmitting,
                 "E_tx", "transmitting");
    energy.receiving =
        rec.name(statePower(rec, radio, unit, UeState::pdcchAndPdsch) * use.receiving, "E_rx", "receiving");
    energy.connectedIdle =
        rec.name(statePower(rec, radio, unit, radio.waiting) * detail::waitingTime(rec, use), "E_wait",
                 "connected, waiting for the other side");
    energy.tail = rec.name(statePower(rec, radio, unit, radio.afterwards) * use.tail, "E_tail",
                           "connected after the last bit");
    return detail::totalled(rec, energy);
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> relativePower(R&, UeState, FrequencyRange, Of<DecibelMilliwatts, R>);             \
    template Expected<Of<double, R>> bandwidthScale(R&, Of<Hertz, R>);                                       \
    template Expected<Of<double, R>> scaledReceivePower(R&, UeState, FrequencyRange, Of<Hertz, R>);          \
    template Expected<Of<double, R>> discontinuousReception(R&, FrequencyRange, Of<Seconds, R>,              \
                                                            Of<Seconds, R>, Of<Seconds, R>);                 \
    template Expected<RadioEnergy<R>> ueRadioEnergy(R&, const StateRadio&, const RadioUse<R>&,               \
                                                    Of<DecibelMilliwatts, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
