// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/maps/layer.h"
#include "analytics/radio/cell_field.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace cellwright::maps {

struct MapOptions {
    std::vector<Layer> layers{
        Layer::sinr};            ///< that will be asked for; the engine prepares no more than these need
    UserGroupId group;           ///< whose device and requests; 0: the first one, or a usual phone
    Decibels overlapMargin{6.0}; ///< of the best, for Layer::overlap
    DecibelMilliwatts overlapThreshold{-110.0}; ///< RSRP below which a cell does not count
};

/// Values of some layers at some places, as columns of equal length.
struct MapColumns {
    std::vector<Layer> layers;
    std::vector<std::vector<float>>
        values; ///< one column per layer; NaN where there is none (nothing heard, or nobody served)
    std::vector<std::int32_t> cell; ///< serving, an index in Network::cells; -1 where nothing is heard

    [[nodiscard]] const std::vector<float>* find(Layer layer) const;
    /// All NaN and -1.
    void resize(std::size_t places);
    [[nodiscard]] std::size_t places() const { return cell.size(); }
};

/// What a person at one place gets: the cursor's read-out.
struct Reading {
    int cell = -1;
    SiteId site;
    SectorId sector;
    std::string server;                           ///< "Roof A"
    Metres distance;                              ///< on the ground, to the serving site
    Degrees bearing;                              ///< from the place to the site, clockwise from north
    std::vector<std::pair<Layer, double>> values; ///< those of the options' layers that have one
};

/// Answers for any place what a user of a group would get there, by the code that assess() runs for its
/// users: the added user shares its cell with the scenario's users, and changes nothing for them. A value
/// that costs little to copy; const, to be called from many threads.
class MapEngine {
public:
    /// Fails where the scenario's radio cannot be computed, the group does not exist, or a layer that
    /// needsRequest() is asked of a group whose plan cannot be made (the message is assess()'s first
    /// violation).
    static Expected<MapEngine> make(Scenario scenario, Facts facts, const MapOptions& options);

    /// All of the options' layers at these places.
    void evaluate(std::span<const Position> places, MapColumns& out) const;
    [[nodiscard]] Reading at(Position place) const;

    [[nodiscard]] const MapOptions& options() const;
    [[nodiscard]] const radio::Network& network() const;
    /// Where the users of the chosen group stand, for statistics over users.
    [[nodiscard]] std::vector<Position> users() const;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

} // namespace cellwright::maps
