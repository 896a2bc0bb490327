// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/map_engine.h"
#include "analytics/radio/sinr_raster.h"

#include <functional>

namespace cellwright::maps {

/// Pixels over the ground: row 0 is the southernmost.
using Frame = radio::SinrRaster::Frame;

/// Layers over a frame, row by row from the south-west. Colours are made from the values, so that a new
/// legend needs no new values.
struct LayerMap {
    Frame frame;
    MapColumns columns;

    /// The pixel that a place lies in, or nothing outside.
    [[nodiscard]] std::optional<std::size_t> pixelAt(Position place) const;
    /// Value there; nothing outside or where there is none.
    [[nodiscard]] std::optional<double> at(Layer layer, Position place) const;
};

/// A map that comes into being from coarse to fine: first every 16th pixel of every 16th row, then the pixels
/// half-way between, and so on; pixels that are not known yet have the value of the block that they lie in.
/// Every pixel is computed once. One thread at a time; several objects may share an engine.
class ProgressiveMap {
public:
    /// A frame without pixels or with a resolution that is not positive gives an empty map that is done.
    ProgressiveMap(MapEngine engine, const Frame& frame, int coarsest = 16);

    /// Computes one level. Asks `stop` every few rows; where it says true, the level is left unfinished, to
    /// be begun again by the next call. Returns whether a level was finished.
    bool refine(const std::function<bool()>& stop = {});
    [[nodiscard]] bool done() const { return step_ == 0; }
    /// Side of the blocks that have values so far, in pixels; 0 before the first level.
    [[nodiscard]] int blockSide() const { return shown_; }
    /// Every level one after the other; whether it came to the end.
    bool finish(const std::function<bool()>& stop = {});

    [[nodiscard]] const LayerMap& map() const { return map_; }
    [[nodiscard]] const MapEngine& engine() const { return engine_; }

private:
    [[nodiscard]] std::vector<int> newColumns(int row) const;
    void computeRow(int row);
    void fill(const std::vector<int>& columns, int row);

    MapEngine engine_;
    LayerMap map_;
    int coarsest_ = 16;
    int step_ = 0;    ///< of the level to be computed next; 0: none
    int shown_ = 0;   ///< step of the last finished level
    int nextRow_ = 0; ///< of the level under way
    std::vector<Position> places_;
    MapColumns row_;
};

} // namespace cellwright::maps
