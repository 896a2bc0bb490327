// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/cell_kernel.h"

#include "analytics/radio/fast_math.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace cellwright::radio {
namespace {

[[gnu::always_inline]] inline float losShare(const MastKernel& mast, float ground) {
    const float outside = ground - mast.inside;
    const float near = 18.0f / outside;
    const float far = fastExp2(outside * mast.decay);
    const float raised = 1.0f + mast.high * outside * outside * outside * fastExp2(outside * mast.highDecay);
    const float share = smaller((near + far * (1.0f - near)) * raised, 1.0f);
    return (outside > 18.0f ? share : 1.0f) * mast.losWeight + mast.losOffset;
}

float losOffset(double offsetDb, Hertz frequency, double bendDb) {
    return float(-(offsetDb + 20.0 * std::log10(frequency.si() / 1e9) - bendDb) * dbToLog2);
}

/// log2 of the gain per log2(d3D²) for a loss of `slope` dB per decade of d3D.
float gainSlope(double slope) {
    return float(-slope / 20.0);
}

double highFactor(Propagation model, Metres userHeight) {
    const double above = userHeight.si() - 13.0;
    return model == Propagation::uma && above > 0.0 ? std::pow(above / 10.0, 1.5) : 0.0;
}

Decibels wallLoss(const Mast& mast, Hertz frequency, const Receiver& receiver) {
    NullRecorder rec;
    return penetrationLoss(rec, mast.propagation, receiver.indoors, frequency, mast.fadingSeed.has_value());
}

/// A loss depends on nothing but the ground distance, once the heights are known.
std::vector<float> lossCurve(const Mast& mast, Hertz frequency, const Receiver& receiver, PathChoice choice) {
    constexpr int points = 37 * curveSteps; // to 370 km
    std::vector<float> curve(points);
    NullRecorder rec;
    const Metres inside = meanDepth(mast.propagation, receiver.indoors.enclosure);
    const Decibels wall = wallLoss(mast, frequency, receiver);
    for (int i = 0; i < points; ++i) {
        const double ground = std::sqrt(std::exp2(double(i) / curveSteps) - 1.0);
        const auto link =
            linkGeometry(rec, mast.propagation, Metres(ground), mast.height, receiver.height, inside);
        const auto loss = pathLoss(rec, mast.propagation, choice, link, frequency) +
                          airAttenuation(rec, mast.air, link.direct) + wall;
        curve[std::size_t(i)] = float(-loss.db() * dbToLog2);
    }
    return curve;
}

CELLWRIGHT_WIDE
void curveGain(const float* __restrict curve, float last, const float* __restrict east,
               const float* __restrict north, float* __restrict gain, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float at =
            smaller(fastLog2(1.0f + east[i] * east[i] + north[i] * north[i]) * float(curveSteps), last);
        const auto index = std::int32_t(at);
        const float low = curve[index], high = curve[index + 1];
        gain[i] = fastExp2(low + (at - float(index)) * (high - low));
    }
}

} // namespace

MastKernel mastKernel(const Mast& mast, Hertz frequency, const Receiver& receiver, PathChoice choice) {
    const bool urban = mast.propagation == Propagation::uma || mast.propagation == Propagation::umi;
    if (!urban || mast.air.total() > 0.0)
        return {.curve = lossCurve(mast, frequency, receiver, choice)};
    const bool macro = mast.propagation == Propagation::uma;
    const double rise = mast.height.si() - receiver.height.si();
    NullRecorder rec;
    const auto link =
        linkGeometry(rec, mast.propagation, nearestGround(mast.propagation), mast.height, receiver.height);
    const double breakpoint = breakpointDistance(rec, mast.propagation, link, frequency).si();
    const double bend = (macro ? 9.0 : 9.5) * std::log10(breakpoint * breakpoint + rise * rise);
    const double wall = wallLoss(mast, frequency, receiver).db();
    const double offset = wall + (macro ? 28.0 : 32.4);
    const double high = receiver.height.si() - 1.5;
    const double carrier = std::log10(frequency.si() / 1e9);
    const double nlos = macro ? 13.54 + 20.0 * carrier - 0.6 * high : 22.4 + 21.3 * carrier - 0.3 * high;
    return {.riseSquared = float(rise * rise),
            .nearOffset = losOffset(offset, frequency, 0.0),
            .nearSlope = gainSlope(macro ? 22.0 : 21.0),
            .farOffset = losOffset(offset, frequency, bend),
            .farSlope = gainSlope(40.0),
            .nlosOffset = float(-(nlos + wall) * dbToLog2),
            .nlosSlope = gainSlope(macro ? 39.08 : 35.3),
            .breakpoint = float(breakpoint),
            .decay = float(-std::numbers::log2e / (macro ? 63.0 : 36.0)),
            .high = float(1.25e-6 * highFactor(mast.propagation, receiver.height)),
            .highDecay = float(-std::numbers::log2e / 150.0),
            .losWeight = choice == PathChoice::expected ? 1.0f : 0.0f,
            .losOffset = choice == PathChoice::los ? 1.0f : 0.0f,
            .inside = float(meanDepth(mast.propagation, receiver.indoors.enclosure).si())};
}

