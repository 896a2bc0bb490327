// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/sinr_raster.h"
#include "analytics/scenario/scenario.h"

#include <QImage>
#include <QRectF>

#include <functional>
#include <optional>
#include <vector>

namespace cellwright {

/// SINR over a rectangle of the plane, and its colours. Changing the colours does not need the radio model.
struct HeatMap {
    radio::SinrRaster::Frame frame;
    std::vector<float> sinr; ///< dB, row by row from the south-west; -infinity where nothing is heard

    [[nodiscard]] bool empty() const { return sinr.empty(); }
    /// The area in metres: x east, y north, top() the southern edge.
    [[nodiscard]] QRectF plane() const;
    /// dB at a place: of the pixel that it lies in. Nothing outside or where nothing is heard.
    [[nodiscard]] std::optional<double> at(Position position) const;
    /// One pixel per value, north up; fades away below the minimum, and is transparent where nothing is
    /// heard.
    [[nodiscard]] QImage image(double minimum, double maximum) const;
};

/// A frame of about `pixels` square pixels that covers `plane`.
radio::SinrRaster::Frame frameFor(const QRectF& plane, int pixels);

/// Computes a map from scratch, some rows at a time; gives up and returns nothing when `stop` says so, or
/// when the topology cannot be computed (then `error` says why, if given).
std::optional<HeatMap> computeHeatMap(const Scenario& scenario, const radio::SinrRaster::Frame& frame,
                                      const std::function<bool()>& stop = {}, Error* error = nullptr);

/// Whether there is anything that radiates.
bool radiates(const Topology& topology);

} // namespace cellwright
