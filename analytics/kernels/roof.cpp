// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/roof.h"

#include <algorithm>

namespace cellwright::kernels {
namespace {

bool onAnotherDevice(const Profile& profile, const std::string& provider) {
    const auto found = std::ranges::find(profile.providers, provider, &ProviderInfo::id);
    return found != profile.providers.end() && !found->device.empty();
}

template <class Timing>
std::optional<Roof> lower(const Profile& profile, const Timing& t, std::string_view unit) {
    const auto read = std::ranges::find(profile.readBandwidth, t.threads, &ReadBandwidth::threads);
    const auto peak = std::ranges::find_if(
        profile.peaks, [&](const PeakRate& p) { return p.unit == unit && p.threads == t.threads; });
    if (read == profile.readBandwidth.end() || peak == profile.peaks.end() ||
        onAnotherDevice(profile, t.provider))
        return std::nullopt;
    const Seconds reading = t.median * (t.byteRate / read->bandwidth);
    const Seconds multiplying = t.median * (t.flopRate / peak->rate);
    const bool reads = reading > multiplying;
    const Seconds least = reads ? reading : multiplying;
    return Roof{reads ? "read" : unit, least, least / t.median};
}

} // namespace

std::string_view unitOf(const Profile& profile, Scheme weights) {
    switch (weights) {
    case Scheme::f32:
    case Scheme::f16:
        return "f32";
    case Scheme::bf16:
        return std::ranges::find(profile.peaks, "bf16", &PeakRate::unit) != profile.peaks.end() ? "bf16"
                                                                                                : "f32";
    default:
        return "int8";
    }
}

std::optional<Roof> roofOf(const Profile& profile, const KernelTiming& timing) {
    return lower(profile, timing, unitOf(profile, timing.weights));
}

std::optional<Roof> roofOf(const Profile& profile, const OperationTiming& timing) {
    if (timing.kernel == layerKernel)
        return lower(profile, timing, unitOf(profile, timing.weights));
    if (timing.kernel == attentionKernel)
        return lower(profile, timing, "f32");
    return std::nullopt;
}

} // namespace cellwright::kernels
