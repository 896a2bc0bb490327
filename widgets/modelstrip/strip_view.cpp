// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/modelstrip/strip_view.h"

#include "widgets/modelstrip/strip_metrics.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellwright {

using namespace strip;

StripView::StripView(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Layers of the model"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StripView::setData(StripData data) {
    data_ = std::move(data);
    QString text = crossingText(data_);
    for (const StripPart& part : data_.parts)
        if (data_.accounting)
            text += u' ' + partText(data_, part) + u'.';
    setAccessibleDescription(text);
    setToolTip({});
    if (selected_ >= data_.blocks())
        selected_ = -1;
    if (current_ >= data_.cuts.size())
        current_ = 0;
    updateGeometry();
    update();
}

void StripView::setSelected(int block) {
    if (block == selected_)
        return;
    selected_ = block < data_.blocks() ? block : -1;
    update();
}

void StripView::select(int block) {
    if (block < 0 || block >= data_.blocks() || block == selected_)
        return;
    setSelected(block);
    Q_EMIT blockSelected(block);
}

/// Words below the blocks name towers, and the marks of layers that are not plain.
bool StripView::hasCaptions() const {
    return data_.accounting &&
           (!data_.model->towers.empty() || std::ranges::any_of(data_.model->layers, hasExperts) ||
            std::ranges::any_of(data_.model->layers, hasState));
}

QSize StripView::sizeHint() const {
    const int text = fontMetrics().height();
    const int lines = hasCaptions() ? 3 : 2;
    return {640, int(lines * text + 4 * sideGap + 2 * handleReach + rowHeight)};
}

QSize StripView::minimumSizeHint() const {
    return {420, sizeHint().height()};
}

qreal StripView::rowTop() const {
    return fontMetrics().height() + 2 * sideGap + handleReach;
}

/// Embedding and head are wide enough for their names.
qreal StripView::endWidth() const {
    const auto metrics = fontMetrics();
    return std::max(metrics.horizontalAdvance(tr("Embedding")), metrics.horizontalAdvance(tr("Head"))) + 14.0;
}

int StripView::decoderStart() const {
    return data_.accounting ? data_.accounting->decoder().first : 0;
}

int StripView::towerOf(int block) const {
    return block < decoderStart() ? llm::blockPlace(*data_.model, block).tower : -1;
}

qreal StripView::layerWidth() const {
    const qreal gaps = data_.model ? towerGap * qreal(data_.model->towers.size()) : 0.0;
    const qreal room = width() - 2 * margin - 2 * endWidth() - gaps;
    return room / std::max(1.0, data_.layers() + towerShare * decoderStart());
}

qreal StripView::decoderLeft() const {
    const qreal gaps = data_.model ? towerGap * qreal(data_.model->towers.size()) : 0.0;
    return margin + gaps + towerShare * layerWidth() * decoderStart();
}

QRectF StripView::blockRectangle(int block) const {
    const int start = decoderStart();
    if (const int tower = towerOf(block); tower >= 0) {
        const qreal wide = towerShare * layerWidth();
        return {margin + wide * block + towerGap * tower, rowTop(), wide, rowHeight};
    }
    if (block == start)
        return {decoderLeft(), rowTop(), endWidth(), rowHeight};
    if (block == start + data_.layers() + 1)
        return {cutPosition(data_.layers()), rowTop(), endWidth(), rowHeight};
    return {cutPosition(block - start - 1), rowTop(), layerWidth(), rowHeight};
}

qreal StripView::cutPosition(int cut) const {
    return decoderLeft() + endWidth() + layerWidth() * cut;
}

int StripView::blockAt(QPointF place) const {
    if (!data_.accounting || place.y() < rowTop() || place.y() > rowTop() + rowHeight)
        return -1;
    for (int block = 0; block < data_.blocks(); ++block)
        if (blockRectangle(block).contains(place))
            return block;
    return -1;
}

int StripView::layerAt(qreal x) const {
    return std::clamp(int(std::lround((x - cutPosition(0)) / layerWidth())), 0, data_.layers());
}

