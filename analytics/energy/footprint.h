// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

/// What energy means elsewhere: carbon, battery, water, money. Arguments must be finite and not negative.
namespace cellwright::energy {

/// Grams of CO2 equivalent, location based: kWh times the grid's gCO2e/kWh. Energy must already include PUE.
template <class R>
Expected<Of<double, R>> carbonGrams(R& rec, Of<Joules, R> energy, Of<double, R> gramsPerKilowattHour);
/// Share of making the hardware: grams times time in use over its lifetime times the share of it used.
template <class R>
Expected<Of<double, R>> embodiedGrams(R& rec, Of<double, R> hardwareGrams, Of<Seconds, R> used,
                                      Of<Seconds, R> lifetime, Of<double, R> share);
/// Share of a full battery, 0 to 1 and above. Capacity must be positive.
template <class R>
Expected<Of<double, R>> batteryShare(R& rec, Of<Joules, R> energy, Of<Joules, R> capacity);
/// Litres: IT energy times (WUE of the site + PUE times WUE of the grid), both in l/kWh. PUE enters once.
template <class R>
Expected<Of<double, R>> waterLitres(R& rec, Of<Joules, R> itEnergy, Of<double, R> siteWue, Of<double, R> pue,
                                    Of<double, R> gridWue);

/// Energy times price per kWh, in the price's currency.
template <class R>
Expected<Of<double, R>> electricityCost(R& rec, Of<Joules, R> energy, Of<double, R> pricePerKilowattHour);
/// Rented accelerators: devices times price per hour times the time that a request has them for itself.
template <class R>
Expected<Of<double, R>> rentalCost(R& rec, Of<double, R> devices, Of<double, R> pricePerHour,
                                   Of<Seconds, R> busy);
/// Yearly share of a capital that is paid back over `years` at `interest` (0.07 for 7 %): i / (1 - (1 +
/// i)^-n), 1/n at 0.
template <class R>
Expected<Of<double, R>> capitalRecovery(R& rec, Of<double, R> interest, Of<double, R> years);

/// Own hardware: what it costs to have it and to feed it.
template <class R>
struct OwnedHardware {
    Of<double, R> capital{};
    Of<double, R> interest{};
    Of<double, R> years{};
    Of<Watts, R> power{};
    Of<double, R> pue{1.0};
    Of<double, R> pricePerKilowattHour{};
    Of<double, R> utilisation{
        1.0}; ///< share of the hours in use, 0 < u <= 1; capital and power are paid for all of them
};
/// Cost of one hour in use: (capital CRF / 8760 + P PUE price) / u.
template <class R>
Expected<Of<double, R>> ownedHourlyCost(R& rec, const OwnedHardware<R>& hardware);
/// Cost of a million tokens from the cost of an hour at `tokensPerSecond` (which must be positive).
template <class R>
Expected<Of<double, R>> costPerMillionTokens(R& rec, Of<double, R> costPerHour, Of<Hertz, R> tokensPerSecond);
/// Cost of one MHz for one hour: price per MHz and inhabitant, times inhabitants, times CRF / 8760.
template <class R>
Expected<Of<double, R>> spectrumCostPerMegahertzHour(R& rec, Of<double, R> pricePerMegahertzPop,
                                                     Of<double, R> inhabitants, Of<double, R> interest,
                                                     Of<double, R> years);

} // namespace cellwright::energy
