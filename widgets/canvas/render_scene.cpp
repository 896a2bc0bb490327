// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/render_scene.h"

#include "widgets/canvas/heat_map.h"
#include "widgets/canvas/scene_painter.h"

#include <QGuiApplication>
#include <QPainter>

namespace cellwright {
namespace {

constexpr int mapPixels = 120'000;

bool paintComputedMap(QPainter& painter, const ScenePaint& paint, const CanvasOptions& show) {
    if (!show.heatMap || !radiates(paint.scenario.topology))
        return false;
    const auto map = computeHeatMap(paint.scenario, frameFor(paint.mapping.visiblePlane(), mapPixels));
    if (!map)
        return false;
    paintHeatMap(painter, paint, map->plane(), map->image(show.sinrMin, show.sinrMax), show.heatMapOpacity);
    return true;
}

void paintObjects(QPainter& painter, const ScenePaint& paint, const CanvasOptions& show) {
    paintAreas(painter, paint);
    paintLinks(painter, paint);
    paintUsers(painter, paint);
    paintSites(painter, paint);
    paintHosts(painter, paint);
    if (show.labels)
        paintLabels(painter, paint);
}

} // namespace

void renderScene(QPainter& painter, const QRectF& target, const Scenario& scenario, const Theme& theme,
                 const RenderOptions& options) {
    const double unit = options.symbolScale;
    UserPlaces places;
    ScenePaint paint{.scenario = scenario,
                     .theme = theme,
                     .mapping = ViewMapping::fitting(options.plane.value_or(extentOf(scenario.topology)),
                                                     target, options.plane ? 0.0 : 60.0 * unit),
                     .exposed = target,
                     .unit = unit,
                     .font = labelFont(QGuiApplication::font(), unit),
                     .places = places};
    painter.save();
    painter.setClipRect(target, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.fillRect(target, theme.canvas);
    paint.overMap = paintComputedMap(painter, paint, options.show);
    if (options.show.grid && !paint.overMap)
        paintGrid(painter, paint);
    paintObjects(painter, paint, options.show);
    if (options.show.scaleBar)
        paintScaleBar(painter, paint);
    if (options.show.legend && paint.overMap)
        paintLegend(painter, paint, options.show.sinrMin, options.show.sinrMax, options.show.heatMapOpacity);
    painter.restore();
}

} // namespace cellwright
