// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/cell_kernel.h"
#include "analytics/radio/fading/fading.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace cellwright::radio {

/// Places as columns: metres east and north of a mast, and on the scenario's plane.
struct PlaceColumns {
    const float* east;
    const float* north;
    const float* x;
    const float* y;
};

/// Everything between the antennas of one mast and a kind of receiver, as a vectorised loop: path loss, air,
/// walls and, where the mast has it, shadow fading. Within 0.01 dB of mastLink() in link_budget.h, with
/// fading within 0.05 dB where sight changes.
class PathGain {
public:
    PathGain(const Mast& mast, Hertz frequency, const Receiver& receiver, PathChoice choice);

    /// Linear gain at `n` places.
    void evaluate(const PlaceColumns& places, float* gain, std::size_t n) const;
    /// Multiplies gains by what users' own depths and deviations (columns of Indoors) add to the receiver's,
    /// all in its enclosure.
    void addUsers(const float* depth, const float* deviation, float* gain, std::size_t n) const;

private:
    /// Shadow fading of one state of sight.
    struct State {
        FieldSeeds seeds;
        float length = 1.0f;
        float near = 0.0f, far = 0.0f; ///< log2 of the gain per deviate; `far` beyond the breakpoint
    };
    /// What is needed to draw the state itself.
    struct Sight {
        MastKernel nlos;
        State shadow;             ///< of the state without sight
        std::vector<float> curve; ///< F over log2(1 + d2D² / m²), in steps of 1 / curveSteps
        FieldSeeds seeds;
        float length = 1.0f, sharpness = 1.0f;
    };
    static Sight makeSight(const Mast& mast, Hertz frequency, const Receiver& receiver, bool walls);
    void shade(const State& state, const PlaceColumns& places, float* gain, std::size_t n) const;
    void mix(const Sight& sight, const PlaceColumns& places, float* gain, std::size_t n) const;

    Propagation model_;
    Indoors indoors_;
    MastKernel kernel_;           ///< of the choice, or of line of sight where states are drawn
    std::optional<State> shadow_; ///< of the same
    std::optional<Sight> sight_;
    float breakpointSquared_ = 0.0f;
    float perDepth_ = 0.0f, perDeviation_ = 0.0f; ///< log2 of the gain
};

} // namespace cellwright::radio
