// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/weather.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/atmosphere/gas.h"
#include "analytics/radio/atmosphere/rain.h"
#include "analytics/transport/medium.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace cellwright::transport {
namespace {

// Each modulation below 1024QAM (-4.25 dB) may be sent with more power, so it needs that much less.
constexpr std::array microwaveSchemes{
    ModemScheme{"4QAM", 2.0, 8.2 - 4.25},
    ModemScheme{"16QAM", 4.0, 14.6 - 4.25 + 2.5},
    ModemScheme{"32QAM", 5.0, 17.2 - 4.25 + 3.75},
    ModemScheme{"64QAM", 6.0, 19.7 - 4.25 + 3.5},
    ModemScheme{"128QAM", 7.0, 22.8 - 4.25 + 3.5},
    ModemScheme{"256QAM", 8.0, 26.0 - 4.25 + 4.125},
    ModemScheme{"512QAM", 9.0, 29.1},
    ModemScheme{"1024QAM", 10.0, 32.3},
};
constexpr std::array satelliteSchemes{
    ModemScheme{"QPSK 1/4", 0.490243, -2.35},  ModemScheme{"QPSK 1/3", 0.656448, -1.24},
    ModemScheme{"QPSK 2/5", 0.789412, -0.30},  ModemScheme{"QPSK 1/2", 0.988858, 1.00},
    ModemScheme{"QPSK 3/5", 1.188304, 2.23},   ModemScheme{"QPSK 2/3", 1.322253, 3.10},
    ModemScheme{"QPSK 3/4", 1.487473, 4.03},   ModemScheme{"QPSK 5/6", 1.654663, 5.18},
    ModemScheme{"8PSK 2/3", 1.980636, 6.62},   ModemScheme{"8PSK 3/4", 2.228124, 7.91},
    ModemScheme{"16APSK 2/3", 2.637201, 8.97}, ModemScheme{"16APSK 3/4", 2.966728, 10.21},
};

constexpr double satelliteElevation = 45.0 * std::numbers::pi / 180.0;
constexpr double satelliteElevationDegrees = 45.0;
constexpr double rainHeight = 3.0;   // km
constexpr double oxygenHeight = 6.0; // km
constexpr double vapourHeight = 2.0; // km
constexpr double usualLatitude = 45.0;
constexpr double mostPathFactor = 2.5; // P.530-18: where the formula gives more or nothing

/// Distance factor r of P.530-18, for a path of `km`.
double pathFactor(double km, double rate, double alpha, double ghz) {
    const double inverse =
        0.477 * std::pow(km, 0.633) * std::pow(rate, 0.073 * alpha) * std::pow(ghz, 0.123) -
        10.579 * (1.0 - std::exp(-0.024 * km));
    return inverse > 1.0 / mostPathFactor ? 1.0 / inverse : mostPathFactor;
}

/// Effective length of the way through rain to a satellite, km: steps 2 to 8 of P.618-13 clause 2.2.1.1.
double satelliteRainLength(double specific, double ghz, double latitude) {
    const double sine = std::sin(satelliteElevation), cosine = std::cos(satelliteElevation);
    const double ground = rainHeight / sine * cosine;
    const double horizontal =
        1.0 / (1.0 + 0.78 * std::sqrt(ground * specific / ghz) - 0.38 * (1.0 - std::exp(-2.0 * ground)));
    const double seen = std::atan2(rainHeight, ground * horizontal);
    const double slant = seen > satelliteElevation ? ground * horizontal / cosine : rainHeight / sine;
    const double tropics = std::abs(latitude) < 36.0 ? 36.0 - std::abs(latitude) : 0.0;
    const double vertical =
        1.0 /
        (1.0 + std::sqrt(sine) * (31.0 * (1.0 - std::exp(-satelliteElevationDegrees / (1.0 + tropics))) *
                                      std::sqrt(slant * specific) / (ghz * ghz) -
                                  0.45));
    return slant * vertical;
}

const char* modemSource(Medium medium) {
    return medium == Medium::satellite ? "ETSI EN 302 307-1, table 13" : "SIAE ALFOplus manual, table 6";
}

radio::Air airOf(const Assumptions& assumptions) {
    radio::Air air;
    air.temperature = Kelvin(assumptions.temperature + 273.15);
    air.waterVapour = assumptions.vapourDensity;
    return air;
}

/// Decibels per kilometre times kilometres, as a fade.
template <class R>
Of<Decibels, R> alongPath(const Of<double, R>& specific, const Of<double, R>& kilometres) {
    return Of<Decibels, R>(specific * kilometres);
}

template <class R>
Of<double, R> specificFade(R& rec, double value, const char* symbol, const char* name, const char* source) {
    return rec.input(value, symbol, std::string(name) + ", dB/km", Label::computed, source);
}

template <class R>
Of<double, R> kilometresOf(R& rec, const Topology& topology, const Link& link) {
    return rec.name(Of<double, R>(linkLength(rec, topology, link).si() / Of<double, R>(1e3)), "d",
                    "length in kilometres");
}

template <class R>
Of<Decibels, R> fadeOf(R& rec, const Topology& topology, const Assumptions& assumptions, const Link& link) {
    const auto rain = rainFade(rec, topology, assumptions, link);
    const auto gas = gasFade(rec, topology, assumptions, link);
    return rec.name(rain + gas, "A", "fade of " + link.name, "rain and gas");
}

} // namespace

std::span<const ModemScheme> modemSchemes(Medium medium) {
    if (medium == Medium::microwave)
        return microwaveSchemes;
    if (medium == Medium::satellite)
        return satelliteSchemes;
    return {};
}

double clearAirMarginDb(Medium medium) {
    return medium == Medium::microwave ? 5.0 : medium == Medium::satellite ? 3.0 : 0.0;
}

