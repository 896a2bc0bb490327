// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/atmosphere/weather.h"

#include "analytics/radio/atmosphere/rain.h"
#include "analytics/radio/propagation/enclosure.h"

namespace cellwright::radio {

Weather weatherOf(const Assumptions& assumptions) {
    Weather weather;
    weather.gases = assumptions.gasAbsorption;
    weather.rainRate = assumptions.rainRate;
    weather.air.temperature = Kelvin(273.15 + assumptions.temperature);
    weather.air.waterVapour = assumptions.vapourDensity;
    return weather;
}

Weather weatherAt(const Weather& weather, Propagation model) {
    Weather here = weather;
    if (isIndoor(model))
        here.rainRate = 0.0;
    return here;
}

AirLoss airLoss(const Weather& weather, Hertz frequency) {
    constexpr Polarisation slanted{45.0, 0.0};
    return {weather.gases ? gasAttenuation(frequency, weather.air).total() : 0.0,
            rainAttenuation(frequency, weather.rainRate, slanted)};
}

std::string weatherLimit(const Weather& weather, Hertz frequency) {
    const bool dry = !weather.gases && weather.rainRate <= 0.0;
    return dry || (frequency >= Hertz(1e9) && frequency <= Hertz(1000e9))
               ? ""
               : "loss in air and rain is known from 1 GHz to 1000 GHz (ITU-R P.676-13, P.838-3)";
}

template <class R>
Of<Decibels, R> airAttenuation(R& rec, const AirLoss& loss, const Of<Metres, R>& path) {
    using Number = Of<double, R>;
    Number specific(0.0);
    if (loss.gas > 0.0)
        specific =
            specific + rec.input(loss.gas, "γ_gas", "specific attenuation by gases, dB/km", Label::computed,
                                 "ITU-R P.676-13 annex 1, at the assumed temperature and water vapour");
    if (loss.rain > 0.0)
        specific = specific + rec.input(loss.rain, "γ_rain", "specific attenuation by rain, dB/km",
                                        Label::computed, "ITU-R P.838-3 at the assumed rain rate, 45° slant");
    return rec.name(Of<Decibels, R>(specific * path.si() / Number(1000.0)), "L_air", "loss in air and rain",
                    "specific attenuation times distance");
}

#define INSTANTIATE(R) template Of<Decibels, R> airAttenuation(R&, const AirLoss&, const Of<Metres, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
