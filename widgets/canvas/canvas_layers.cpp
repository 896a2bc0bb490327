// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas_private.h"
#include "widgets/canvas/geometry.h"

#include <QPainter>

#include <algorithm>

namespace cellwright {
namespace {

constexpr double symbolReach = 40.0; ///< logical pixels that a symbol extends from its place
constexpr double crosshairReach = 14.0;

QPolygonF polygonOf(const ViewMapping& mapping, const std::vector<Position>& places) {
    QPolygonF polygon;
    for (const Position place : places)
        polygon << mapping.toSurface(place);
    return polygon;
}

QRectF around(QPointF point, double reach) {
    return {point - QPointF(reach, reach), point + QPointF(reach, reach)};
}

void drawCrosshair(QPainter& painter, QPointF at, const Theme& theme) {
    for (const auto& [colour, width] : {std::pair{theme.labelHalo, 4.0}, std::pair{theme.crosshair, 1.6}}) {
        painter.setPen(QPen(colour, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(at, 5.0, 5.0);
        for (const QPointF way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)})
            painter.drawLine(at + 5 * way, at + crosshairReach * way);
    }
}

void drawLine(QPainter& painter, const ToolFeedback& feedback, const QPolygonF& line, const Theme& theme) {
    painter.setBrush(feedback.closed && line.size() > 2 ? QBrush(theme.areaFill) : QBrush(Qt::NoBrush));
    painter.setPen(QPen(theme.labelHalo, 4.0));
    painter.drawPolyline(line);
    painter.setPen(
        QPen(feedback.closed ? theme.areaOutline : theme.selection, 2.0, Qt::DashLine, Qt::RoundCap));
    if (feedback.closed && line.size() > 2)
        painter.drawPolygon(line);
    else
        painter.drawPolyline(line);
    painter.setPen(QPen(theme.canvas, 1.0));
    painter.setBrush(theme.selection);
    for (const QPointF corner : line)
        painter.drawEllipse(corner, symbol::handleRadius, symbol::handleRadius);
}

} // namespace

void CanvasPrivate::buildLayers() {
    const auto add = [this](LayerItem::Paint paint) {
        auto* layer = new LayerItem(std::move(paint), double(layers_.size()));
        layers_.push_back(layer);
        scene_.addItem(layer);
        return layer;
    };
    const auto addPainter = [&](void (*paint)(QPainter&, const ScenePaint&)) {
        add([this, paint](QPainter& painter, const QRectF& exposed) { paintLayer(painter, exposed, paint); });
    };
    add([this](QPainter& painter, const QRectF& exposed) {
        paintBackdrops(painter, scenePaint(exposed), backdrops_);
    });
    add([this](QPainter& painter, const QRectF& exposed) {
        if (options_.grid)
            paintGrid(painter, scenePaint(exposed));
    });
    add([this](QPainter& painter, const QRectF& exposed) {
        if (mapShown())
            paintMap(painter, scenePaint(exposed), map_.map().plane(), mapImage_, options_.map.opacity);
    });
    addPainter(paintAreas);
    add([this](QPainter& painter, const QRectF& exposed) {
        cellwright::paintSelection(painter, scenePaint(exposed), selection_.refs());
    });
    addPainter(paintLinks);
    addPainter(paintUsers);
    addPainter(paintSites);
    addPainter(paintHosts);
    add([this](QPainter& painter, const QRectF& exposed) {
        if (options_.labels)
            paintLabels(painter, scenePaint(exposed));
    });
    add([this](QPainter& painter, const QRectF& exposed) {
        paintOverlay(painter, scenePaint(exposed), overlay_);
    });
    feedbackLayer_ =
        add([this](QPainter& painter, const QRectF& exposed) { paintFeedback(painter, exposed); });
    add([this](QPainter& painter, const QRectF& exposed) { paintFurniture(painter, exposed); });
}

ScenePaint CanvasPrivate::scenePaint(const QRectF& exposed) {
    return {.scenario = document_.scenario(),
            .theme = Theme::of(view_.palette()),
            .mapping = mapping_,
            .exposed = exposed,
            .font = labelFont(view_.font(), 1.0),
            .overMap = (mapShown() && !mapImage_.isNull()) || !backdrops_.empty(),
            .sectorColour = options_.sectorColour,
            .places = places_,
            .stamps = &stamps_};
}

void CanvasPrivate::paintLayer(QPainter& painter, const QRectF& exposed,
                               void (*paint)(QPainter&, const ScenePaint&)) {
    paint(painter, scenePaint(exposed));
}

void CanvasPrivate::paintFurniture(QPainter& painter, const QRectF& exposed) {
    const ScenePaint paint = scenePaint(exposed);
    if (options_.scaleBar)
        paintScaleBar(painter, paint);
    if (options_.legend)
        paintSectorKey(painter, paint);
    if (options_.legend && mapShown() && !mapImage_.isNull())
        paintLegend(painter, paint, options_.map);
}

void CanvasPrivate::paintFeedback(QPainter& painter, const QRectF& exposed) {
    const ScenePaint paint = scenePaint(exposed);
    const QPolygonF line = polygonOf(mapping_, feedback_.line);
    if (!line.isEmpty())
        drawLine(painter, feedback_, line, paint.theme);
    if (feedback_.band) {
        painter.setPen(QPen(paint.theme.selection, 1.0, Qt::DashLine));
        painter.setBrush(paint.theme.rubberBand);
        painter.drawRect(
            QRectF(mapping_.toSurface(feedback_.band->first), mapping_.toSurface(feedback_.band->second))
                .normalized());
    }
    painter.setOpacity(0.6);
    if (feedback_.ghostSite)
        paintSiteSymbol(painter, paint, *feedback_.ghostSite);
    if (feedback_.ghostHost)
        paintHostSymbol(painter, paint, *feedback_.ghostHost);
    painter.setOpacity(1.0);
    if (const auto target = anchorOf(document_.scenario(), feedback_.target)) {
        painter.setPen(QPen(paint.theme.selection, 2.0));
        painter.setBrush(paint.theme.selectionFill);
        painter.drawEllipse(mapping_.toSurface(*target), 20.0, 20.0);
    }
    if (!feedback_.text.isEmpty() && !line.isEmpty())
        paintPlate(painter, paint, line.back() + QPointF(0, 14), feedback_.text);
    if (crosshair_)
        drawCrosshair(painter, mapping_.toSurface(*crosshair_), paint.theme);
}

/// Everything that the feedback covers, so that a moving tool repaints little.
QRectF CanvasPrivate::feedbackRect() const {
    QRectF rect;
    for (const Position place : feedback_.line)
        rect |= around(mapping_.toSurface(place), feedback_.text.isEmpty() ? 8.0 : 160.0);
    if (feedback_.band)
        for (const Position corner : {feedback_.band->first, feedback_.band->second})
            rect |= around(mapping_.toSurface(corner), 2.0);
    if (feedback_.ghostSite)
        rect |= around(mapping_.toSurface(feedback_.ghostSite->position), symbolReach);
    if (feedback_.ghostHost)
        rect |= around(mapping_.toSurface(feedback_.ghostHost->position), symbolReach);
    if (const auto target = anchorOf(document_.scenario(), feedback_.target))
        rect |= around(mapping_.toSurface(*target), symbolReach);
    if (crosshair_)
        rect |= around(mapping_.toSurface(*crosshair_), crosshairReach + 4);
    return rect & mapping_.surface;
}

void CanvasPrivate::setFeedback(const ToolFeedback& feedback) {
    if (feedback == feedback_)
        return;
    const QRectF before = feedbackRect();
    feedback_ = feedback;
    feedbackLayer_->update(before | feedbackRect());
}

void CanvasPrivate::moveCrosshair(Position position) {
    const QRectF before = feedbackRect();
    crosshair_ = position;
    feedbackLayer_->update(before | feedbackRect());
    // Steered out of sight: the view follows.
    const QPointF pixels = mapping_.toSurface(position);
    const QRectF inner = mapping_.surface.adjusted(symbolReach, symbolReach, -symbolReach, -symbolReach);
    if (!inner.contains(pixels))
        panBy(QPointF(std::clamp(pixels.x(), inner.left(), inner.right()),
                      std::clamp(pixels.y(), inner.top(), inner.bottom())) -
              pixels);
    tool_->move({position, Qt::NoModifier});
    hover(position);
}

} // namespace cellwright
