// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/layer_map.h"
#include "widgets/maps/map_style.h"

#include <QImage>
#include <QRectF>

#include <cstdint>
#include <optional>
#include <vector>

namespace cellwright {

/// What is asked of a map.
struct MapQuestion {
    maps::Layer layer = maps::Layer::sinr;
    UserGroupId group; ///< whose device and requests; null: the first one
    bool operator==(const MapQuestion&) const = default;
};

/// One layer over a rectangle of the plane, with what is known besides the pixels. Colours are made from it
/// without the engine.
struct MapData {
    MapQuestion question;
    maps::Frame frame;
    std::vector<float> values;      ///< row by row from the south-west; not finite where there is none
    std::vector<std::int32_t> cell; ///< serving, an index in Network::cells; -1 where nothing is heard
    std::vector<int> mastOfCell, faceOfCell; ///< of each cell: its site, and which of that site's it is
    std::vector<float> userValues;           ///< of the users of the group, where they stand
    std::vector<Position> users;
    std::optional<maps::MapEngine> engine; ///< answers for single places; absent while a drag is followed

    [[nodiscard]] bool empty() const { return values.empty(); }
    [[nodiscard]] maps::Layer layer() const { return question.layer; }
    /// The area in metres: x east, y north, top() the southern edge.
    [[nodiscard]] QRectF plane() const;
    /// The pixel that a place lies in, or nothing outside.
    [[nodiscard]] std::optional<std::size_t> pixelAt(Position place) const;
    /// The value there. Nothing outside, or where there is none.
    [[nodiscard]] std::optional<double> at(Position place) const;
    /// One pixel per value, north up; transparent where there is none.
    [[nodiscard]] QImage image(const MapStyle& style, bool dark) const;
    /// Fills mastOfCell and faceOfCell.
    void takeCells(const radio::Network& network);
    /// Keeps the engine, and what the users of the group have where they stand.
    void takeEngine(maps::MapEngine whole);
};

/// A frame of about `pixels` square pixels that covers `plane`.
maps::Frame frameFor(const QRectF& plane, int pixels);

/// Computes a map from scratch. The error says why the scenario has none.
Expected<MapData> computeMap(const Scenario& scenario, const Facts& facts, const MapQuestion& question,
                             const maps::Frame& frame);
/// What the scenario refers to, without the rest of the catalogue.
Facts factsOf(const Scenario& scenario, const Facts& all);

/// Whether there is anything that radiates.
bool radiates(const Topology& topology);

} // namespace cellwright
