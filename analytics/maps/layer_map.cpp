// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/layer_map.h"

#include <algorithm>
#include <cmath>

namespace cellwright::maps {

std::optional<std::size_t> LayerMap::pixelAt(Position place) const {
    const double column = std::floor((place.x - frame.origin.x) / frame.resolution);
    const double row = std::floor((place.y - frame.origin.y) / frame.resolution);
    if (!(column >= 0.0 && column < frame.width && row >= 0.0 && row < frame.height) || columns.places() == 0)
        return std::nullopt;
    return std::size_t(row) * std::size_t(frame.width) + std::size_t(column);
}

std::optional<double> LayerMap::at(Layer layer, Position place) const {
    const auto* values = columns.find(layer);
    const auto pixel = pixelAt(place);
    if (!values || !pixel || std::isnan((*values)[*pixel]))
        return std::nullopt;
    return double((*values)[*pixel]);
}

ProgressiveMap::ProgressiveMap(MapEngine engine, const Frame& frame, int coarsest)
    : engine_(std::move(engine))
    , map_{frame, {}} {
    map_.columns.layers = engine_.options().layers;
    if (frame.width <= 0 || frame.height <= 0 || !(frame.resolution.si() > 0.0))
        return;
    map_.columns.resize(frame.size());
    for (step_ = 1; step_ * 2 <= coarsest;)
        step_ *= 2;
    coarsest_ = step_;
}

/// Pixels of a row that this level adds: of every other row that the level before had, those in between.
std::vector<int> ProgressiveMap::newColumns(int row) const {
    const bool known = step_ < coarsest_ && row % (2 * step_) == 0;
    std::vector<int> columns;
    for (int column = known ? step_ : 0; column < map_.frame.width; column += known ? 2 * step_ : step_)
        columns.push_back(column);
    return columns;
}

void ProgressiveMap::computeRow(int row) {
    const auto columns = newColumns(row);
    places_.clear();
    for (const int column : columns)
        places_.push_back(map_.frame.centre(column, row));
    engine_.evaluate(places_, row_);
    fill(columns, row);
}

/// Gives each new pixel's values to its whole block.
void ProgressiveMap::fill(const std::vector<int>& columns, int row) {
    const auto width = std::size_t(map_.frame.width);
    const int top = std::min(row + step_, map_.frame.height);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int right = std::min(columns[i] + step_, map_.frame.width);
        for (int y = row; y < top; ++y) {
            const auto first = std::ptrdiff_t(std::size_t(y) * width + std::size_t(columns[i]));
            const auto count = right - columns[i];
            std::fill_n(map_.columns.cell.begin() + first, count, row_.cell[i]);
            for (std::size_t c = 0; c < row_.values.size(); ++c)
                std::fill_n(map_.columns.values[c].begin() + first, count, row_.values[c][i]);
        }
    }
}

bool ProgressiveMap::refine(const std::function<bool()>& stop) {
    if (done())
        return false;
    for (; nextRow_ < map_.frame.height; nextRow_ += step_) {
        if (stop && stop())
            return false;
        computeRow(nextRow_);
    }
    shown_ = step_;
    step_ /= 2;
    nextRow_ = 0;
    return true;
}

bool ProgressiveMap::finish(const std::function<bool()>& stop) {
    while (!done())
        if (!refine(stop))
            return false;
    return true;
}

} // namespace cellwright::maps
