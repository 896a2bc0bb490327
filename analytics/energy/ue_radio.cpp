// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/ue_radio.h"

#include "analytics/energy/ue_radio_use.h"

namespace cellwright::energy {
namespace {

/// Megabits per second enter the published slopes: 1 mW per Mbit/s is 1 nJ/bit.
constexpr double nano = 1e-9;

/// The four coefficients inside a formula, less the base load where only the radio is asked for.
template <class R>
struct Coefficients {
    Of<Watts, R> downlink, uplink;
    Of<JoulesPerBit, R> downlinkBit, uplinkBit;
};

template <class R>
Coefficients<R> coefficientsOf(R& rec, const LinearRadio& radio, Boundary boundary) {
    Coefficients<R> c{
        rec.input(radio.downlink, "a_DL", "power receiving at no rate", radio.label, radio.source),
        rec.input(radio.uplink, "a_UL", "power transmitting at no rate", radio.label, radio.source),
        rec.input(radio.downlinkBit, "b_DL", "energy per bit received", radio.label, radio.source),
        rec.input(radio.uplinkBit, "b_UL", "energy per bit sent", radio.label, radio.source)};
    if (boundary == Boundary::radioModule) {
        const Of<Watts, R> base =
            rec.input(radio.base, "P_base", "screen and base load inside the measured power", Label::assumed,
                      "about 2.3 W of the measured intercepts");
        c.downlink -= base;
        c.uplink -= base;
    }
    return c;
}

} // namespace

LinearRadio linearRadio(RadioBand band) {
    LinearRadio radio;
    radio.source = "Samsung S20 Ultra, traces of Narayanan et al., SIGCOMM 2021; linear fit, R² 0.42 to 0.87";
    const auto set = [&](double downlink, double downlinkBit, double uplink, double uplinkBit) {
        radio.downlink = Watts(downlink);
        radio.downlinkBit = JoulesPerBit(downlinkBit * nano);
        radio.uplink = Watts(uplink);
        radio.uplinkBit = JoulesPerBit(uplinkBit * nano);
    };
    switch (band) {
    case RadioBand::lte:
        set(2.839, 11.54, 2.926, 76.68);
        break;
    case RadioBand::nrLowBand:
        set(3.059, 11.54, 3.199, 32.17);
        break;
    case RadioBand::nrMmWave:
        set(5.237, 1.73, 5.664, 8.88);
        break;
    }
    return radio;
}

template <class R>
Expected<RadioEnergy<R>> ueRadioEnergy(R& rec, const LinearRadio& radio, const RadioUse<R>& use,
                                       Boundary boundary) {
    if (const auto error = detail::wrongUse(use))
        return tl::make_unexpected(*error);
    if (boundary != Boundary::radioModule && boundary != Boundary::deviceWhole)
        return failure("the linear radio model knows no boundary " + std::string(toText(boundary)),
                       "radio of the user's device", "ask for radio_module or device_whole");
    if (boundary == Boundary::radioModule && radio.base > min(radio.downlink, radio.uplink))
        return failure("the base load exceeds the power of the phone", "radio of the user's device",
                       "give a base load below both intercepts");
    const auto c = coefficientsOf(rec, radio, boundary);
    RadioEnergy<R> energy;
    energy.boundary = boundary;
    energy.transmitting =
        rec.name(c.uplink * use.transmitting + c.uplinkBit * use.sent, "E_tx", "transmitting");
    energy.receiving =
        rec.name(c.downlink * use.receiving + c.downlinkBit * use.received, "E_rx", "receiving");
    energy.connectedIdle = rec.name(c.downlink * detail::waitingTime(rec, use), "E_wait",
                                    "connected, waiting for the other side");
    energy.tail = rec.name(c.downlink * use.tail, "E_tail", "connected after the last bit");
    return detail::totalled(rec, energy);
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<RadioEnergy<R>> ueRadioEnergy(R&, const LinearRadio&, const RadioUse<R>&, Boundary);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