std::size_t StripView::nearestCut(qreal x) const {
    const auto distance = [&](const StripCut& each) { return std::abs(x - cutPosition(each.layer)); };
    const auto nearest = std::ranges::min_element(data_.cuts, {}, distance);
    // Of cuts at one place the last can go right, the first left.
    const auto same = [&](const StripCut& each) { return each.layer == nearest->layer; };
    return x > cutPosition(nearest->layer)
               ? data_.cuts.size() - 1 -
                     std::size_t(std::find_if(data_.cuts.rbegin(), data_.cuts.rend(), same) -
                                 data_.cuts.rbegin())
               : std::size_t(nearest - data_.cuts.begin());
}

bool StripView::onHandle(qreal x) const {
    return hasCuts() && std::abs(x - cutPosition(data_.cuts[nearestCut(x)].layer)) <= handleReach;
}

void StripView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !data_.accounting)
        return;
    pressed_ = event->position();
    if (hasCuts()) {
        current_ = nearestCut(pressed_->x());
        dragging_ = onHandle(pressed_->x());
        dragged_ = cut().layer;
    }
    update();
}

void StripView::mouseMoveEvent(QMouseEvent* event) {
    const qreal x = event->position().x();
    if (pressed_ && hasCuts() && std::abs(x - pressed_->x()) >= QApplication::startDragDistance())
        dragging_ = true;
    if (dragging_)
        return drag(x);
    setCursor(onHandle(x) ? Qt::SplitHCursor : Qt::ArrowCursor);
}

void StripView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_)
        return;
    const QPointF start = *std::exchange(pressed_, std::nullopt);
    if (std::exchange(dragging_, false))
        Q_EMIT cutDropped(cut(), dragged_);
    else
        select(blockAt(start));
    update();
}

void StripView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !hasCuts() || blockAt(event->position()) < decoderStart() ||
        onHandle(event->position().x()))
        return;
    current_ = nearestCut(event->position().x());
    step(layerAt(event->position().x()));
}

void StripView::drag(qreal x) {
    const int layer = std::clamp(layerAt(x), cut().least, cut().most);
    if (layer == dragged_)
        return;
    dragged_ = layer;
    Q_EMIT cutDragged(cut(), layer);
}

void StripView::step(int layer) {
    const StripCut moved = cut(); // the data are new afterwards
    if (const int wanted = std::clamp(layer, moved.least, moved.most); wanted != moved.layer)
        Q_EMIT cutStepped(moved, wanted);
}

std::optional<int> StripView::layerOfKey(int key) const {
    const int now = cut().layer;
    const int stride = std::max(1, data_.layers() / 8);
    switch (key) {
    case Qt::Key_Left:
        return now - 1;
    case Qt::Key_Right:
        return now + 1;
    case Qt::Key_PageDown:
        return now - stride;
    case Qt::Key_PageUp:
        return now + stride;
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return data_.layers();
    default:
        return std::nullopt;
    }
}

void StripView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && dragging_) {
        dragging_ = false;
        pressed_.reset();
        Q_EMIT dragCancelled();
        return update();
    }
    if (!data_.accounting)
        return QWidget::keyPressEvent(event);
    const bool sideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (sideways && (!hasCuts() || event->modifiers().testFlag(Qt::ControlModifier)))
        return select(std::max(0, selected_ + (event->key() == Qt::Key_Right ? 1 : -1)));
    if (event->key() == Qt::Key_Space && hasCuts()) { // the next cut
        current_ = (current_ + 1) % data_.cuts.size();
        return update();
    }
    const auto asked = hasCuts() ? layerOfKey(event->key()) : std::nullopt;
    if (!asked)
        return QWidget::keyPressEvent(event);
    step(*asked);
}

bool StripView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int block = blockAt(help->pos());
    if (block >= 0)
        QToolTip::showText(help->globalPos(), blockText(data_, block), this,
                           blockRectangle(block).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
}

void StripView::focusInEvent(QFocusEvent* event) {
    update();
    QWidget::focusInEvent(event);
}

void StripView::focusOutEvent(QFocusEvent* event) {
    update();
    QWidget::focusOutEvent(event);
}

} // namespace cellwright
