// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/painting/render_scene.h"

#include "widgets/canvas/painting/scene_painter.h"
#include "widgets/maps/map_data.h"

#include <QGuiApplication>
#include <QPainter>

namespace cellwright {
namespace {

constexpr int mapPixels = 120'000;

bool paintComputedMap(QPainter& painter, const ScenePaint& paint, const RenderOptions& options) {
    const MapSettings& settings = options.show.map;
    if (!settings.shown || !radiates(paint.scenario.topology))
        return false;
    if (options.map) {
        paintMap(painter, paint, options.map->plane(),
                 options.map->image(settings.style(), paint.theme.isDark), settings.opacity);
        return true;
    }
    const auto map = computeMap(paint.scenario, options.facts ? *options.facts : Facts{}, settings.question,
                                frameFor(paint.mapping.visiblePlane(), mapPixels));
    if (!map)
        return false;
    paintMap(painter, paint, map->plane(), map->image(settings.style(), paint.theme.isDark),
             settings.opacity);
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
                     .sectorColour = options.show.sectorColour,
                     .places = places};
    painter.save();
    painter.setClipRect(target, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.fillRect(target, theme.canvas);
    paintBackdrops(painter, paint, options.backdrops);
    paint.overMap = paintComputedMap(painter, paint, options);
    if (options.show.grid && !paint.overMap)
        paintGrid(painter, paint);
    paintObjects(painter, paint, options.show);
    if (options.show.scaleBar)
        paintScaleBar(painter, paint);
    if (options.show.legend)
        paintSectorKey(painter, paint);
    if (options.show.legend && paint.overMap)
        paintLegend(painter, paint, options.show.map);
    painter.restore();
}

} // namespace cellwright
