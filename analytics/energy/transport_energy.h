// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/energy/boundary.h"
#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <span>
#include <string_view>

/// Energy of moving bits between the base station and the host. Network power hardly depends on load, so
/// energy per bit is a convention: published figures differ by a factor of 80. Show the break-even beside any
/// single figure.
namespace cellwright::energy {

/// Marginal energy: bits times hops times energy per bit and hop.
template <class R>
Expected<Of<Joules, R>> transportEnergy(R& rec, Of<Bits, R> bits, Of<double, R> hops,
                                        Of<JoulesPerBit, R> perBitAndHop);

/// A published average intensity of networks.
struct NetworkIntensity {
    std::string_view id;
    double kilowattHoursPerGigabyte;
    std::string_view source;
};
/// The ones that live tools use, ascending.
std::span<const NetworkIntensity> publishedIntensities();

/// kWh/GB to joules per bit: 1 kWh/GB = 450 uJ/bit.
template <class R>
Expected<Of<JoulesPerBit, R>> intensityPerBit(R& rec, Of<double, R> kilowattHoursPerGigabyte);

/// The network intensity in kWh/GB above which sending `moved` bytes costs more than the `saved` energy that
/// computing elsewhere saves. Negative `saved`: no intensity makes it worth while, the result is 0. `moved`
/// must be positive.
template <class R>
Expected<Of<double, R>> breakEvenIntensity(R& rec, Of<Joules, R> saved, Of<Bytes, R> moved);

/// The sentence that goes with every transport figure.
std::string_view transportNote();

} // namespace cellwright::energy
