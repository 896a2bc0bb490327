// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas_private.h"

#include "analytics/quantity/text.h"
#include "widgets/canvas/geometry.h"
#include "widgets/document/entity_lists.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr double smallestScale = 1e-6, largestScale = 50.0; ///< pixels per metre
constexpr double fitMargin = 64.0;
constexpr double mapMargin =
    0.15; ///< the map reaches this share beyond the view, so that small pans need none
constexpr double zoomTolerance = 1.6; ///< the map is computed anew when the zoom changes by more

QRectF grown(const QRectF& rect, double share) {
    const double dx = share * rect.width(), dy = share * rect.height();
    return rect.adjusted(-dx, -dy, dx, dy);
}

/// Maps of the radio alone follow from little; the others from nearly everything.
bool changesMap(const ChangeEvent& event, maps::Layer layer) {
    const bool radio = event.touches(EntityKind::site) || event.touches(EntityKind::carrier) ||
                       event.touches(EntityKind::antenna) || event.touches(EntityKind::assumptions);
    const bool users = event.touches(EntityKind::userGroup);
    return radio || users ||
           (layer > maps::Layer::overlap && (event.touchesTopology() || event.touches(EntityKind::workload) ||
                                             event.touches(EntityKind::deployment)));
}

QString placeText(Position position) {
    return CanvasView::tr("%1 east, %2 north")
        .arg(QString::fromStdString(toDisplay(position.x)), QString::fromStdString(toDisplay(position.y)));
}

} // namespace

CanvasPrivate::CanvasPrivate(CanvasView& view, Document& document, Selection& selection)
    : view_(view)
    , document_(document)
    , selection_(selection)
    , tool_(makeTool(ToolKind::select, *this)) {
    scene_.setItemIndexMethod(QGraphicsScene::NoIndex);
    buildLayers();
    connect(&document_, &Document::changed, this, &CanvasPrivate::documentChanged);
    connect(&selection_, &Selection::changed, this, &CanvasPrivate::selectionChanged);
    connect(&map_, &MapSource::changed, this, &CanvasPrivate::takeMap);
}

CanvasPrivate::~CanvasPrivate() = default;

void CanvasPrivate::setHint(const QString& hint) {
    Q_EMIT view_.hintChanged(hint);
}

void CanvasPrivate::openProfile(Position from, Position to) {
    Q_EMIT view_.profileRequested(from, to);
}

void CanvasPrivate::openProperties(EntityRef ref) {
    Q_EMIT view_.propertiesRequested(ref);
}

void CanvasPrivate::setTool(ToolKind kind) {
    tool_->cancel();
    endNudge();
    crosshair_.reset();
    setFeedback({});
    kind_ = kind;
    tool_ = makeTool(kind, *this);
    updateCursor();
    tool_->activate();
    Q_EMIT view_.toolChanged(kind);
}

void CanvasPrivate::setOptions(const CanvasOptions& options) {
    if (options == options_)
        return;
    const bool otherMap =
        options.map.shown != options_.map.shown || !(options.map.question == options_.map.question);
    options_ = options;
    if (otherMap)
        requestMap(false);
    else
        recolour();
    view_.viewport()->update();
    Q_EMIT view_.optionsChanged();
}

void CanvasPrivate::setMapping(Position centre, double scale) {
    const ViewMapping next{centre, std::clamp(scale, smallestScale, largestScale), mapping_.surface};
    if (next == mapping_)
        return;
    mapping_ = next;
    view_.viewport()->update();
    requestMapForView();
    Q_EMIT view_.viewChanged();
}

void CanvasPrivate::panBy(QPointF pixels) {
    viewIsOurs_ = false;
    setMapping(mapping_.toPlane(mapping_.surface.center() - pixels), mapping_.scale);
}

void CanvasPrivate::zoomAt(QPointF pixels, double factor) {
    viewIsOurs_ = false;
    ViewMapping next = mapping_;
    next.scale = std::clamp(mapping_.scale * factor, smallestScale, largestScale);
    // What lies under the pointer stays there.
    const Position fixed = mapping_.toPlane(pixels), drifted = next.toPlane(pixels);
    setMapping({next.centre.x + fixed.x - drifted.x, next.centre.y + fixed.y - drifted.y}, next.scale);
}

void CanvasPrivate::fit(const QRectF& plane, double margin) {
    const ViewMapping fitted = ViewMapping::fitting(plane, mapping_.surface, margin);
    setMapping(fitted.centre, fitted.scale);
}

void CanvasPrivate::resize(const QSizeF& size) {
    mapping_.surface = QRectF(QPointF(), size);
    scene_.setSceneRect(mapping_.surface);
    for (LayerItem* layer : layers_)
        layer->setSize(size);
    if (viewIsOurs_)
        fit(extentOf(document_.scenario().topology), fitMargin);
    requestMapForView();
}

