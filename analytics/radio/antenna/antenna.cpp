// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/antenna.h"

#include "analytics/radio/antenna/panel.h"
#include "analytics/radio/antenna/pattern.h"

#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr const char* panels = "TR 38.901 clause 7.3";

/// Array factor of the rows: a beam tilted electrically.
template <class R>
Of<Decibels, R> rowsFactor(R& rec, const Sector& sector, const LocalAngles<R>& direction,
                           const Of<double, R>& tilt) {
    using std::cos;
    using std::sin;
    using Number = Of<double, R>;
    const Number up = cos(direction.zenith * Number(degree));
    const Number steer = -sin(tilt * Number(degree));
    return rec.name(toDecibels(arrayPower(rec, sector.panelRows, up, steer)), "AF_V",
                    "array factor of the rows", panels);
}

template <class R>
Of<double, R> beamPower(R& rec, const Sector& sector, const Of<double, R>& aside, int beam) {
    std::string name; // worded only for those who read it: there are many beams
    if constexpr (R::recording)
        name = "direction cosine of beam " + std::to_string(beam + 1);
    const Of<double, R> steer = rec.input(beamCosine(beam, sector.beams, sector.panelColumns), "v_b", name,
                                          Label::computed, "grid of beams");
    return arrayPower(rec, sector.panelColumns, aside, steer);
}

template <class R>
Of<Decibels, R> columnsFactor(R& rec, const Sector& sector, const LocalAngles<R>& direction, Beam beam) {
    using std::sin;
    using Number = Of<double, R>;
    const Number aside = sin(direction.zenith * Number(degree)) * sin(direction.azimuth * Number(degree));
    if (beam == Beam::strongest || sector.beams == 1)
        return rec.name(
            toDecibels(beamPower(rec, sector, aside,
                                 strongestBeam(valueOf(aside), sector.beams, sector.panelColumns))),
            "AF_H", "array factor of the columns, strongest beam", panels);
    std::vector<Number> powers;
    for (int b = 0; b < sector.beams; ++b)
        powers.push_back(beamPower(rec, sector, aside, b));
    const Number mean = rec.template sum<Number>(powers) / Number(double(sector.beams));
    return rec.name(toDecibels(mean), "AF_H", "array factor of the columns, mean over the beams", panels);
}

} // namespace

bool hasBeams(const Sector& sector) {
    return !sector.pattern && sector.antenna == Antenna::panel && sector.panelColumns > 1 && sector.beams > 1;
}

template <class R>
Of<Decibels, R> antennaGain(R& rec, const Sector& sector, const AntennaPattern* pattern,
                            const LocalAngles<R>& direction, Beam beam) {
    const Of<double, R> tilt = rec.input(sector.electricalTilt.degrees(), "β_e", "electrical tilt",
                                         Label::assumed, "sector", "angle");
    if (pattern)
        return patternGain(rec, *pattern, direction, tilt);
    const Of<Decibels, R> peak =
        rec.input(sector.antennaGain, "G_max", "antenna peak gain", Label::assumed, "sector");
    if (sector.antenna == Antenna::omni)
        return peak;
    auto gain = elementGain(rec, direction, peak);
    if (sector.panelRows == 1 && sector.panelColumns == 1)
        return gain;
    if (sector.panelRows > 1)
        gain = gain + rowsFactor(rec, sector, direction, tilt);
    if (sector.panelColumns > 1)
        gain = gain + columnsFactor(rec, sector, direction, beam);
    return rec.name(gain, "G", "antenna gain", "element gain and array factors");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Decibels, R> antennaGain(R&, const Sector&, const AntennaPattern*, const LocalAngles<R>&,    \
                                         Beam);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
