// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/transport_energy.h"

#include "analytics/quantity/check.h"

#include <array>

namespace cellwright::energy {
namespace {

constexpr double joulesPerKilowattHour = 3.6e6;
constexpr double bytesPerGigabyte = 1e9;
constexpr std::array<NetworkIntensity, 4> intensities = {{
    {"ccf", 0.001, "Cloud Carbon Footprint, networking coefficient (data centre to data centre)"},
    {"bts-5g", 0.00832, "BTS power density model, 5G"},
    {"swdm-v4", 0.059, "Sustainable Web Design v4 as in co2.js, network"},
    {"bts-4g", 0.0832, "BTS power density model, 4G"},
}};

} // namespace

template <class R>
Expected<Of<Joules, R>> transportEnergy(R& rec, Of<Bits, R> bits, Of<double, R> hops,
                                        Of<JoulesPerBit, R> perBitAndHop) {
    Check check("transport energy");
    check.notNegative("bits", valueOf(bits.si())).notNegative("hops", valueOf(hops));
    if (check.notNegative("energy per bit and hop", valueOf(perBitAndHop.si())).error())
        return tl::make_unexpected(*check.error());
    return rec.name(Of<Joules, R>(bits * perBitAndHop) * hops, "E_tr", "energy of the transport network",
                    describe(Boundary::transportMarginal));
}

std::span<const NetworkIntensity> publishedIntensities() {
    return intensities;
}

template <class R>
Expected<Of<JoulesPerBit, R>> intensityPerBit(R& rec, Of<double, R> kilowattHoursPerGigabyte) {
    Check check("network intensity");
    if (check.notNegative("kWh per GB", valueOf(kilowattHoursPerGigabyte)).error())
        return tl::make_unexpected(*check.error());
    using Number = Of<double, R>;
    const auto joulesPerBit =
        kilowattHoursPerGigabyte * Number(joulesPerKilowattHour) / Number(8.0 * bytesPerGigabyte);
    return rec.name(Of<JoulesPerBit, R>(joulesPerBit), "e_bit", "average network energy per bit",
                    "1 kWh/GB = 450 µJ/bit");
}

template <class R>
Expected<Of<double, R>> breakEvenIntensity(R& rec, Of<Joules, R> saved, Of<Bytes, R> moved) {
    Check check("break-even of the network");
    check.positive("bytes moved", valueOf(moved.si())).atMost("energy saved", valueOf(saved.si()), 1e300);
    if (check.error())
        return tl::make_unexpected(*check.error());
    using Number = Of<double, R>;
    const auto worth = max(saved, Of<Joules, R>(0.0));
    const auto perGigabyte =
        worth.si() / Number(joulesPerKilowattHour) / (moved.si() / Number(bytesPerGigabyte));
    return rec.name(perGigabyte, "k*", "network intensity in kWh/GB at which offloading stops to save energy",
                    "energy saved over data moved");
}

std::string_view transportNote() {
    return "Network power hardly depends on load, so energy per bit is a convention: figures in live tools "
           "run from 0.001 "
           "to 0.083 kWh/GB. Compare the break-even intensity with them before you conclude which place is "
           "better.";
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<Joules, R>> transportEnergy(R&, Of<Bits, R>, Of<double, R>, Of<JoulesPerBit, R>);   \
    template Expected<Of<JoulesPerBit, R>> intensityPerBit(R&, Of<double, R>);                               \
    template Expected<Of<double, R>> breakEvenIntensity(R&, Of<Joules, R>, Of<Bytes, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
