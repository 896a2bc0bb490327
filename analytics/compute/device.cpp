// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/device.h"

#include <algorithm>
#include <cmath>

namespace cellwright::compute {
namespace {

bool positive(double value) {
    return std::isfinite(value) && value > 0.0;
}
bool notNegative(double value) {
    return std::isfinite(value) && value >= 0.0;
}

tl::unexpected<Error> wrong(const Device& device, const std::string& what) {
    return failure(what, "device " + device.id, "give a positive, finite figure with its source");
}

bool sound(const Roofline& r) {
    // Efficiencies a little above 1 occur: caches make effective bandwidth exceed that of the memory.
    return positive(r.computeEfficiency) && r.computeEfficiency <= 1.5 && positive(r.memoryEfficiency) &&
           r.memoryEfficiency <= 1.5 && std::isfinite(r.exponent) && r.exponent >= 1.0 &&
           r.exponent <= 50.0 && notNegative(r.perOperation.si()) && r.perOperation.si() < 1.0 &&
           notNegative(r.perLayer.si()) && r.perLayer.si() < 1.0 && positive(r.cacheCost) &&
           r.cacheCost < 100.0 && notNegative(r.perSequence.si()) && r.perSequence.si() < 1.0;
}

bool sound(const PowerFigures& p) {
    const auto absentOrPositive = [](const auto& figure) { return !figure || positive(figure->value.si()); };
    return notNegative(p.idle.value.si()) && notNegative(p.perFlop.value.si()) &&
           notNegative(p.perByte.value.si()) && absentOrPositive(p.base) && absentOrPositive(p.active) &&
           absentOrPositive(p.limit);
}

bool sound(const ErrorFigures& e) {
    return positive(e.prefill) && e.prefill < 10.0 && positive(e.decode) && e.decode < 10.0;
}

bool sound(const BenchPoint& p) {
    return positive(p.rate) && notNegative(p.deviation) && notNegative(p.modelBytes.si()) &&
           notNegative(p.parameters) && p.tokens >= 1 && p.depth >= 0 && p.batch >= 1;
}

Expected<void> check(const Device& device, const RuntimeFigures& runtime) {
    if (!sound(runtime.error))
        return wrong(device, "a prediction error is not possible");
    if (!std::ranges::all_of(runtime.points, [](const BenchPoint& p) { return sound(p); }))
        return wrong(device, "a measured point is not possible");
    if (runtime.measured) // made of a sound profile
        return {};
    if (device.peaks.empty() || runtime.rooflines.empty())
        return wrong(device, "there is no peak rate or no roofline");
    if (!positive(device.memoryBandwidth.value.si()))
        return wrong(device, "memory bandwidth is not positive");
    if (!std::ranges::all_of(runtime.rooflines, [](const Roofline& r) { return sound(r); }))
        return wrong(device, "a roofline constant is not possible");
    return {};
}

} // namespace

const Peak* peakFor(const Device& device, NumberFormat format) {
    const auto of = [&](NumberFormat wanted) -> const Peak* {
        const auto found = std::ranges::find(device.peaks, wanted, &Peak::format);
        return found == device.peaks.end() ? nullptr : &*found;
    };
    if (const Peak* const exact = of(format))
        return exact;
    for (const NumberFormat wider : {NumberFormat::f16, NumberFormat::f32})
        if (const Peak* const peak = of(wider); peak && wider < format)
            return peak;
    return device.peaks.empty() ? nullptr : &device.peaks.front();
}

Expected<void> check(const Device& device) {
    if (device.id.empty() || device.name.empty())
        return failure("a device needs an id and a name", "device " + device.id);
    if (!positive(device.memoryCapacity.value.si()))
        return wrong(device, "memory capacity is not positive");
    if (!sound(device.power))
        return wrong(device, "a power figure is not possible");
    for (const auto& peak : device.peaks)
        if (!positive(peak.rate.value.si()))
            return wrong(device, "a peak rate is not positive");
    if (device.runtimes.empty())
        return wrong(device, "there is no runtime");
    for (const auto& runtime : device.runtimes)
        if (const auto sound = check(device, runtime); !sound)
            return sound;
    return {};
}

} // namespace cellwright::compute
