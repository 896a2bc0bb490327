// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/beamwidth.h"

#include "analytics/radio/antenna/panel.h"
#include "analytics/scenario/scenario.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr double elementWidth = 65.0; ///< degrees, TR 38.901 table 7.3-1
constexpr double halfPower = 3.0;     ///< dB

/// Attenuation of N columns half a wavelength apart, all in phase, at an angle off boresight; element
/// included.
double columnsAttenuation(int columns, double degrees) {
    const double element = 12.0 * (degrees / elementWidth) * (degrees / elementWidth);
    const double phase = std::numbers::pi * std::sin(degrees * std::numbers::pi / 180.0) / 2.0;
    if (columns == 1 || std::abs(phase) < 1e-9)
        return element;
    const double field = std::sin(columns * phase) / (columns * std::sin(phase));
    return element - 20.0 * std::log10(std::max(std::abs(field), 1e-6));
}

/// The main lobe falls without a break up to the array's first zero, so that halving finds the edge.
double columnsBeamwidth(int columns) {
    if (columns == 1)
        return elementWidth;
    double inside = 0.0, outside = std::min(elementWidth / 2.0, 115.0 / columns);
    for (int i = 0; i < 16; ++i) {
        const double middle = (inside + outside) / 2.0;
        (columnsAttenuation(columns, middle) < halfPower ? inside : outside) = middle;
    }
    return inside + outside;
}

/// Degrees between the outermost beams of the grid.
double spread(const Sector& sector) {
    if (sector.beams < 2)
        return 0.0;
    const double left = beamCosine(0, sector.beams, sector.panelColumns);
    const double right = beamCosine(sector.beams - 1, sector.beams, sector.panelColumns);
    return std::abs(std::asin(std::clamp(right, -1.0, 1.0)) - std::asin(std::clamp(left, -1.0, 1.0))) *
           180.0 / std::numbers::pi;
}

/// Degrees from the maximum of a horizontal cut to where it has fallen by half, one way round.
double fallOff(const std::vector<double>& cut, std::size_t peak, std::size_t step) {
    const std::size_t size = cut.size();
    for (std::size_t i = 1; i < size; ++i) {
        const double before = cut[(peak + (i - 1) * step) % size] - cut[peak];
        const double here = cut[(peak + i * step) % size] - cut[peak];
        if (here >= halfPower)
            return double(i - 1) + (halfPower - before) / std::max(here - before, 1e-9);
    }
    return double(size) / 2.0;
}

} // namespace

Degrees horizontalBeamwidth(const Sector& sector, const Topology& topology) {
    if (const auto* pattern = findById(topology.antennas, sector.pattern);
        pattern && !pattern->horizontal.empty()) {
        const auto& cut = pattern->horizontal;
        const auto peak = std::size_t(std::ranges::min_element(cut) - cut.begin());
        const double turn = 360.0 / double(cut.size());
        return Degrees(std::min(360.0, turn * (fallOff(cut, peak, 1) + fallOff(cut, peak, cut.size() - 1))));
    }
    if (sector.antenna == Antenna::omni)
        return Degrees(360.0);
    return Degrees(std::min(elementWidth, spread(sector) + columnsBeamwidth(sector.panelColumns)));
}

} // namespace cellwright::radio
