// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/link_budget.h"

#include <vector>

namespace cellwright::radio {

/// receivedLevels() for many places of one network, to the same bits: which way the sectors face is worked
/// out once. Refers to the network.
class ReceivedLevels {
public:
    explicit ReceivedLevels(const Network& network);
    [[nodiscard]] std::vector<double> at(Position at, const Receiver& receiver, PathChoice choice,
                                         Beam beam) const;

private:
    /// Sines and cosines of a sector's azimuth and mechanical tilt.
    struct Facing {
        double sinTurn, cosTurn, sinTilt, cosTilt;
    };
    [[nodiscard]] Decibels couplingGain(int cell, const MastLink<NullRecorder>& link,
                                        const Receiver& receiver, Beam beam) const;

    const Network& network_;
    std::vector<Facing> facing_; ///< by cell
};

} // namespace cellwright::radio
