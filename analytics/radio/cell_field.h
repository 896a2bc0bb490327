// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/receiver_field.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cellwright::radio {

/// The radio field of a topology: serving cell, RSRP and downlink SINR at any number of points, in single
/// precision (within 0.01 dB of the template `downlink` of link_budget.h, which explains them; PathGain says
/// what shadow fading adds to that). A value; evaluate() is const and may run on many threads at once.
class CellField {
public:
    static Expected<CellField> make(const Topology& topology, const RadioOptions& options = {});

    /// The field for one kind of receiver, which refers to this one.
    [[nodiscard]] ReceiverField forReceiver(const Receiver& receiver) const;
    /// Points that are not finite hear nothing.
    void evaluate(std::span<const Position> points, const Receiver& receiver, RadioLevels& levels) const;
    [[nodiscard]] RadioLevels evaluate(std::span<const Position> points, const Receiver& receiver) const;
    /// The same for users who are each somewhere else with respect to walls: `indoors` stands for the
    /// receiver's.
    [[nodiscard]] RadioLevels evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                                       const Receiver& receiver) const;
    /// Linear coupling gain between one mast's cells and the points: cellCount rows of points.size() columns.
    /// What is not meant for the cell, or not from it, meets the mean of its beams.
    [[nodiscard]] std::vector<float> mastGains(int mast, std::span<const Position> points,
                                               const Receiver& receiver, Beam beam = Beam::mean) const;
    [[nodiscard]] std::vector<float> mastGains(int mast, std::span<const Position> points,
                                               std::span<const Indoors> indoors, const Receiver& receiver,
                                               Beam beam = Beam::mean) const;

    [[nodiscard]] const Network& network() const { return network_; }
    [[nodiscard]] const RadioOptions& options() const { return options_; }
    /// Other loads of the cells, by index: shares of the time or the blocks that interfere, 0 to 1.
    void setLoads(std::span<const double> down, std::span<const double> up);

private:
    [[nodiscard]] ReceiverField oneMast(int mast, const Receiver& receiver) const;

    Network network_;
    RadioOptions options_;
};

} // namespace cellwright::radio
