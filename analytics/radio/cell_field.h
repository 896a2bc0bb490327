// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/network.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cellwright::radio {

/// What users hear at many points, as columns of equal length.
struct RadioLevels {
    std::vector<std::int32_t> cell; ///< index in Network::cells, -1 where nothing is heard
    std::vector<float> rsrp;        ///< dBm, -infinity where nothing is heard
    std::vector<float> sinr;        ///< dB, downlink
    void resize(std::size_t n);
};

/// The radio field of a topology: serving cell, RSRP and downlink SINR at any number of points, in single
/// precision (within 0.01 dB of the template `downlink` of link_budget.h, which explains them; PathGain says
/// what shadow fading adds to that). A value; evaluate() is const and may run on many threads at once.
class CellField {
public:
    static Expected<CellField> make(const Topology& topology, const RadioOptions& options = {});

    /// Points that are not finite hear nothing.
    void evaluate(std::span<const Position> points, const Receiver& receiver, RadioLevels& levels) const;
    [[nodiscard]] RadioLevels evaluate(std::span<const Position> points, const Receiver& receiver) const;
    /// The same for users who are each somewhere else with respect to walls: `indoors` stands for the
    /// receiver's.
    [[nodiscard]] RadioLevels evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                                       const Receiver& receiver) const;
    /// Linear coupling gain between one mast's cells and the points: cellCount rows of points.size() columns.
    [[nodiscard]] std::vector<float> mastGains(int mast, std::span<const Position> points,
                                               const Receiver& receiver) const;
    [[nodiscard]] std::vector<float> mastGains(int mast, std::span<const Position> points,
                                               std::span<const Indoors> indoors,
                                               const Receiver& receiver) const;

    [[nodiscard]] const Network& network() const { return network_; }
    [[nodiscard]] const RadioOptions& options() const { return options_; }

private:
    void evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                  const Receiver& receiver, RadioLevels& levels) const;
    void findMastGains(int mast, std::span<const Position> points, std::span<const Indoors> indoors,
                       const Receiver& receiver, std::vector<float>& gains) const;

    Network network_;
    RadioOptions options_;
};

/// Noise of a device over the occupied bandwidth of a carrier, in milliwatts.
float noiseMilliwatts(const NetworkCarrier& carrier, Decibels noiseFigure);
/// Transmit power in milliwatts.
float milliwatts(DecibelMilliwatts power);
/// A coordinate difference for the single-precision loops: at most 10,000 km, and 0 where it is not a number.
float offset(Metres from, Metres to);

} // namespace cellwright::radio
