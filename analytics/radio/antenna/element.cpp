// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/element.h"

#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr const char* pattern = "TR 38.901 table 7.3-1";
constexpr const char* rotation = "TR 38.901 clause 7.1.3";

/// min(12 (angle / 65)^2, 30): one cut of the pattern, as an attenuation.
template <class R>
Of<double, R> cut(const Of<double, R>& angle) {
    using std::min;
    using Number = Of<double, R>;
    const auto share = angle / Number(beamwidth);
    return min(Number(12.0) * share * share, Number(sideLobeFloor));
}

} // namespace

template <class R>
LocalAngles<R> localAngles(R& rec, Of<Metres, R> east, Of<Metres, R> north, Of<Metres, R> up,
                           const Of<double, R>& azimuth, const Of<double, R>& downtilt) {
    using std::atan2;
    using std::cos;
    using std::sin;
    using std::sqrt;
    using Number = Of<double, R>;
    const auto turn = azimuth * Number(degree);
    const auto tilt = downtilt * Number(degree);
    const auto ahead = rec.name(east.si() * sin(turn) + north.si() * cos(turn), "u",
                                "distance along the azimuth", rotation, "length");
    const auto aside = rec.name(east.si() * cos(turn) - north.si() * sin(turn), "v",
                                "distance right of the azimuth", rotation, "length");
    const auto forward = rec.name(ahead * cos(tilt) - up.si() * sin(tilt), "u'",
                                  "distance along the boresight", rotation, "length");
    const auto above = rec.name(ahead * sin(tilt) + up.si() * cos(tilt), "w'", "distance above the boresight",
                                rotation, "length");
    const auto level = sqrt(forward * forward + aside * aside);
    return {
        rec.name(atan2(aside, forward) / Number(degree), "φ'", "azimuth off boresight", rotation, "angle"),
        rec.name(Number(90.0) - atan2(above, level) / Number(degree), "θ'", "zenith angle", rotation,
                 "angle")};
}

template <class R>
Of<Decibels, R> elementGain(R& rec, const LocalAngles<R>& direction, Of<Decibels, R> peak) {
    using std::min;
    using Number = Of<double, R>;
    const auto across = rec.name(cut<R>(direction.azimuth), "A_H", "horizontal attenuation", pattern, "gain");
    const auto along =
        rec.name(cut<R>(direction.zenith - Number(90.0)), "A_V", "vertical attenuation", pattern, "gain");
    const Of<Decibels, R> lost(min(across + along, Number(sideLobeFloor)));
    return rec.name(peak - lost, "G", "antenna gain", pattern);
}

#define INSTANTIATE(R)                                                                                       \
    template LocalAngles<R> localAngles(R&, Of<Metres, R>, Of<Metres, R>, Of<Metres, R>,                     \
                                        const Of<double, R>&, const Of<double, R>&);                         \
    template Of<Decibels, R> elementGain(R&, const LocalAngles<R>&, Of<Decibels, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
