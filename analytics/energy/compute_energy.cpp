// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/compute_energy.h"

#include "analytics/quantity/check.h"

#include <utility>

namespace cellwright::energy {
namespace {

constexpr auto mlEnergy = "fit to ML.ENERGY v3 (dense bf16 chat, accelerator only, prefill amortised)";

ComputeCoefficients fitted(double watts, double perFlop, double perByte, double limit) {
    return {Watts(watts), JoulesPerFlop(perFlop), JoulesPerByte(perByte), Watts(limit), Label::published,
            mlEnergy,     Boundary::chip};
}

Check& add(Check& check, const ComputeCoefficients& coefficients) {
    check.notNegative("power", coefficients.power.si())
        .notNegative("energy per FLOP", coefficients.perFlop.si());
    check.notNegative("energy per byte", coefficients.perByte.si());
    return coefficients.limit ? check.positive("power limit", coefficients.limit->si()) : check;
}

/// P0, or the least of it and the limit: a device cannot draw more than its board allows.
template <class R>
Of<Joules, R> limited(R& rec, const ComputeCoefficients& coefficients, const Of<Joules, R>& energy,
                      const Of<Seconds, R>& deviceTime) {
    if (!coefficients.limit)
        return energy;
    const auto limit = rec.input(*coefficients.limit, "P_max", "power limit of the device",
                                 coefficients.label, coefficients.source);
    return min(energy, limit * deviceTime);
}

template <class R>
Of<JoulesPerFlop, R> perFlopInput(R& rec, const ComputeCoefficients& c) {
    return rec.input(c.perFlop, "e", "energy per operation", c.label, c.source);
}

} // namespace

PublishedFit publishedFit(FittedAccelerator accelerator) {
    // Board limits: 700 W (H100 SXM data sheet) and 1000 W (B200 data sheet).
    switch (accelerator) {
    case FittedAccelerator::h100:
        return {fitted(458.9, 1.0077e-12, 0.0, 700.0), 0.094, 0.125, "NVIDIA H100, 96 configurations"};
    case FittedAccelerator::b200:
        return {fitted(629.4, 0.6478e-12, 0.0, 1000.0), 0.147, 0.204, "NVIDIA B200, 92 configurations"};
    case FittedAccelerator::b200WithBytes:
        break;
    }
    return {fitted(450.8, 0.898e-12, 78.7e-12, 1000.0), 0.103, 0.204,
            "NVIDIA B200, 92 configurations, byte term"};
}

ComputeCoefficients constantPower(Watts power, Label label, std::string source, Boundary boundary) {
    return {power, JoulesPerFlop(0.0), JoulesPerByte(0.0), std::nullopt, label, std::move(source), boundary};
}

template <class R>
Expected<Of<Joules, R>> computeEnergy(R& rec, const ComputeCoefficients& coefficients, Of<double, R> devices,
                                      Of<Seconds, R> busy, Of<Flop, R> operations, Of<Bytes, R> traffic) {
    Check check("compute energy");
    add(check, coefficients).notNegative("devices", valueOf(devices)).notNegative("time", valueOf(busy.si()));
    check.notNegative("operations", valueOf(operations.si())).notNegative("bytes", valueOf(traffic.si()));
    if (check.error())
        return tl::make_unexpected(*check.error());
    const auto& [power, perFlop, perByte, limit, label, source, boundary] = coefficients;
    const auto deviceTime = devices * busy;
    Of<Joules, R> energy = rec.input(power, "P_0", "power while computing", label, source) * deviceTime;
    if (perFlop.si() > 0.0)
        energy += perFlopInput(rec, coefficients) * operations;
    if (perByte.si() > 0.0)
        energy += rec.input(perByte, "e_b", "energy per byte of memory traffic", label, source) * traffic;
    return rec.name(limited(rec, coefficients, energy, deviceTime), "E_comp", "energy of computing",
                    describe(boundary));
}

template <class R>
Expected<Of<Joules, R>> energyPerToken(R& rec, const ComputeCoefficients& coefficients, Of<double, R> devices,
                                       Of<Hertz, R> tokensPerSecond, Of<double, R> activeParameters) {
    Check check("energy per token");
    add(check, coefficients).notNegative("devices", valueOf(devices));
    check.positive("tokens per second", valueOf(tokensPerSecond.si()));
    if (check.notNegative("active parameters", valueOf(activeParameters)).error())
        return tl::make_unexpected(*check.error());
    const auto time = devices / tokensPerSecond;
    const auto operations = Of<Flop, R>(Of<double, R>(2.0) * activeParameters);
    const auto power =
        rec.input(coefficients.power, "P_0", "power while serving", coefficients.label, coefficients.source);
    const Of<Joules, R> energy = power * time + perFlopInput(rec, coefficients) * operations;
    return rec.name(limited(rec, coefficients, energy, Of<Seconds, R>(time)), "E_tok",
                    "energy per output token", describe(coefficients.boundary));
}

template <class R>
Expected<Of<Joules, R>> atTheWall(R& rec, Of<Joules, R> chip, const ServerOverhead& overhead) {
    Check check("energy at the wall");
    check.notNegative("energy", valueOf(chip.si())).notNegative("host share", overhead.host);
    if (check.notNegative("reserve share", overhead.reserve).error())
        return tl::make_unexpected(*check.error());
    const Of<double, R> host =
        rec.input(overhead.host, "h", "host relative to accelerators", overhead.label, overhead.source);
    const Of<double, R> reserve = rec.input(overhead.reserve, "i", "idle reserve relative to accelerators",
                                            overhead.label, overhead.source);
    return rec.name(chip * (Of<double, R>(1.0) + host + reserve), "E_wall", "energy at the plug",
                    describe(Boundary::atTheWall));
}

template <class R>
Expected<Of<Joules, R>> atTheSite(R& rec, Of<Joules, R> wall, Of<double, R> powerUsageEffectiveness) {
    Check check("energy of the site");
    check.notNegative("energy", valueOf(wall.si())).atLeast("PUE", valueOf(powerUsageEffectiveness), 1.0);
    if (check.error())
        return tl::make_unexpected(*check.error());
    return rec.name(wall * powerUsageEffectiveness, "E_site", "energy of the site", describe(Boundary::site));
}

template <class R>
Expected<Of<Joules, R>> idleShare(R& rec, Of<Watts, R> idlePower, Of<double, R> utilisation,
                                  Of<Seconds, R> busy) {
    Check check("idle share of a host");
    check.notNegative("idle power", valueOf(idlePower.si())).positive("utilisation", valueOf(utilisation));
    check.atMost("utilisation", valueOf(utilisation), 1.0).notNegative("time", valueOf(busy.si()));
    if (check.error())
        return tl::make_unexpected(*check.error());
    const auto idlePerBusy = (Of<double, R>(1.0) - utilisation) / utilisation;
    return rec.name(idlePower * busy * idlePerBusy, "E_idle", "share of the host's idle energy",
                    "(1 - u)/u idle seconds for each busy one");
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<Joules, R>> computeEnergy(R&, const ComputeCoefficients&, Of<double, R>,            \
                                                   Of<Seconds, R>, Of<Flop, R>, Of<Bytes, R>);               \
    template Expected<Of<Joules, R>> energyPerToken(R&, const ComputeCoefficients&, Of<double, R>,           \
                                                    Of<Hertz, R>, Of<double, R>);                            \
    template Expected<Of<Joules, R>> atTheWall(R&, Of<Joules, R>, const ServerOverhead&);                    \
    template Expected<Of<Joules, R>> atTheSite(R&, Of<Joules, R>, Of<double, R>);                            \
    template Expected<Of<Joules, R>> idleShare(R&, Of<Watts, R>, Of<double, R>, Of<Seconds, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
