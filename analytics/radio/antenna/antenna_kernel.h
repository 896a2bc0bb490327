// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace cellwright::radio {

/// Cuts of an imported antenna as attenuations in log2 of power at whole degrees from -180 to 180.
struct PatternTables {
    std::vector<float> across; ///< A_H by azimuth
    std::vector<float> front;  ///< A_H(0) - A_V(ε) by the angle ε below the horizon
    std::vector<float> back;   ///< A_H(180) - A_V(180 - ε)
};

/// Constants of one sector's antenna, for users at one height: the antenna.h of a sector as single-precision
/// loops.
struct AntennaKernel {
    enum class Kind { element, omni, pattern };
    Kind kind = Kind::element;
    /// Rows of the rotation into the antenna's coordinates.
    float forwardEast = 0, forwardNorth = 0, forwardUp = 0;
    float asideEast = 0, asideNorth = 0;
    float aboveEast = 0, aboveNorth = 0, aboveUp = 0;
    float floor = 9.96578428f; ///< log2 of the 30 dB below which no element radiates
    float behind = 1.26f;      ///< 1 - cosine of an angle off boresight where that floor is reached
    float peak = 0;            ///< log2 of the linear peak gain, with what the receiver adds
    int rows = 1, columns = 1, beams = 1;
    float steer = 0; ///< direction cosine of the electrical tilt
    float tilt = 0;  ///< degrees, for patterns
    std::shared_ptr<const PatternTables> pattern;
    /// Square root of the mean power of the beams over the direction cosine from -1 to 1, with a sign that
    /// changes in its nulls, so that it is smooth; absent where there is one beam, or where the mean is 1
    /// everywhere.
    std::shared_ptr<const std::vector<float>> meanRoot;
    std::shared_ptr<const AntennaPattern> source; ///< of `pattern`

    [[nodiscard]] bool hasBeams() const { return columns > 1 && beams > 1; }
};
/// `up` is the height of users above the antenna; `added` is a gain that belongs to every link of the sector.
/// Tables are shared with `sibling` where they are the same.
AntennaKernel antennaKernel(const Sector& sector, std::shared_ptr<const AntennaPattern> pattern, Metres up,
                            Decibels added, const AntennaKernel* sibling = nullptr);

/// Places as columns: metres east and north of the mast, and one over the distance to its antennas.
struct AntennaPlaces {
    const float* east;
    const float* north;
    const float* inverse;
};
/// `to` less `from`, metre by metre, as single precision.
void offsets(double from, const double* to, float* difference, std::size_t n);
/// One over the distance between the antennas, for users `up` metres above those of the mast.
void inverseDistances(float up, const float* east, const float* north, float* inverse, std::size_t n);

/// Path gain times antenna gain at `n` places: with the strongest beam, and with the mean of the beams.
/// `disturbing` may be null or the same as `serving` where the antenna has no beams; `n` is at most
/// antennaBlock.
inline constexpr std::size_t antennaBlock = 512;
void antennaGain(const AntennaKernel& antenna, const AntennaPlaces& places, const float* path, float* serving,
                 float* disturbing, std::size_t n);

} // namespace cellwright::radio