CELLWRIGHT_WIDE
void mastGain(const MastKernel& constants, const float* __restrict east, const float* __restrict north,
              float* __restrict gain, std::size_t n) {
    if (!constants.curve.empty())
        return curveGain(constants.curve.data(), float(constants.curve.size() - 2), east, north, gain, n);
    const MastKernel& mast = constants;
    for (std::size_t i = 0; i < n; ++i) {
        const float squared = east[i] * east[i] + north[i] * north[i];
        const float held = squared > 100.0f ? squared : 100.0f; // nearestGround()
        const float ground = __builtin_sqrtf(held);
        const float distance = fastLog2(held + mast.riseSquared);
        const bool close = ground <= mast.breakpoint;
        const float los =
            close ? mast.nearOffset + mast.nearSlope * distance : mast.farOffset + mast.farSlope * distance;
        const float nlos = smaller(los, mast.nlosOffset + mast.nlosSlope * distance);
        const float share = losShare(mast, ground);
        gain[i] = share * fastExp2(los) + (1.0f - share) * fastExp2(nlos);
    }
}

void clear(const CarrierState& state, std::size_t n) {
    std::fill_n(state.power, n, 0.0f);
    std::fill_n(state.disturbing, n, 0.0f);
    std::fill_n(state.interference, n, 0.0f);
    std::fill_n(state.cell, n, -1);
    if (state.rank)
        std::fill_n(state.rank, n, 0.0f);
}

namespace {

// The loser of two cells interferes; adding it (instead of taking the winner off a total) loses no digits.

CELLWRIGHT_WIDE
void addPlain(const CarrierState& state, const CellSignal& signal, const float* __restrict serving,
              const float* __restrict meant, std::size_t n) {
    float* __restrict power = state.power;
    float* __restrict disturbing = state.disturbing;
    float* __restrict interference = state.interference;
    std::int32_t* __restrict cells = state.cell;
    const std::int32_t cell = signal.cell;
    const float milliwatts = signal.milliwatts, weighted = signal.milliwatts * signal.load;
    for (std::size_t i = 0; i < n; ++i) {
        const float received = milliwatts * serving[i], disturbs = weighted * meant[i];
        const bool stronger = received > power[i];
        interference[i] += stronger ? disturbing[i] : disturbs;
        power[i] = stronger ? received : power[i];
        disturbing[i] = stronger ? disturbs : disturbing[i];
        cells[i] = stronger ? cell : cells[i];
    }
}

CELLWRIGHT_WIDE
void addRanked(const CellSignal& signal, const float* __restrict serving, const float* __restrict meant,
               float* __restrict power, float* __restrict disturbing, float* __restrict interference,
               float* __restrict ranks, std::int32_t* __restrict cells, std::size_t n) {
    const std::int32_t cell = signal.cell;
    const float milliwatts = signal.milliwatts, weighted = signal.milliwatts * signal.load,
                bias = signal.bias;
    for (std::size_t i = 0; i < n; ++i) {
        const float received = milliwatts * serving[i], disturbs = weighted * meant[i];
        const float rank = bias * received, before = disturbing[i], powered = power[i], ranked = ranks[i];
        const std::int32_t served = cells[i];
        const bool chosen = rank > ranked;
        interference[i] += chosen ? before : disturbs;
        power[i] = chosen ? received : powered;
        disturbing[i] = chosen ? disturbs : before;
        ranks[i] = chosen ? rank : ranked;
        cells[i] = chosen ? cell : served;
    }
}

} // namespace

