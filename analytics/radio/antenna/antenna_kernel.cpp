// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/antenna_kernel.h"

#include "analytics/radio/antenna/element.h"
#include "analytics/radio/antenna/panel.h"
#include "analytics/radio/antenna/pattern.h"
#include "analytics/radio/fast_math.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

namespace cellwright::radio {
namespace {

using Column = std::array<float, antennaBlock>;

/// sin(π x), for |x| up to a few hundred: error below 2e-7.
[[gnu::always_inline]] inline float sinHalfTurns(float x) {
    const auto whole = std::int32_t(x + 4096.5f) - 4096; // rounds to the nearest without a call
    const float t = x - float(whole);
    const float s = t * t;
    float p = -0.00702216104f;
    p = p * s + 0.0820464790f;
    p = p * s - 0.599251330f;
    p = p * s + 2.55016327f;
    p = p * s - 5.16771269f;
    p = p * s + 3.14159274f;
    const float value = p * t;
    return (whole & 1) != 0 ? -value : value;
}

/// arrayPower() of panel.h at a difference of direction cosines.
[[gnu::always_inline]] inline float arrayFactor(float difference, float count, float perCount, float least) {
    const float half = 0.5f * difference; // π d (cosine - steer) in half turns, d = 1/2
    // A direction so close to a maximum that 0/0 threatens is as good as a ten-thousandth beside it.
    const float away = __builtin_fabsf(half) < 1e-4f ? 1e-4f : half;
    const float all = sinHalfTurns(count * away), one = sinHalfTurns(away);
    const float power = all * all * perCount / (one * one);
    return power > least ? power : least;
}

constexpr int rootSteps = 4096; // even, so that the fan is symmetric

/// Mean of arrayPower() over fewer beams than columns. These are apart by whole nulls, so that their
/// numerators are the same, sin² of the phase over all columns.
double meanPower(double cosine, int columns, std::span<const std::pair<double, double>> beams) {
    const double half = 0.5 * std::numbers::pi;
    const double s = std::sin(half * cosine), c = std::cos(half * cosine);
    const double shift = beams.size() % 2 == 0 ? half : 0.0; // of the first beam, over all columns
    const double numerator = std::pow(std::sin(half * columns * cosine + shift), 2.0);
    double sum = 0.0;
    for (const auto& [sinBeam, cosBeam] : beams) {
        const double one = s * cosBeam - c * sinBeam;
        sum += std::abs(one) < 1e-9 ? double(columns) : numerator / (columns * one * one);
    }
    return sum / double(beams.size());
}

/// All beams of a grid share their nulls outside of the fan, one every 2 / columns.
std::vector<float> meanRootOf(int beams, int columns) {
    std::vector<float> root(rootSteps + 2);
    const double edge = beamCosine(beams - 1, beams, columns);
    std::vector<std::pair<double, double>> directions;
    for (int b = 0; b < beams; ++b) {
        const double phase = 0.5 * std::numbers::pi * beamCosine(b, beams, columns);
        directions.emplace_back(std::sin(phase), std::cos(phase));
    }
    for (int i = 0; i <= rootSteps; ++i) {
        const double cosine = -1.0 + 2.0 * i / rootSteps;
        const double beyond = std::max(0.0, std::abs(cosine) - edge);
        const bool odd = std::int64_t(std::floor(beyond * columns / 2.0 + 1e-9)) % 2 != 0;
        const double value = std::sqrt(meanPower(cosine, columns, directions));
        root[std::size_t(i)] = float(odd ? -value : value);
    }
    root[rootSteps + 1] = root[rootSteps];
    return root;
}

std::shared_ptr<const PatternTables> tablesOf(const AntennaPattern& pattern) {
    PatternTables tables;
    const auto log2Of = [](double db) { return float(db * dbToLog2); };
    const double ahead = cutAttenuation(pattern.horizontal, 0.0),
                 behind = cutAttenuation(pattern.horizontal, 180.0);
    for (int degrees = -180; degrees <= 181; ++degrees) {
        tables.across.push_back(log2Of(cutAttenuation(pattern.horizontal, degrees)));
        tables.front.push_back(log2Of(ahead - cutAttenuation(pattern.vertical, degrees)));
        tables.back.push_back(log2Of(behind - cutAttenuation(pattern.vertical, 180.0 - degrees)));
    }
    return std::make_shared<const PatternTables>(std::move(tables));
}

/// Square of the angle whose cosine is 1 - t, in square radians, for t up to 1.26 (105 degrees): error below
/// 2e-5. Minimax polynomial; the square is smooth where the angle itself is not.
[[gnu::always_inline]] inline float squaredAngle(float t) {
    float p = 0.0423462577f;
    p = p * t - 0.0876950696f;
    p = p * t + 0.130315945f;
    p = p * t + 0.0389611907f;
    p = p * t + 0.344240040f;
    p = p * t + 1.99921870f;
    return p * t;
}

CELLWRIGHT_WIDE
void elementLoop(const AntennaKernel& antenna, const AntennaPlaces& places, const float* __restrict path,
                 float* __restrict gain, std::size_t n) {
    constexpr double degrees = 180.0 / std::numbers::pi;
    constexpr float perSquare = float(12.0 * degrees * degrees / (beamwidth * beamwidth) * dbToLog2);
    // Variables, since compilers split a loop at limits that they know, and then cannot vectorise it.
    const float floor = antenna.floor, behind = antenna.behind;
    const float* __restrict east = places.east;
    const float* __restrict north = places.north;
    const float* __restrict inverse = places.inverse;
    const AntennaKernel& a = antenna;
    const float fe = a.forwardEast, fn = a.forwardNorth, fu = a.forwardUp, se = a.asideEast,
                sn = a.asideNorth, peak = a.peak;
    for (std::size_t i = 0; i < n; ++i) {
        const float forward = fe * east[i] + fn * north[i] + fu;
        const float aside = se * east[i] + sn * north[i];
        const float squared = forward * forward + aside * aside;
        const float level = __builtin_sqrtf(squared);
        const float ratio = forward / (level + 1e-20f);
        const float ahead = squared > 1e-12f ? ratio : 1.0f; // straight below: no azimuth at all
        const float across = perSquare * squaredAngle(smaller(1.0f - ahead, behind));
        const float along = perSquare * squaredAngle(1.0f - level * inverse[i]);
        const float lost = smaller(smaller(across, floor) + smaller(along, floor), floor);
        gain[i] = path[i] * fastExp2(peak - lost);
    }
}

CELLWRIGHT_WIDE
void patternLoop(const AntennaKernel& antenna, const AntennaPlaces& places, const float* __restrict path,
                 float* __restrict gain, std::size_t n) {
    const float* __restrict east = places.east;
    const float* __restrict north = places.north;
    const float* __restrict across = antenna.pattern->across.data();
    const float* __restrict front = antenna.pattern->front.data();
    const float* __restrict back = antenna.pattern->back.data();
    const AntennaKernel& a = antenna;
    const float fe = a.forwardEast, fn = a.forwardNorth, fu = a.forwardUp, se = a.asideEast,
                sn = a.asideNorth, ae = a.aboveEast, an = a.aboveNorth, au = a.aboveUp, peak = a.peak,
                tilt = a.tilt;
    for (std::size_t i = 0; i < n; ++i) {
        const float forward = fe * east[i] + fn * north[i] + fu;
        const float aside = se * east[i] + sn * north[i];
        const float above = ae * east[i] + an * north[i] + au;
        const float off = fastAngle(__builtin_fabsf(aside), forward);
        const float level =
            fastAngle(__builtin_fabsf(above), __builtin_sqrtf(forward * forward + aside * aside));
        const float place = 180.0f + (aside < 0.0f ? -off : off);
        const float below = 180.0f + (above < 0.0f ? level : -level) - tilt;
        const auto azimuth = std::int32_t(place), down = std::int32_t(below);
        const float u = place - float(azimuth), v = below - float(down);
        const float horizontal = across[azimuth] + u * (across[azimuth + 1] - across[azimuth]);
        const float ahead = front[down] + v * (front[down + 1] - front[down]);
        const float behind = back[down] + v * (back[down + 1] - back[down]);
        const float share = off * (1.0f / 180.0f);
        gain[i] = path[i] * fastExp2(peak - horizontal + (1.0f - share) * ahead + share * behind);
    }
}

CELLWRIGHT_WIDE
void constantLoop(float peak, const float* __restrict path, float* __restrict gain, std::size_t n) {
    const float factor = fastExp2(peak);
    for (std::size_t i = 0; i < n; ++i)
        gain[i] = factor * path[i];
}

/// Times the array factor of the rows.
CELLWRIGHT_WIDE
void rowsLoop(const AntennaKernel& antenna, const AntennaPlaces& places, float* __restrict gain,
              std::size_t n) {
    const float* __restrict east = places.east;
    const float* __restrict north = places.north;
    const float* __restrict inverse = places.inverse;
    const float ae = antenna.aboveEast, an = antenna.aboveNorth, au = antenna.aboveUp, steer = antenna.steer;
    const auto count = float(antenna.rows);
    const float least = float(deepestNull) * count, perCount = 1.0f / count;
    for (std::size_t i = 0; i < n; ++i) {
        const float cosine = (ae * east[i] + an * north[i] + au) * inverse[i];
        gain[i] *= arrayFactor(cosine - steer, count, perCount, least);
    }
}

/// Times the array factor of the columns for the strongest beam.
CELLWRIGHT_WIDE
void strongestLoop(const AntennaKernel& antenna, const AntennaPlaces& places, const float* __restrict base,
                   float* __restrict gain, std::size_t n) {
    const float* __restrict east = places.east;
    const float* __restrict north = places.north;
    const float* __restrict inverse = places.inverse;
    const float se = antenna.asideEast, sn = antenna.asideNorth;
    const auto count = float(antenna.columns);
    const auto most = float(std::max(antenna.beams, antenna.columns));
    const auto last = float(antenna.beams - 1);
    const float least = float(deepestNull) * count, perCount = 1.0f / count, perMost = 1.0f / most;
    for (std::size_t i = 0; i < n; ++i) {
        const float cosine = (se * east[i] + sn * north[i]) * inverse[i];
        const float place = 0.5f * (cosine * most + last);
        const float low = place > 0.0f ? place : 0.0f;
        const auto beam = float(std::int32_t(smaller(low, last) + 0.5f));
        gain[i] = base[i] * arrayFactor(cosine - (2.0f * beam - last) * perMost, count, perCount, least);
    }
}

/// Times the mean over the beams.
CELLWRIGHT_WIDE
void meanLoop(const AntennaKernel& antenna, const AntennaPlaces& places, const float* __restrict base,
              float* __restrict gain, std::size_t n) {
    const float* __restrict east = places.east;
    const float* __restrict north = places.north;
    const float* __restrict inverse = places.inverse;
    const float* __restrict root = antenna.meanRoot->data();
    const auto last = float(antenna.meanRoot->size() - 2), half = 0.5f * last;
    const float se = antenna.asideEast, sn = antenna.asideNorth;
    for (std::size_t i = 0; i < n; ++i) {
        const float cosine = (se * east[i] + sn * north[i]) * inverse[i];
        const float at = smaller(__builtin_fabsf(cosine + 1.0f) * half, last);
        const auto index = std::int32_t(at);
        const float value = root[index] + (at - float(index)) * (root[index + 1] - root[index]);
        gain[i] = base[i] * value * value;
    }
}

void oneFace(const AntennaKernel& antenna, const AntennaPlaces& places, const float* path, float* gain,
             std::size_t n) {
    switch (antenna.kind) {
    case AntennaKernel::Kind::element:
        return elementLoop(antenna, places, path, gain, n);
    case AntennaKernel::Kind::omni:
        return constantLoop(antenna.peak, path, gain, n);
    case AntennaKernel::Kind::pattern:
        return patternLoop(antenna, places, path, gain, n);
    }
}

void turn(AntennaKernel& kernel, const Sector& sector, double up) {
    const double turn = sector.azimuth.radians(), tilt = sector.downtilt.radians();
    kernel.forwardEast = float(std::sin(turn) * std::cos(tilt));
    kernel.forwardNorth = float(std::cos(turn) * std::cos(tilt));
    kernel.forwardUp = float(-up * std::sin(tilt));
    kernel.asideEast = float(std::cos(turn));
    kernel.asideNorth = float(-std::sin(turn));
    kernel.aboveEast = float(std::sin(turn) * std::sin(tilt));
    kernel.aboveNorth = float(std::cos(turn) * std::sin(tilt));
    kernel.aboveUp = float(up * std::cos(tilt));
}

} // namespace

AntennaKernel antennaKernel(const Sector& sector, std::shared_ptr<const AntennaPattern> pattern, Metres up,
                            Decibels added, const AntennaKernel* sibling) {
    AntennaKernel kernel;
    turn(kernel, sector, up.si());
    const auto gain = pattern ? pattern->gain : sector.antennaGain;
    kernel.peak = float((gain + added).db() * dbToLog2);
    if (pattern) {
        kernel.kind = AntennaKernel::Kind::pattern;
        kernel.pattern = sibling && sibling->source == pattern ? sibling->pattern : tablesOf(*pattern);
        kernel.source = std::move(pattern);
        kernel.tilt = float(sector.electricalTilt.degrees());
        return kernel;
    }
    if (sector.antenna == Antenna::omni) {
        kernel.kind = AntennaKernel::Kind::omni;
        return kernel;
    }
    kernel.rows = sector.panelRows;
    kernel.columns = sector.panelColumns;
    kernel.beams = sector.beams;
    kernel.steer = float(-std::sin(sector.electricalTilt.radians()));
    if (kernel.hasBeams() && kernel.beams < kernel.columns) {
        const bool same = sibling && sibling->meanRoot && sibling->beams == kernel.beams &&
                          sibling->columns == kernel.columns;
        kernel.meanRoot =
            same ? sibling->meanRoot
                 : std::make_shared<const std::vector<float>>(meanRootOf(kernel.beams, kernel.columns));
    }
    return kernel;
}

CELLWRIGHT_WIDE
void offsets(double from, const double* __restrict to, float* __restrict difference, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        difference[i] = float(to[i] - from);
}

CELLWRIGHT_WIDE
void inverseDistances(float up, const float* __restrict east, const float* __restrict north,
                      float* __restrict inverse, std::size_t n) {
    const float rise = up * up > 1e-6f ? up * up : 1e-6f; // a user at the antenna itself
    for (std::size_t i = 0; i < n; ++i)
        inverse[i] = 1.0f / __builtin_sqrtf(east[i] * east[i] + north[i] * north[i] + rise);
}

void antennaGain(const AntennaKernel& antenna, const AntennaPlaces& places, const float* path, float* serving,
                 float* disturbing, std::size_t n) {
    oneFace(antenna, places, path, serving, n);
    if (antenna.rows > 1)
        rowsLoop(antenna, places, serving, n);
    const bool apart = disturbing && disturbing != serving;
    if (antenna.columns == 1) {
        if (apart)
            std::copy_n(serving, n, disturbing);
        return;
    }
    Column base;
    std::copy_n(serving, n, base.data());
    strongestLoop(antenna, places, base.data(), serving, n);
    if (!apart)
        return;
    if (!antenna.hasBeams())
        std::copy_n(serving, n, disturbing);
    else if (!antenna.meanRoot) // as many beams as columns or more: their mean is even
        std::copy_n(base.data(), n, disturbing);
    else
        meanLoop(antenna, places, base.data(), disturbing, n);
}

} // namespace cellwright::radio