void CanvasPrivate::refreshTheme() {
    view_.setBackgroundBrush(Theme::of(view_.palette()).canvas);
    recolour();
    view_.viewport()->update();
}

QRectF CanvasPrivate::extentOfSelection() const {
    Topology chosen;
    const Scenario& scenario = document_.scenario();
    for (const EntityRef ref : selection_.refs()) {
        if (const auto* group = find<UserGroup>(scenario, ref))
            chosen.groups.push_back(*group);
        else if (const auto anchor = anchorOf(scenario, ref))
            chosen.sites.push_back({.position = *anchor});
    }
    return extentOf(chosen);
}

PointerEvent CanvasPrivate::pointer(QPointF pixels, Qt::KeyboardModifiers modifiers) const {
    return {mapping_.toPlane(pixels), modifiers};
}

void CanvasPrivate::hover(Position position) {
    CursorReadout readout{.position = position,
                          .entity = entityAt(document_.scenario(), position, mapping_.scale),
                          .layer = options_.map.layer()};
    if (mapShown() && map_.map().question == options_.map.question) {
        readout.value = map_.map().at(position);
        if (const auto& engine = map_.map().engine; engine && map_.map().pixelAt(position))
            readout.reading = engine->at(position);
    }
    Q_EMIT view_.cursorMoved(readout);
}

bool CanvasPrivate::startPan(QPointF pixels, Qt::MouseButton button) {
    if (button != Qt::MiddleButton && !(button == Qt::LeftButton && spaceHeld_))
        return false;
    panFrom_ = pixels;
    panButton_ = button;
    updateCursor();
    return true;
}

bool CanvasPrivate::continuePan(QPointF pixels) {
    if (!panFrom_)
        return false;
    panBy(pixels - *panFrom_);
    panFrom_ = pixels;
    return true;
}

bool CanvasPrivate::endPan() {
    if (!panFrom_)
        return false;
    panFrom_.reset();
    updateCursor();
    return true;
}

void CanvasPrivate::updateCursor() {
    const Qt::CursorShape shape = panFrom_     ? Qt::ClosedHandCursor
                                  : spaceHeld_ ? Qt::OpenHandCursor
                                               : tool_->cursor();
    view_.viewport()->setCursor(shape);
}

void CanvasPrivate::documentChanged(const ChangeEvent& event) {
    view_.viewport()->update();
    if (event.scenarioSwitched)
        tool_->cancel();
    if (changesMap(event, options_.map.layer()))
        requestMap(event.transient);
}

void CanvasPrivate::selectionChanged() {
    view_.viewport()->update();
    const EntityRef ref = selection_.primary();
    const auto entity = entityOf(document_.scenario(), ref);
    QString text = CanvasView::tr("Nothing selected. Tab selects the next object.");
    if (entity) {
        text = CanvasView::tr("%1 selected").arg(QString::fromStdString(nameOf(*entity)));
        if (const auto anchor = anchorOf(document_.scenario(), ref))
            text += u", "_s + placeText(*anchor);
        if (selection_.refs().size() > 1)
            text += u", "_s + CanvasView::tr("%1 objects in all").arg(selection_.refs().size());
    }
    view_.setAccessibleDescription(text);
}

bool CanvasPrivate::mapShown() const {
    return options_.map.shown && radiates(document_.scenario().topology);
}

void CanvasPrivate::requestMap(bool dragging) {
    if (!mapShown() || mapping_.surface.width() < 2) {
        mapPlane_ = {};
        if (!map_.map().empty() || !map_.settled() || map_.error())
            map_.clear();
        return;
    }
    const QRectF visible = mapping_.visiblePlane();
    const double zoom = mapScale_ > 0 ? mapping_.scale / mapScale_ : 0.0;
    if (!mapPlane_.contains(visible) || zoom > zoomTolerance || zoom < 1 / zoomTolerance) {
        mapPlane_ = grown(visible, mapMargin);
        mapScale_ = mapping_.scale;
    }
    map_.request(document_.scenario(), facts_, options_.map.question, mapPlane_, dragging);
}

void CanvasPrivate::requestMapForView() {
    const double zoom = mapScale_ > 0 ? mapping_.scale / mapScale_ : 0.0;
    if (!mapPlane_.contains(mapping_.visiblePlane()) || zoom > zoomTolerance || zoom < 1 / zoomTolerance)
        requestMap(false);
}

void CanvasPrivate::takeMap() {
    recolour();
    view_.viewport()->update();
    Q_EMIT view_.mapChanged();
}

void CanvasPrivate::recolour() {
    const MapData& map = map_.map();
    // A map that answers an earlier question would be read with the wrong legend.
    mapImage_ = map.empty() || !(map.question == options_.map.question)
                    ? QImage()
                    : map.image(options_.map.style(), Theme::of(view_.palette()).isDark);
}

} // namespace cellwright
