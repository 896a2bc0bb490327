// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/antenna/antenna.h"
#include "analytics/radio/antenna/antenna_kernel.h"
#include "analytics/radio/cell_kernel.h"
#include "analytics/radio/fading/path_gain.h"

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

/// A network with all constants worked out for one kind of receiver: what CellField evaluates. For whoever
/// asks often and a few points at a time. Refers to the network; const access from many threads.
class ReceiverField {
public:
    ReceiverField(const Network& network, const Receiver& receiver, PathChoice choice);
    /// The same for some of the masts only; the others are not heard.
    ReceiverField(const Network& network, std::span<const Mast> masts, const Receiver& receiver,
                  PathChoice choice);

    /// Points that are not finite hear nothing. `indoors` is of each point, all in the receiver's enclosure,
    /// or empty: then all are as the receiver.
    void evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                  RadioLevels& levels) const;
    /// Linear coupling gain between the cells of one mast (by its place among those given) and the points:
    /// cellCount rows of points.size() columns.
    void mastGains(int mast, std::span<const Position> points, std::span<const Indoors> indoors, Beam beam,
                   std::vector<float>& gains) const;
    /// How many cells are heard at each point with an RSRP of at least `limit` (dBm, one for each point).
    [[nodiscard]] std::vector<std::int32_t> cellsAbove(std::span<const Position> points,
                                                       std::span<const float> limit) const;

private:
    struct PreparedCell {
        AntennaKernel antenna;
        CellSignal signal;
    };
    struct PreparedMast {
        Position position;
        PathGain path;
        float up; ///< of users above the antennas, m
        int carrier;
        bool directions; ///< some antenna asks for directions in space
        std::vector<PreparedCell> cells;
    };
    struct Block;
    PreparedMast prepare(const Mast& mast, PathChoice choice) const;
    static void findPaths(const PreparedMast& mast, Block& block);
    static void addMast(const PreparedMast& mast, Block& block);

    const Network* network_;
    Receiver receiver_;
    bool biased_ = false;
    std::vector<PreparedMast> masts_;
};

/// The constants of a cell that its received powers are weighted with.
CellSignal signalOf(const Network& network, std::int32_t cell);
/// Noise of a device over the occupied bandwidth of a carrier, in milliwatts.
float noiseMilliwatts(const NetworkCarrier& carrier, Decibels noiseFigure);
/// Transmit power in milliwatts.
float milliwatts(DecibelMilliwatts power);

} // namespace cellwright::radio