void addCell(const CarrierState& state, const CellSignal& signal, const float* serving, const float* meant,
             std::size_t n) {
    if (state.rank)
        addRanked(signal, serving, meant, state.power, state.disturbing, state.interference, state.rank,
                  state.cell, n);
    else
        addPlain(state, signal, serving, meant, n);
}

CELLWRIGHT_WIDE
void countAbove(const float* __restrict gain, float milliwatts, const float* __restrict limit,
                std::int32_t* __restrict count, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float received = milliwatts * gain[i];
        const bool heard = received > std::numeric_limits<float>::min();
        const float level = fastLog2(heard ? received : std::numeric_limits<float>::min()) * log2ToDb;
        count[i] += heard && level >= limit[i] ? 1 : 0;
    }
}

void clear(const LevelState& levels, std::size_t n) {
    std::fill_n(levels.cell, n, -1);
    std::fill_n(levels.rsrp, n, -std::numeric_limits<float>::infinity());
    std::fill_n(levels.sinr, n, -std::numeric_limits<float>::infinity());
    if (levels.rank)
        std::fill_n(levels.rank, n, -std::numeric_limits<float>::infinity());
}

namespace {

CELLWRIGHT_WIDE
void mergePlain(const float* __restrict power, const float* __restrict interference,
                const std::int32_t* __restrict chosen, float noise, float elements, float least,
                float* __restrict rsrps, float* __restrict sinrs, std::int32_t* __restrict cells,
                std::size_t n) {
    const float share = fastLog2(elements);
    for (std::size_t i = 0; i < n; ++i) {
        const float received = power[i], rsrpBefore = rsrps[i], sinrBefore = sinrs[i];
        const std::int32_t cell = chosen[i], cellBefore = cells[i];
        const float log2Power = fastLog2(received > least ? received : least);
        const float rsrp = (log2Power - share) * log2ToDb;
        const float sinr = (log2Power - fastLog2(noise + interference[i])) * log2ToDb;
        const bool better = (received > least) & (rsrp > rsrpBefore);
        cells[i] = better ? cell : cellBefore;
        sinrs[i] = better ? sinr : sinrBefore;
        rsrps[i] = better ? rsrp : rsrpBefore;
    }
}

CELLWRIGHT_WIDE
void mergeRanked(const CarrierState& state, float noise, float elements, const LevelState& levels,
                 std::size_t n) {
    const float* __restrict power = state.power;
    const float* __restrict interference = state.interference;
    const float share = fastLog2(elements);
    for (std::size_t i = 0; i < n; ++i) {
        const bool heard = power[i] > std::numeric_limits<float>::min();
        const float log2Power = fastLog2(heard ? power[i] : 1.0f);
        const float rank = (fastLog2(heard ? state.rank[i] : 1.0f) - share) * log2ToDb;
        const bool better = heard && rank > levels.rank[i];
        levels.cell[i] = better ? state.cell[i] : levels.cell[i];
        levels.sinr[i] = better ? (log2Power - fastLog2(noise + interference[i])) * log2ToDb : levels.sinr[i];
        levels.rsrp[i] = better ? (log2Power - share) * log2ToDb : levels.rsrp[i];
        levels.rank[i] = better ? rank : levels.rank[i];
    }
}

} // namespace

void mergeCarrier(const CarrierState& state, float noise, float elements, const LevelState& levels,
                  std::size_t n) {
    if (state.rank && levels.rank)
        mergeRanked(state, noise, elements, levels, n);
    else
        mergePlain(state.power, state.interference, state.cell, noise, elements,
                   std::numeric_limits<float>::min(), levels.rsrp, levels.sinr, levels.cell, n);
}

} // namespace cellwright::radio
