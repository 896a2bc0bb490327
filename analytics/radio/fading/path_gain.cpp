// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/fading/path_gain.h"

#include "analytics/radio/fast_math.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::radio {
namespace {

constexpr std::size_t chunk = 512; // the columns of one stay in the first-level cache
using Column = std::array<float, chunk>;

float log2Share(double decibels) {
    return float(-decibels * dbToLog2);
}

/// F of eq. 7.6-18 over the distance.
std::vector<float> sightCurve(const Mast& mast, const Receiver& receiver) {
    constexpr int points = 37 * curveSteps; // to 370 km
    std::vector<float> curve(points);
    NullRecorder rec;
    const Metres inside = meanDepth(mast.propagation, receiver.indoors.enclosure);
    for (int i = 0; i < points; ++i) {
        const Metres ground(std::sqrt(std::exp2(double(i) / curveSteps) - 1.0));
        const auto link = linkGeometry(rec, mast.propagation, ground, mast.height, receiver.height, inside);
        curve[std::size_t(i)] = float(sightDeviate(losProbability(rec, mast.propagation, link)));
    }
    return curve;
}

/// gain × 2^(deviate × share), the share by distance.
CELLWRIGHT_WIDE
void shadeRow(float near, float far, float breakpointSquared, const float* __restrict east,
              const float* __restrict north, const float* __restrict deviate, float* __restrict gain,
              std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float squared = east[i] * east[i] + north[i] * north[i];
        gain[i] *= fastExp2(deviate[i] * (squared > breakpointSquared ? far : near));
    }
}

/// Where places lie on a curve over log2(1 + d2D²), in steps.
CELLWRIGHT_WIDE
void stepRow(const float* __restrict east, const float* __restrict north, float* __restrict step,
             std::size_t n) {
    constexpr float last = 37 * curveSteps - 2;
    for (std::size_t i = 0; i < n; ++i)
        step[i] = smaller(fastLog2(1.0f + east[i] * east[i] + north[i] * north[i]) * float(curveSteps), last);
}

/// Reads a curve at these steps, in place. Apart, because looking up is what compilers do not vectorise.
void readCurve(const float* curve, float* step, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const auto index = std::int32_t(step[i]);
        const float low = curve[index], high = curve[index + 1];
        step[i] = low + (step[i] - float(index)) * (high - low);
    }
}

/// Mixes both states by how much line of sight there is: F and G of eq. 7.6-18 are `stands` and `sight`.
CELLWRIGHT_WIDE
void mixRow(float sharpness, const float* __restrict stands, const float* __restrict sight,
            const float* __restrict nlos, float* __restrict gain, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float soft = 1.0f - fastAngle(1.0f, sharpness * (sight[i] + stands[i])) * (1.0f / 180.0f);
        const float share = soft * soft;
        gain[i] = share * gain[i] + (1.0f - share) * nlos[i];
    }
}

} // namespace

PathGain::PathGain(const Mast& mast, Hertz frequency, const Receiver& receiver, PathChoice choice)
    : model_(mast.propagation)
    , indoors_(receiver.indoors)
    , kernel_() {
    const bool drawn = mast.fadingSeed && choice == PathChoice::expected && hasSight(model_);
    kernel_ = mastKernel(mast, frequency, receiver, drawn ? PathChoice::los : choice);
    if (inBuilding(model_, indoors_.enclosure))
        perDepth_ = log2Share(lossPerMetre * deepest(model_).si());
    if (mast.fadingSeed && behindWall(model_, indoors_.enclosure))
        perDeviation_ = log2Share(penetrationSpread(indoors_.enclosure));
    if (!mast.fadingSeed)
        return;
    const bool walls = inBuilding(model_, indoors_.enclosure);
    const auto statistics = fadingStatistics(model_, walls);
    const bool blind = choice == PathChoice::nlos && hasSight(model_);
    NullRecorder rec;
    const auto link = linkGeometry(rec, model_, nearestGround(model_), mast.height, receiver.height);
    const double breakpoint = breakpointDistance(rec, model_, link, frequency).si();
    breakpointSquared_ = float(std::min(breakpoint * breakpoint, 1e30));
    const auto field = walls ? FadingField::indoors : blind ? FadingField::nlos : FadingField::los;
    shadow_ = State{fadingSeeds(*mast.fadingSeed, mast.site, field),
                    float(blind ? statistics.nlosLength : statistics.losLength),
                    log2Share(blind ? statistics.nlosSpread : statistics.losSpread),
                    log2Share(blind ? statistics.nlosSpread : statistics.losFarSpread)};
    if (drawn)
        sight_ = makeSight(mast, frequency, receiver, walls);
}

PathGain::Sight PathGain::makeSight(const Mast& mast, Hertz frequency, const Receiver& receiver, bool walls) {
    const auto statistics = fadingStatistics(mast.propagation, walls);
    const float spread = log2Share(statistics.nlosSpread);
    const auto seeds = [&](FadingField field) { return fadingSeeds(*mast.fadingSeed, mast.site, field); };
    return {mastKernel(mast, frequency, receiver, PathChoice::nlos),
            {seeds(walls ? FadingField::indoors : FadingField::nlos), float(statistics.nlosLength), spread,
             spread},
            sightCurve(mast, receiver),
            seeds(FadingField::sight),
            float(statistics.sightLength),
            float(sightSharpness(frequency))};
}

void PathGain::shade(const State& state, const PlaceColumns& places, float* gain, std::size_t n) const {
    Column deviate;
    shadowField(state.seeds, state.length, places.x, places.y, deviate.data(), n);
    shadeRow(state.near, state.far, breakpointSquared_, places.east, places.north, deviate.data(), gain, n);
}

void PathGain::mix(const Sight& sight, const PlaceColumns& places, float* gain, std::size_t n) const {
    Column nlos, deviate, stands;
    mastGain(sight.nlos, places.east, places.north, nlos.data(), n);
    shade(sight.shadow, places, nlos.data(), n);
    shadowField(sight.seeds, sight.length, places.x, places.y, deviate.data(), n);
    stepRow(places.east, places.north, stands.data(), n);
    readCurve(sight.curve.data(), stands.data(), n);
    mixRow(sight.sharpness, stands.data(), deviate.data(), nlos.data(), gain, n);
}

void PathGain::evaluate(const PlaceColumns& places, float* gain, std::size_t n) const {
    if (!shadow_)
        return mastGain(kernel_, places.east, places.north, gain, n);
    for (std::size_t start = 0; start < n; start += chunk) {
        const std::size_t count = std::min(chunk, n - start);
        const PlaceColumns part{places.east + start, places.north + start, places.x + start,
                                places.y + start};
        mastGain(kernel_, part.east, part.north, gain + start, count);
        shade(*shadow_, part, gain + start, count);
        if (sight_)
            mix(*sight_, part, gain + start, count);
    }
}

void PathGain::addUsers(const float* depth, const float* deviation, float* gain, std::size_t n) const {
    if (perDepth_ == 0.0f && perDeviation_ == 0.0f)
        return;
    const auto ownDepth = float(indoors_.depth), ownDeviation = float(indoors_.deviation);
    for (std::size_t i = 0; i < n; ++i)
        gain[i] *=
            fastExp2(perDepth_ * (depth[i] - ownDepth) + perDeviation_ * (deviation[i] - ownDeviation));
}

} // namespace cellwright::radio
