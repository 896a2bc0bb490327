// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/footprint.h"

#include "analytics/quantity/check.h"

#include <cmath>

namespace cellwright::energy {
namespace {

constexpr double hoursPerYear = 8760.0;
using std::pow;

template <class R>
Of<double, R> kilowattHours(R&, const Of<Joules, R>& energy) {
    return energy.si() / Of<double, R>(3.6e6);
}
template <class R>
Of<double, R> hours(R&, const Of<Seconds, R>& time) {
    return time.si() / Of<double, R>(3600.0);
}

} // namespace

template <class R>
Expected<Of<double, R>> carbonGrams(R& rec, Of<Joules, R> energy, Of<double, R> gramsPerKilowattHour) {
    Check check("carbon");
    check.notNegative("energy", valueOf(energy.si()))
        .notNegative("carbon intensity", valueOf(gramsPerKilowattHour));
    if (check.error())
        return tl::make_unexpected(*check.error());
    return rec.name(kilowattHours(rec, energy) * gramsPerKilowattHour, "m_CO2", "grams of CO2 equivalent",
                    "energy times the grid's intensity, location based");
}

template <class R>
Expected<Of<double, R>> embodiedGrams(R& rec, Of<double, R> hardwareGrams, Of<Seconds, R> used,
                                      Of<Seconds, R> lifetime, Of<double, R> share) {
    Check check("embodied carbon");
    check.notNegative("embodied carbon", valueOf(hardwareGrams)).notNegative("time", valueOf(used.si()));
    check.positive("lifetime", valueOf(lifetime.si())).share("share of the hardware", valueOf(share));
    if (check.error())
        return tl::make_unexpected(*check.error());
    return rec.name(hardwareGrams * (used / lifetime) * share, "m_emb", "share of making the hardware, gCO2e",
                    "time in use over lifetime");
}

template <class R>
Expected<Of<double, R>> batteryShare(R& rec, Of<Joules, R> energy, Of<Joules, R> capacity) {
    Check check("battery");
    check.notNegative("energy", valueOf(energy.si())).positive("battery capacity", valueOf(capacity.si()));
    if (check.error())
        return tl::make_unexpected(*check.error());
    return rec.name(energy / capacity, "β", "share of a full battery", "energy over capacity", "share");
}

template <class R>
Expected<Of<double, R>> waterLitres(R& rec, Of<Joules, R> itEnergy, Of<double, R> siteWue, Of<double, R> pue,
                                    Of<double, R> gridWue) {
    Check check("water");
    check.notNegative("energy", valueOf(itEnergy.si())).notNegative("WUE of the site", valueOf(siteWue));
    check.atLeast("PUE", valueOf(pue), 1.0).notNegative("WUE of the grid", valueOf(gridWue));
    if (check.error())
        return tl::make_unexpected(*check.error());
    return rec.name(kilowattHours(rec, itEnergy) * (siteWue + pue * gridWue), "V_w", "water in litres",
                    "on site per IT energy, at the power station per site energy");
}

template <class R>
Expected<Of<double, R>> electricityCost(R& rec, Of<Joules, R> energy, Of<double, R> pricePerKilowattHour) {
    Check check("electricity cost");
    check.notNegative("energy", valueOf(energy.si()))
        .notNegative("price per kWh", valueOf(pricePerKilowattHour));
    if (check.error())
        return tl::make_unexpected(*check.error());
    return rec.name(kilowattHours(rec, energy) * pricePerKilowattHour, "c_el", "cost of electricity");
}

template <class R>
Expected<Of<double, R>> rentalCost(R& rec, Of<double, R> devices, Of<double, R> pricePerHour,
                                   Of<Seconds, R> busy) {
    Check check("rental cost");
    check.notNegative("devices", valueOf(devices)).notNegative("price per hour", valueOf(pricePerHour));
    if (check.notNegative("time", valueOf(busy.si())).error())
        return tl::make_unexpected(*check.error());
    return rec.name(devices * pricePerHour * hours(rec, busy), "c_rent", "cost of rented accelerators");
}

template <class R>
Expected<Of<double, R>> capitalRecovery(R& rec, Of<double, R> interest, Of<double, R> years) {
    Check check("capital recovery");
    if (check.notNegative("interest", valueOf(interest)).positive("years", valueOf(years)).error())
        return tl::make_unexpected(*check.error());
    using Number = Of<double, R>;
    const bool free = valueOf(interest) * valueOf(years) < 1e-9; // the formula is 0/0 at no interest
    const auto factor = free ? Number(1.0) / years
                             : interest / (Number(1.0) - pow(Number(1.0) + interest, Number(0.0) - years));
    return rec.name(factor, "CRF", "capital recovery factor per year", "annuity formula");
}

template <class R>
Expected<Of<double, R>> ownedHourlyCost(R& rec, const OwnedHardware<R>& hardware) {
    Check check("cost of own hardware");
    check.notNegative("capital", valueOf(hardware.capital))
        .notNegative("power", valueOf(hardware.power.si()));
    check.atLeast("PUE", valueOf(hardware.pue), 1.0)
        .notNegative("price per kWh", valueOf(hardware.pricePerKilowattHour));
    check.positive("utilisation", valueOf(hardware.utilisation))
        .atMost("utilisation", valueOf(hardware.utilisation), 1.0);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const auto recovery = capitalRecovery(rec, hardware.interest, hardware.years);
    if (!recovery)
        return tl::make_unexpected(recovery.error());
    using Number = Of<double, R>;
    const auto capital = hardware.capital * *recovery / Number(hoursPerYear);
    const auto kilowatts = hardware.power.si() / Number(1000.0);
    const auto power = kilowatts * hardware.pue * hardware.pricePerKilowattHour;
    return rec.name((capital + power) / hardware.utilisation, "c_h", "cost of an hour in use");
}

template <class R>
Expected<Of<double, R>> costPerMillionTokens(R& rec, Of<double, R> costPerHour,
                                             Of<Hertz, R> tokensPerSecond) {
    Check check("cost of tokens");
    check.notNegative("cost per hour", valueOf(costPerHour))
        .positive("tokens per second", valueOf(tokensPerSecond.si()));
    if (check.error())
        return tl::make_unexpected(*check.error());
    using Number = Of<double, R>;
    return rec.name(costPerHour / (Number(3600.0) * tokensPerSecond.si()) * Number(1e6), "c_M",
                    "cost of a million tokens");
}

template <class R>
Expected<Of<double, R>> spectrumCostPerMegahertzHour(R& rec, Of<double, R> pricePerMegahertzPop,
                                                     Of<double, R> inhabitants, Of<double, R> interest,
                                                     Of<double, R> years) {
    Check check("cost of spectrum");
    check.notNegative("price per MHz and inhabitant", valueOf(pricePerMegahertzPop));
    if (check.notNegative("inhabitants", valueOf(inhabitants)).error())
        return tl::make_unexpected(*check.error());
    const auto recovery = capitalRecovery(rec, interest, years);
    if (!recovery)
        return tl::make_unexpected(recovery.error());
    return rec.name(pricePerMegahertzPop * inhabitants * *recovery / Of<double, R>(hoursPerYear), "c_MHz",
                    "cost of one MHz for one hour");
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<double, R>> carbonGrams(R&, Of<Joules, R>, Of<double, R>);                          \
    template Expected<Of<double, R>> embodiedGrams(R&, Of<double, R>, Of<Seconds, R>, Of<Seconds, R>,        \
                                                   Of<double, R>);                                           \
    template Expected<Of<double, R>> batteryShare(R&, Of<Joules, R>, Of<Joules, R>);                         \
    template Expected<Of<double, R>> waterLitres(R&, Of<Joules, R>, Of<double, R>, Of<double, R>,            \
                                                 Of<double, R>);                                             \
    template Expected<Of<double, R>> electricityCost(R&, Of<Joules, R>, Of<double, R>);                      \
    template Expected<Of<double, R>> rentalCost(R&, Of<double, R>, Of<double, R>, Of<Seconds, R>);           \
    template Expected<Of<double, R>> capitalRecovery(R&, Of<double, R>, Of<double, R>);                      \
    template Expected<Of<double, R>> ownedHourlyCost(R&, const OwnedHardware<R>&);                           \
    template Expected<Of<double, R>> costPerMillionTokens(R&, Of<double, R>, Of<Hertz, R>);                  \
    template Expected<Of<double, R>> spectrumCostPerMegahertzHour(R&, Of<double, R>, Of<double, R>,          \
                                                                  Of<double, R>, Of<double, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
