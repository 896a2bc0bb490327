// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas_view.h"

#include "widgets/canvas/canvas_private.h"
#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace cellwright {
namespace {

constexpr double wheelZoom = 1.0015; ///< per eighth of a degree; a notch of 120 zooms by 1.2
constexpr double fitMargin = 64.0;
constexpr double duplicateOffset = 2.0; ///< grid steps that a copy is put beside its original

} // namespace

CanvasView::CanvasView(Document& document, Selection& selection, QWidget* parent)
    : QGraphicsView(parent)
    , d_(std::make_unique<CanvasPrivate>(*this, document, selection)) {
    setScene(&d_->scene_);
    setFrameShape(QFrame::NoFrame);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setViewportUpdateMode(MinimalViewportUpdate);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 180);
    setAccessibleName(tr("Network drawing"));
    setAccessibleDescription(tr("Nothing selected. Tab selects the next object."));
    d_->refreshTheme();
}

CanvasView::~CanvasView() = default;

ToolKind CanvasView::tool() const {
    return d_->kind_;
}

void CanvasView::setTool(ToolKind tool) {
    d_->setTool(tool);
}

const CanvasOptions& CanvasView::options() const {
    return d_->options_;
}

void CanvasView::setOptions(const CanvasOptions& options) {
    d_->setOptions(options);
}

double CanvasView::pixelsPerMetre() const {
    return d_->mapping_.scale;
}

Position CanvasView::centre() const {
    return d_->mapping_.centre;
}

void CanvasView::setView(Position centre, double pixelsPerMetre) {
    d_->viewIsOurs_ = false;
    d_->setMapping(centre, pixelsPerMetre);
}

QPointF CanvasView::toPixels(Position position) const {
    return d_->mapping_.toSurface(position);
}

Position CanvasView::toPlane(QPointF pixels) const {
    return d_->mapping_.toPlane(pixels);
}

void CanvasView::zoomIn() {
    d_->zoomAt(d_->mapping_.surface.center(), 1.25);
}

void CanvasView::zoomOut() {
    d_->zoomAt(d_->mapping_.surface.center(), 0.8);
}

void CanvasView::zoomToFit() {
    d_->fit(extentOf(d_->document_.scenario().topology), fitMargin);
    d_->viewIsOurs_ = true;
}

void CanvasView::zoomToSelection() {
    if (d_->selection_.empty())
        return;
    d_->viewIsOurs_ = false;
    d_->fit(d_->extentOfSelection(), 2 * fitMargin);
}

void CanvasView::reveal(EntityRef ref) {
    const auto anchor = anchorOf(d_->document_.scenario(), ref);
    if (!anchor)
        return;
    const double edge = symbol::sectorRadius;
    if (!d_->mapping_.surface.adjusted(edge, edge, -edge, -edge).contains(toPixels(*anchor)))
        setView(*anchor, pixelsPerMetre());
}

void CanvasView::selectAll() {
    d_->selection_.set(drawnEntities(d_->document_.scenario()));
}

void CanvasView::deleteSelection() {
    d_->endNudge();
    commands::removeEntities(d_->document_, d_->selection_.refs());
}

void CanvasView::duplicateSelection() {
    d_->endNudge();
    const Metres offset(duplicateOffset * gridStep(pixelsPerMetre()));
    const EntityRefs copies =
        commands::duplicateEntities(d_->document_, d_->selection_.refs(), {offset, -offset});
    if (!copies.empty())
        d_->selection_.set(copies);
}

void CanvasView::setFacts(std::shared_ptr<const Facts> facts) {
    d_->facts_ = std::move(facts);
    d_->requestMap(false);
}

void CanvasView::setOverlay(const Overlay& overlay) {
    if (overlay == d_->overlay_)
        return;
    d_->overlay_ = overlay;
    viewport()->update();
}

const Overlay& CanvasView::overlay() const {
    return d_->overlay_;
}

void CanvasView::setBackdrops(std::vector<Backdrop> backdrops) {
    d_->backdrops_ = std::move(backdrops);
    viewport()->update();
}

const MapData& CanvasView::map() const {
    return d_->map_.map();
}

bool CanvasView::mapSettled() const {
    return d_->map_.settled();
}

QString CanvasView::mapProblem() const {
    const auto& error = d_->map_.error();
    return error ? tr("No map: %1").arg(QString::fromStdString(error->message())) : QString();
}

bool CanvasView::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn)
        d_->freshFocus_ = static_cast<QFocusEvent*>(event)->reason() == Qt::TabFocusReason ||
                          static_cast<QFocusEvent*>(event)->reason() == Qt::BacktabFocusReason;
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if ((key == Qt::Key_Tab || key == Qt::Key_Backtab) && d_->cycle(key == Qt::Key_Tab))
            return true;
    }
    return QGraphicsView::event(event);
}

void CanvasView::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (d_ && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange))
        d_->refreshTheme();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
    if (d_->startPan(event->position(), event->button()) || event->button() != Qt::LeftButton)
        return;
    d_->crosshair_.reset();
    d_->endNudge();
    d_->tool_->press(d_->pointer(event->position(), event->modifiers()));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    if (d_->continuePan(event->position()))
        return;
    d_->crosshair_.reset();
    const PointerEvent pointer = d_->pointer(event->position(), event->modifiers());
    d_->tool_->move(pointer);
    d_->hover(pointer.position);
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    if (!d_->endPan() && event->button() == Qt::LeftButton)
        d_->tool_->release(d_->pointer(event->position(), event->modifiers()));
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        d_->tool_->doubleClick(d_->pointer(event->position(), event->modifiers()));
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    d_->zoomAt(event->position(), std::pow(wheelZoom, event->angleDelta().y()));
    event->accept();
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    if (!d_->keyPress(*event))
        event->ignore();
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (!d_->keyRelease(*event))
        event->ignore();
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event) {
    QPointF pixels = event->pos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const EntityRef hit = entityAt(d_->document_.scenario(), toPlane(pixels), pixelsPerMetre());
        if (!d_->selection_.contains(hit))
            d_->selection_.set(hit);
    } else {
        const auto anchor = anchorOf(d_->document_.scenario(), d_->selection_.primary());
        pixels = toPixels(anchor.value_or(d_->crosshair_.value_or(centre())));
    }
    d_->makeMenu(toPlane(pixels))->popup(viewport()->mapToGlobal(pixels.toPoint()));
}

void CanvasView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    d_->resize(viewport()->size());
}

void CanvasView::focusOutEvent(QFocusEvent* event) {
    d_->endNudge();
    d_->spaceHeld_ = false;
    d_->updateCursor();
    QGraphicsView::focusOutEvent(event);
}

} // namespace cellwright
