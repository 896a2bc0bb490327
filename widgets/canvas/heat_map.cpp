// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/heat_map.h"

#include "widgets/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

constexpr double fade = 10.0; ///< dB below the range over which the map fades away: no coverage, no colour
constexpr int rowsAtOnce = 8; ///< between two looks at whether to stop

/// Centres of some rows of pixels.
void centresOf(const radio::SinrRaster::Frame& frame, int firstRow, int lastRow,
               std::vector<Position>& points) {
    points.clear();
    for (int row = firstRow; row < lastRow; ++row)
        for (int column = 0; column < frame.width; ++column)
            points.push_back(frame.centre(column, row));
}

QRgb colourOf(double value, double minimum, double span) {
    const double presence = std::clamp(1.0 + (value - minimum) / fade, 0.0, 1.0);
    if (!(presence > 0.0))
        return 0;
    const QRgb colour = sequentialColour((value - minimum) / span);
    return qPremultiply(qRgba(qRed(colour), qGreen(colour), qBlue(colour), int(255.0 * presence + 0.5)));
}

} // namespace

QRectF HeatMap::plane() const {
    const double pixel = frame.resolution.si();
    return {frame.origin.x.si(), frame.origin.y.si(), frame.width * pixel, frame.height * pixel};
}

std::optional<double> HeatMap::at(Position position) const {
    const double column = std::floor((position.x - frame.origin.x) / frame.resolution);
    const double row = std::floor((position.y - frame.origin.y) / frame.resolution);
    if (empty() || !(column >= 0 && column < frame.width && row >= 0 && row < frame.height))
        return std::nullopt;
    const float value = sinr[std::size_t(row) * std::size_t(frame.width) + std::size_t(column)];
    return std::isfinite(value) ? std::optional(double(value)) : std::nullopt;
}

QImage HeatMap::image(double minimum, double maximum) const {
    QImage image(frame.width, frame.height, QImage::Format_ARGB32_Premultiplied);
    const double span = std::max(maximum - minimum, 1e-9);
    const float* value = sinr.data();
    for (int row = frame.height - 1; row >= 0; --row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < frame.width; ++column, ++value)
            line[column] = colourOf(double(*value), minimum, span);
    }
    return image;
}

radio::SinrRaster::Frame frameFor(const QRectF& plane, int pixels) {
    const double side = std::sqrt(plane.width() * plane.height() / pixels);
    return {.origin = {Metres(plane.left()), Metres(plane.top())},
            .resolution = Metres(side),
            .width = std::max(1, int(std::ceil(plane.width() / side))),
            .height = std::max(1, int(std::ceil(plane.height() / side)))};
}

std::optional<HeatMap> computeHeatMap(const Scenario& scenario, const radio::SinrRaster::Frame& frame,
                                      const std::function<bool()>& stop, Error* error) {
    const auto field = radio::CellField::make(scenario.topology, radio::radioOptions(scenario.assumptions));
    if (!field) {
        if (error)
            *error = field.error();
        return std::nullopt;
    }
    HeatMap map{frame, {}};
    map.sinr.reserve(frame.size());
    std::vector<Position> points;
    radio::RadioLevels levels;
    for (int row = 0; row < frame.height; row += rowsAtOnce) {
        if (stop && stop())
            return std::nullopt;
        centresOf(frame, row, std::min(frame.height, row + rowsAtOnce), points);
        levels.resize(points.size());
        field->evaluate(points, radio::Receiver{}, levels);
        map.sinr.insert(map.sinr.end(), levels.sinr.begin(), levels.sinr.end());
    }
    return map;
}

bool radiates(const Topology& topology) {
    return std::ranges::any_of(topology.sites,
                               [](const Site& site) { return site.enabled && !site.sectors.empty(); });
}

} // namespace cellwright
