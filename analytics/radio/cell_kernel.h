// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/network.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cellwright::radio {

/// The inner loops of maps: single precision, no branches, no library calls, so that the compiler vectorises
/// them. Same formulas as path_loss.h, proved equal within 0.01 dB by a test. Gains are linear.

/// Constants of the path from one mast to users of one height.
struct MastKernel {
    float riseSquared = 0;
    float nearOffset = 0,
          nearSlope = 0; ///< log2 of the LOS gain below the breakpoint: offset + slope log2(d3D²)
    float farOffset = 0, farSlope = 0; ///< beyond the breakpoint
    float nlosOffset = 0, nlosSlope = 0;
    float breakpoint = 0;
    float decay = 0;                    ///< of the LOS probability, per metre, base 2
    float high = 0, highDecay = 0;      ///< 1.25 C'(h_UT) 1e-6 and its decay, 0 for users below 13 m
    float losWeight = 1, losOffset = 0; ///< P_LOS is scaled and shifted to force one state
    float inside = 0;                   ///< m of the ground distance that lie in the user's building
    /// Models other than UMa and UMi, and all in air that attenuates: log2 of the gain over log2(1 + d2D² /
    /// m²), in steps of 1 / curveSteps.
    std::vector<float> curve;
};
inline constexpr int curveSteps = 64;
/// With all losses but shadow fading.
MastKernel mastKernel(const Mast& mast, Hertz frequency, const Receiver& receiver, PathChoice choice);

/// Path gain at `n` points, given in metres east and north of the mast.
void mastGain(const MastKernel& mast, const float* east, const float* north, float* gain, std::size_t n);
/// The chosen cell of one carrier at each point so far, and the interference of the others.
struct CarrierState {
    float* power;        ///< mW; 0 at first
    float* disturbing;   ///< mW that the chosen cell would bring to others' users here, weighted by its load
    float* interference; ///< mW, weighted by load, without the chosen cell
    std::int32_t* cell;  ///< -1 at first
    float* rank = nullptr; ///< power times bias, by which the cell is chosen; null where no cell has a bias
};
void clear(const CarrierState& state, std::size_t n);
/// What one cell sends.
struct CellSignal {
    std::int32_t cell;
    float milliwatts, load;
    float bias = 1.0f; ///< linear; counts only where the state has ranks
};
/// Adds a cell over its gains with the beam that serves and with the mean of its beams (the same pointer
/// where these are one). Of equally strong cells the first one is chosen.
void addCell(const CarrierState& state, const CellSignal& signal, const float* serving, const float* meant,
             std::size_t n);
/// Counts one more where a cell that sends `milliwatts` is heard with at least `limit` dBm.
void countAbove(const float* gain, float milliwatts, const float* limit, std::int32_t* count, std::size_t n);

/// What a map shows.
struct LevelState {
    std::int32_t* cell;
    float* rsrp; ///< dBm
    float* sinr; ///< dB
    float* rank =
        nullptr; ///< RSRP and bias, dBm, by which carriers are compared; null where no cell has a bias
};
/// Nothing heard: cell -1, -infinity dB.
void clear(const LevelState& levels, std::size_t n);
/// Takes over the points where this carrier's RSRP (with ranks: RSRP and bias) is the best so far.
void mergeCarrier(const CarrierState& state, float noiseMilliwatts, float elements, const LevelState& levels,
                  std::size_t n);

} // namespace cellwright::radio
