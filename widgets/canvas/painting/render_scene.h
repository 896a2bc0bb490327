// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/theme/theme.h"

#include <QRectF>

#include <memory>
#include <optional>

class QPainter;

namespace cellwright {

/// What renderScene() draws, and how much of the plane.
struct RenderOptions {
    CanvasOptions show;                 ///< grid, heat map, legend, scale bar, labels
    std::optional<QRectF> plane;        ///< metres, y north; absent: everything near the sites
    std::shared_ptr<const Facts> facts; ///< for maps that need models and devices
    std::shared_ptr<const MapData> map; ///< in place of one computed for this picture
    std::vector<Backdrop> backdrops;
    double symbolScale = 1.0; ///< size of symbols and text; choose about 3 for a 300 dpi page
};

/// Draws the scenario into `target` (painter units) without a widget: PDF, PNG, SVG. Everything but the heat
/// map is vector output. Computes the heat map where asked for (blocking). Needs a QGuiApplication for its
/// fonts.
void renderScene(QPainter& painter, const QRectF& target, const Scenario& scenario, const Theme& theme,
                 const RenderOptions& options = {});

} // namespace cellwright
