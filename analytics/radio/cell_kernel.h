// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/network.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cellwright::radio {

/// The inner loops of maps: single precision, no branches, no library calls, so that the compiler vectorises
/// them. Same formulas as path_loss.h and antenna.h, proved equal within 0.01 dB by a test. Gains are linear.

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

/// Constants of one sector's antenna, for users of one height: rows of the rotation into its coordinates.
struct SectorKernel {
    float forwardEast = 0, forwardNorth = 0, forwardUp = 0;
    float asideEast = 0, asideNorth = 0;
    float aboveEast = 0, aboveNorth = 0, aboveUp = 0;
    float peak = 0; ///< log2 of the linear peak gain
};
SectorKernel sectorKernel(const Sector& sector, Metres siteHeight, const Receiver& receiver);

/// Path gain at `n` points, given in metres east and north of the mast.
void mastGain(const MastKernel& mast, const float* east, const float* north, float* gain, std::size_t n);
/// Path and antenna gain.
void sectorGain(const SectorKernel& sector, const float* east, const float* north, const float* mastGain,
                float* gain, std::size_t n);

/// The strongest cell of one carrier at each point so far, and the interference of the others.
struct CarrierState {
    float* power;        ///< mW; 0 at first
    float* load;         ///< of the strongest cell
    float* interference; ///< mW, weighted by load, without the strongest cell
    std::int32_t* cell;  ///< -1 at first
};
void clear(const CarrierState& state, std::size_t n);
/// Adds a cell that transmits `milliwatts` over gains. Of equally strong cells the first one serves.
void addCell(const CarrierState& state, std::int32_t cell, float milliwatts, float load, const float* gain,
             std::size_t n);

/// What a map shows.
struct LevelState {
    std::int32_t* cell;
    float* rsrp; ///< dBm
    float* sinr; ///< dB
};
/// Nothing heard: cell -1, -infinity dB.
void clear(const LevelState& levels, std::size_t n);
/// Takes over the points where this carrier's RSRP is the best so far.
void mergeCarrier(const CarrierState& state, float noiseMilliwatts, float elements, const LevelState& levels,
                  std::size_t n);

} // namespace cellwright::radio
