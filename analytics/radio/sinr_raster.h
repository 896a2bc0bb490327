// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/cell_field.h"

#include <unordered_map>

namespace cellwright::radio {

/// The heat map of a topology, kept up to date while it is edited: the gain of every sector is cached as a
/// raster, and an update recomputes only the sectors whose path or antenna changed. Powers, loads and noise
/// need no gain at all. Memory: 4 bytes per sector and pixel,
/// 8 with a grid of beams. One thread at a time.
class SinrRaster {
public:
    /// Pixel (column, row) has its centre at origin + (column + 1/2, row + 1/2) × resolution; row 0 is the
    /// southernmost.
    struct Frame {
        Position origin;
        Metres resolution{5.0};
        int width = 160;
        int height = 100;
        [[nodiscard]] std::size_t size() const { return std::size_t(width) * std::size_t(height); }
        [[nodiscard]] Position centre(int column, int row) const;
        bool operator==(const Frame&) const = default;
    };

    /// Fails as makeNetwork does, and on a frame without pixels or with a resolution that is not positive.
    static Expected<SinrRaster> make(const Topology& topology, const Frame& frame,
                                     const Receiver& receiver = {}, const RadioOptions& options = {});
    /// Follows the topology; returns how many sectors had to be recomputed. On failure the raster is
    /// unchanged.
    Expected<int> update(const Topology& topology);

    /// Row by row from the south-west; cell is an index into network().cells.
    [[nodiscard]] const RadioLevels& levels() const { return levels_; }
    [[nodiscard]] const Frame& frame() const { return frame_; }
    [[nodiscard]] const Network& network() const { return field_.network(); }

private:
    /// All that a gain raster depends on besides the frame and the receiver.
    struct Key {
        Position position;
        Metres height;
        Propagation propagation = Propagation::uma;
        Hertz frequency;
        AirLoss air;
        std::optional<int> fadingSeed;
        Degrees azimuth, downtilt, electricalTilt;
        Antenna antenna = Antenna::panel;
        int rows = 1, columns = 1, beams = 1;
        Decibels antennaGain;
        std::shared_ptr<const AntennaPattern> pattern;
        bool operator==(const Key& other) const;
    };
    struct Plane {
        Key key;
        std::vector<float> serving;
        std::vector<float> meant; ///< mean of the beams; empty where that is the same
    };
    static Key keyOf(const Network& network, const Cell& cell);
    int refreshGains(const Network& network);
    void combine();

    Frame frame_;
    Receiver receiver_;
    CellField field_;
    std::vector<Position> points_;
    std::unordered_map<SectorId, Plane> planes_;
    RadioLevels levels_;
};

} // namespace cellwright::radio
