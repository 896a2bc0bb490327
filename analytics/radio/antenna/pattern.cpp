// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/pattern.h"

#include <cmath>

namespace cellwright::radio {
namespace {

constexpr const char* method = "horizontal projection interpolation (Gil et al. 2001)";

} // namespace

double cutAttenuation(const std::vector<double>& cut, double degrees) {
    if (cut.empty() || !std::isfinite(degrees))
        return 0.0;
    const auto size = double(cut.size());
    const double turned = std::fmod(degrees * size / 360.0, size);
    const double at = turned < 0.0 ? turned + size : turned;
    const auto low = std::size_t(at) % cut.size();
    const auto high = (low + 1) % cut.size();
    return cut[low] + (at - std::floor(at)) * (cut[high] - cut[low]);
}

template <class R>
Of<Decibels, R> patternGain(R& rec, const AntennaPattern& pattern, const LocalAngles<R>& direction,
                            const Of<double, R>& tilt) {
    using std::abs;
    using Number = Of<double, R>;
    const std::string from =
        "antenna \"" + pattern.name + "\"" + (pattern.source.empty() ? "" : ", ") + pattern.source;
    const auto read = [&](double value, const char* symbol, const char* name) -> Number {
        return rec.input(value, symbol, name, Label::published, from, "gain");
    };
    const Number below =
        rec.name(direction.zenith - Number(90.0) - tilt, "ε", "below the tilted horizon", {}, "angle");
    const double azimuth = valueOf(direction.azimuth), down = valueOf(below);
    const auto across = read(cutAttenuation(pattern.horizontal, azimuth), "A_H", "horizontal cut");
    const auto ahead = read(cutAttenuation(pattern.horizontal, 0.0), "A_H(0)", "horizontal cut ahead");
    const auto behind = read(cutAttenuation(pattern.horizontal, 180.0), "A_H(180)", "horizontal cut behind");
    const auto front = read(cutAttenuation(pattern.vertical, down), "A_V", "vertical cut in front");
    const auto back =
        read(cutAttenuation(pattern.vertical, 180.0 - down), "A_V'", "vertical cut at the back");
    const Number share = (azimuth < 0.0 ? -direction.azimuth : direction.azimuth) / Number(180.0);
    const Of<Decibels, R> lost(across - (Number(1.0) - share) * (ahead - front) - share * (behind - back));
    const Of<Decibels, R> peak =
        rec.input(pattern.gain, "G_max", "antenna peak gain", Label::published, from);
    return rec.name(peak - lost, "G", "antenna gain", method);
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Decibels, R> patternGain(R&, const AntennaPattern&, const LocalAngles<R>&,                   \
                                         const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