Hertz carrierOf(const Link& link) {
    return link.frequency.value_or(link.medium == Medium::satellite ? Hertz(20e9) : Hertz(18e9));
}

const ModemScheme* schemeAfter(Medium medium, Decibels fade) {
    const auto schemes = modemSchemes(medium);
    const double snr = schemes.back().snrDb + clearAirMarginDb(medium) - fade.db();
    const auto above = std::find_if(schemes.rbegin(), schemes.rend(),
                                    [&](const ModemScheme& scheme) { return scheme.snrDb <= snr; });
    return above == schemes.rend() ? nullptr : &*above;
}

template <class R>
Of<Decibels, R> rainFade(R& rec, const Topology& topology, const Assumptions& assumptions, const Link& link) {
    if (!isRadio(link.medium) || assumptions.rainRate <= 0.0)
        return {};
    const bool satellite = link.medium == Medium::satellite;
    const auto frequency = carrierOf(link);
    const double ghz = frequency.si() / 1e9;
    const radio::Polarisation polarisation{0.0, satellite ? satelliteElevationDegrees : 0.0};
    const auto specific =
        specificFade(rec, radio::rainAttenuation(frequency, assumptions.rainRate, polarisation), "γ_R",
                     "specific attenuation of the rain", "ITU-R P.838-3, equation 1");
    if (satellite) {
        const double latitude = topology.origin ? topology.origin->latitude : usualLatitude;
        const Of<double, R> length = rec.input(
            satelliteRainLength(valueOf(specific), ghz, latitude), "L_E", "way through the rain, km",
            Label::computed, "ITU-R P.618-13 clause 2.2.1.1: 45° of elevation, rain up to 3 km (assumed)");
        return rec.name(alongPath<R>(specific, length), "A_R", "rain on " + link.name, "ITU-R P.618-13");
    }
    const auto km = kilometresOf(rec, topology, link);
    const Of<double, R> factor = rec.input(
        pathFactor(valueOf(km), assumptions.rainRate, radio::rainLaw(frequency, polarisation).alpha, ghz),
        "r", "distance factor of the rain", Label::computed, "ITU-R P.530-18, equation 32");
    return rec.name(alongPath<R>(specific, km * factor), "A_R", "rain on " + link.name,
                    "ITU-R P.530-18, equation 33");
}

template <class R>
Of<Decibels, R> gasFade(R& rec, const Topology& topology, const Assumptions& assumptions, const Link& link) {
    if (!isRadio(link.medium) || !assumptions.gasAbsorption)
        return {};
    const auto gas = radio::gasAttenuation(carrierOf(link), airOf(assumptions));
    if (link.medium == Medium::satellite) {
        const Of<double, R> zenith = specificFade(rec, gas.oxygen * oxygenHeight + gas.water * vapourHeight,
                                                  "A_z", "gas straight up (6 km of oxygen, 2 km of vapour)",
                                                  "ITU-R P.676-13 with assumed equivalent heights");
        return rec.name(Of<Decibels, R>(zenith / Of<double, R>(std::sin(satelliteElevation))), "A_G",
                        "gas on " + link.name, "at 45° of elevation");
    }
    const auto specific =
        specificFade(rec, gas.total(), "γ_G", "specific attenuation of gases", "ITU-R P.676-13");
    return rec.name(alongPath<R>(specific, kilometresOf(rec, topology, link)), "A_G", "gas on " + link.name);
}

template <class R>
Of<BitsPerSecond, R> linkCapacity(R& rec, const Topology& topology, const Assumptions& assumptions,
                                  const Link& link) {
    const Of<BitsPerSecond, R> capacity =
        rec.input(link.capacity, "C", "capacity each way", Label::assumed, "link");
    if (!isRadio(link.medium) || (assumptions.rainRate <= 0.0 && !assumptions.gasAbsorption))
        return capacity;
    const auto fade = fadeOf(rec, topology, assumptions, link);
    const auto* scheme = schemeAfter(link.medium, Decibels(valueOf(fade.db())));
    const double best = modemSchemes(link.medium).back().bits;
    const auto what = scheme ? std::string("bits per symbol of ") + scheme->name + " over those of " +
                                   modemSchemes(link.medium).back().name
                             : std::string("outage: no modulation survives the fade");
    const auto why = "adaptive modulation at a fade of " + toDisplay(plain(fade)) + ", " +
                     roundedText(clearAirMarginDb(link.medium)) + " dB of clear-air margin assumed; " +
                     modemSource(link.medium);
    const Of<double, R> share =
        rec.input(scheme ? scheme->bits / best : 0.0, "x_mod", what, Label::computed, why, "share");
    return rec.name(capacity * share, "C_w", "capacity of " + link.name + " in this weather",
                    "adaptive modulation");
}

template <class R>
Of<BitsPerSecond, R> freeCapacity(R& rec, const Topology& topology, const Assumptions& assumptions,
                                  const Link& link) {
    using Number = Of<double, R>;
    const auto capacity = linkCapacity(rec, topology, assumptions, link);
    const Of<double, R> load =
        rec.input(link.backgroundLoad, "ρ_b", "background load", Label::assumed, "link", "share");
    return rec.name(capacity * (Number(1.0) - load), "C_f", "free capacity of " + link.name,
                    "capacity less background load");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Decibels, R> rainFade(R&, const Topology&, const Assumptions&, const Link&);                 \
    template Of<Decibels, R> gasFade(R&, const Topology&, const Assumptions&, const Link&);                  \
    template Of<BitsPerSecond, R> linkCapacity(R&, const Topology&, const Assumptions&, const Link&);        \
    template Of<BitsPerSecond, R> freeCapacity(R&, const Topology&, const Assumptions&, const Link&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::transport
