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
    for (const Side side : {Side::device, Side::host})
        if (const QString part = sideText(data_, side); !part.isEmpty())
            text += u' ' + part + u'.';
    setAccessibleDescription(text);
    setToolTip({});
    if (selected_ >= data_.blocks())
        selected_ = -1;
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

int StripView::cutAt(qreal x) const {
    return std::clamp(int(std::lround((x - cutPosition(0)) / layerWidth())), 0, data_.layers());
}

bool StripView::onHandle(qreal x) const {
    return data_.accounting && data_.isSplit() &&
           std::abs(x - cutPosition(data_.layersOnDevice())) <= handleReach;
}

void StripView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !data_.accounting)
        return;
    pressed_ = event->position();
    dragging_ = onHandle(event->position().x());
    dragged_ = data_.layersOnDevice();
    update();
}

void StripView::mouseMoveEvent(QMouseEvent* event) {
    const qreal x = event->position().x();
    if (pressed_ && data_.isSplit() && std::abs(x - pressed_->x()) >= QApplication::startDragDistance())
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
        Q_EMIT cutDropped(dragged_);
    else
        select(blockAt(start));
    update();
}

void StripView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !data_.isSplit() ||
        blockAt(event->position()) < decoderStart() || onHandle(event->position().x()))
        return;
    if (const int cut = cutAt(event->position().x()); cut != data_.layersOnDevice())
        Q_EMIT cutStepped(cut);
}

void StripView::drag(qreal x) {
    const int cut = cutAt(x);
    if (cut == dragged_)
        return;
    dragged_ = cut;
    Q_EMIT cutDragged(cut);
}

std::optional<int> StripView::cutOfKey(int key) const {
    const int now = data_.layersOnDevice();
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
    if (sideways && (!data_.isSplit() || event->modifiers().testFlag(Qt::ControlModifier)))
        return select(std::max(0, selected_ + (event->key() == Qt::Key_Right ? 1 : -1)));
    const auto asked = data_.isSplit() ? cutOfKey(event->key()) : std::nullopt;
    if (!asked)
        return QWidget::keyPressEvent(event);
    if (const int wanted = std::clamp(*asked, 0, data_.layers()); wanted != data_.layersOnDevice())
        Q_EMIT cutStepped(wanted);
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
