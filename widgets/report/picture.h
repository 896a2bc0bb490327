// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <filesystem>

namespace cellwright {

/// What the picture of a scenario shows.
struct PictureOptions {
    int width = 1600; ///< pixels of a PNG; an SVG and a PDF have the same shape, 96 of these to the inch
    int height = 1000;
    bool heatMap = true; ///< SINR behind the drawing
    bool legend = true;
    bool grid = true;
    bool scaleBar = true;
    bool labels = true;
    bool dark = false; ///< colours of the dark theme

    static constexpr int minimumSide = 100, maximumSide = 16'000;
};

struct PictureSummary {
    int width = 0; ///< pixels
    int height = 0;
};

/// Whether the name ends in .png, .svg or .pdf, and what would be right.
Expected<void> checkPictureName(const std::filesystem::path& file);

/// Draws the scenario to a file: .png, .svg or .pdf by its extension; SVG and PDF are vectors but for the
/// heat map. The file appears whole or not at all, and an existing one is replaced only with `force`. Needs a
/// QApplication and its thread.
Expected<PictureSummary> renderPicture(const std::filesystem::path& file, const Scenario& scenario,
                                       const PictureOptions& options = {}, bool force = false);

} // namespace cellwright
