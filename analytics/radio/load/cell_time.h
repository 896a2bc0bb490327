// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/user_field.h"

#include <limits>
#include <vector>

namespace cellwright::radio {

/// The efficiencies of one direction of a carrier over linear SINR: those that linkRate() takes, without its
/// logarithms. Everything that a fixed point asks for again and again is worked out once.
class EfficiencyTable {
public:
    EfficiencyTable(SinrMapping mapping, int table, Direction direction, int mostLayers);

    /// Bits per resource element over the layers that carry most, for power spread evenly over the blocks
    /// (chooseMcs).
    [[nodiscard]] double even(double sinr) const;
    /// The same where the power may be put into some of the blocks (concentrateMcs).
    [[nodiscard]] double concentrated(double sinr) const;
    /// The SINR that a device which is granted some blocks sends with (load/uplink.h, the width that carries
    /// most): `whole` is its SINR with all power in one block, `target` what power control aims at.
    [[nodiscard]] double uplinkSinr(double whole, double target, double granted) const;

private:
    struct Step {
        double power;       ///< least SINR
        double efficiency;  ///< bits per resource element
        double richest = 0; ///< of the steps from this one on: the most efficiency per power
    };
    [[nodiscard]] std::size_t reached(double sinr) const; ///< steps whose power is at most this
    template <class Choose>
    [[nodiscard]] double overLayers(double sinr, Choose&& choose) const;

    std::vector<Step> steps_;
    int mostLayers_;
};

using SecondsPerBit = Quantity<Dimension<0, 0, 1, 0, -1>>;

/// Time of the whole cell that one bit takes of a user of a group, as a share of rate and blocks: shareBusy /
/// rateBusy of its link (user_link.h). Infinite where nothing is carried.
class CellTime {
public:
    CellTime(const UserField& users, int cell, std::size_t group);

    /// At a linear downlink SINR, alone in the cell.
    [[nodiscard]] SecondsPerBit down(double sinr) const {
        return SecondsPerBit(1.0 / (downRate_ * down_.concentrated(sinr * gain_)));
    }
    /// At the linear uplink SINR with all power in one block, and at what power control aims at.
    [[nodiscard]] SecondsPerBit up(double whole,
                                   double target = std::numeric_limits<double>::infinity()) const {
        return SecondsPerBit(1.0 /
                             (upRate_ * up_.even(up_.uplinkSinr(whole * gain_, target * gain_, granted_))));
    }

private:
    CellTime(const UserField& users, const Cell& cell, const Sharing& sharing);
    static EfficiencyTable tableOf(const UserField& users, const Cell& cell, Direction direction);

    EfficiencyTable down_, up_;
    double gain_ = 1.0;                    ///< of a scheduler that chooses among the active users
    double downRate_ = 0.0, upRate_ = 0.0; ///< bit/s of the whole cell per bit per resource element
    double granted_ = 1.0;                 ///< blocks at once, up
};

} // namespace cellwright::radio
