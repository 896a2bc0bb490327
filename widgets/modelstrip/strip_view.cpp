// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/modelstrip/strip_view.h"

#include "widgets/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellwright {
namespace {
constexpr qreal rowHeight = 40.0;
constexpr qreal handleReach = 8.0; ///< how far the handle stands out above and below the row
constexpr qreal sideGap = 6.0;
constexpr int margin = 10;
} // namespace

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
    update();
}

QSize StripView::sizeHint() const {
    const int text = fontMetrics().height();
    return {640, int(2 * text + 4 * sideGap + 2 * handleReach + rowHeight)};
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

qreal StripView::layerWidth() const {
    return (width() - 2 * margin - 2 * endWidth()) / std::max(1, data_.layers());
}

QRectF StripView::blockRectangle(int block) const {
    const int last = data_.layers() + 1;
    if (block == 0)
        return {qreal(margin), rowTop(), endWidth(), rowHeight};
    const qreal start = margin + endWidth();
    if (block == last)
        return {start + layerWidth() * data_.layers(), rowTop(), endWidth(), rowHeight};
    return {start + layerWidth() * (block - 1), rowTop(), layerWidth(), rowHeight};
}

qreal StripView::cutPosition(int cut) const {
    return margin + endWidth() + layerWidth() * cut;
}

int StripView::blockAt(QPointF place) const {
    if (!data_.accounting || place.y() < rowTop() || place.y() > rowTop() + rowHeight)
        return -1;
    for (int block = 0; block < data_.layers() + 2; ++block)
        if (blockRectangle(block).contains(place))
            return block;
    return -1;
}

int StripView::cutAt(qreal x) const {
    return std::clamp(int(std::lround((x - cutPosition(0)) / layerWidth())), 0, data_.layers());
}

void StripView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !data_.accounting || !data_.isSplit())
        return;
    dragging_ = true;
    dragged_ = data_.layersOnDevice();
    // Pressing on the handle grabs it; pressing on a layer takes the handle there.
    if (std::abs(event->position().x() - cutPosition(dragged_)) > handleReach)
        drag(event->position().x());
    update();
}

void StripView::mouseMoveEvent(QMouseEvent* event) {
    if (dragging_)
        return drag(event->position().x());
    const bool near = data_.accounting && data_.isSplit() &&
                      std::abs(event->position().x() - cutPosition(data_.layersOnDevice())) <= handleReach;
    setCursor(near ? Qt::SplitHCursor : Qt::ArrowCursor);
}

void StripView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !dragging_)
        return;
    dragging_ = false;
    Q_EMIT cutDropped(dragged_);
    update();
}

void StripView::drag(qreal x) {
    const int cut = cutAt(x);
    if (cut == dragged_)
        return;
    dragged_ = cut;
    Q_EMIT cutDragged(cut);
}

void StripView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && dragging_) {
        dragging_ = false;
        Q_EMIT dragCancelled();
        return update();
    }
    if (!data_.accounting || !data_.isSplit())
        return QWidget::keyPressEvent(event);
    const int now = data_.layersOnDevice();
    const int stride = std::max(1, data_.layers() / 8);
    int wanted = now;
    switch (event->key()) {
    case Qt::Key_Left:
        wanted = now - 1;
        break;
    case Qt::Key_Right:
        wanted = now + 1;
        break;
    case Qt::Key_PageDown:
        wanted = now - stride;
        break;
    case Qt::Key_PageUp:
        wanted = now + stride;
        break;
    case Qt::Key_Home:
        wanted = 0;
        break;
    case Qt::Key_End:
        wanted = data_.layers();
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    wanted = std::clamp(wanted, 0, data_.layers());
    if (wanted != now)
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

void StripView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!data_.accounting)
        return paintProblem(painter);
    paintBlocks(painter);
    paintNumbers(painter);
    paintSides(painter);
    if (data_.isSplit())
        paintHandle(painter);
}

void StripView::paintProblem(QPainter& painter) const {
    const QString text = data_.problem.empty()
                             ? tr("This scenario has no deployment. Add one in the inspector to choose "
                                  "a model and where it runs.")
                             : QString::fromStdString(data_.problem);
    painter.setPen(Theme::of(palette()).mutedText);
    painter.drawText(rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void StripView::paintBlocks(QPainter& painter) const {
    const Theme& theme = Theme::of(palette());
    const qreal gap = layerWidth() > 6.0 ? 1.0 : 0.5;
    painter.setPen(Qt::NoPen);
    for (int block = 0; block < data_.layers() + 2; ++block) {
        const QColor colour = theme.precision(data_.schemeOf(data_.sideOf(block)));
        const QRectF place = blockRectangle(block).adjusted(gap, 0, -gap, 0);
        painter.setBrush(colour);
        painter.drawRoundedRect(place, 3, 3);
        if (block == 0 || block == data_.layers() + 1) {
            painter.setPen(Theme::textOn(colour));
            painter.drawText(place, Qt::AlignCenter, block == 0 ? tr("Embedding") : tr("Head"));
            painter.setPen(Qt::NoPen);
        }
    }
}

/// Numbers of layers, as many as there is room for: 1, 2, 3 or 1, 5, 10 and so on.
void StripView::paintNumbers(QPainter& painter) const {
    const qreal needed = fontMetrics().horizontalAdvance(QString::number(data_.layers())) + 6.0;
    int every = 1;
    for (const int candidate : {1, 2, 4, 5, 10, 20, 50, 100}) {
        every = candidate;
        if (layerWidth() * candidate >= needed)
            break;
    }
    const Theme& theme = Theme::of(palette());
    for (int layer = 1; layer <= data_.layers(); ++layer) {
        const qreal end = cutPosition(layer);
        if (layer % every != 0 || end - layerWidth() / 2 + needed / 2 > cutPosition(data_.layers()))
            continue;
        painter.setPen(Theme::textOn(theme.precision(data_.schemeOf(data_.sideOf(layer)))));
        const QRectF block = blockRectangle(layer);
        const QRectF place(block.center().x() - needed, block.top(), 2 * needed, block.height());
        painter.drawText(place, Qt::AlignCenter, QString::number(layer));
    }
}

void StripView::paintSides(QPainter& painter) const {
    const QRectF top(margin, sideGap, width() - 2.0 * margin, fontMetrics().height());
    paintSide(painter, Side::device, top);
    paintSide(painter, Side::host, top);
    painter.setPen(Theme::of(palette()).mutedText);
    const QRectF bottom = top.translated(0, rowTop() + rowHeight + handleReach);
    painter.drawText(bottom, Qt::AlignHCenter | Qt::AlignVCenter, crossingText(data_));
}

/// The legend of a side: its colour, its format in words and what it weighs.
void StripView::paintSide(QPainter& painter, Side side, const QRectF& place) const {
    const QString text = sideText(data_, side);
    if (text.isEmpty())
        return;
    const Theme& theme = Theme::of(palette());
    const qreal swatch = place.height() - 4.0;
    const qreal wide = fontMetrics().horizontalAdvance(text) + swatch + 6.0;
    const qreal left = side == Side::device ? place.left() : place.right() - wide;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.precision(data_.schemeOf(side)));
    painter.drawRoundedRect(QRectF(left, place.top() + 2, swatch, swatch), 2, 2);
    painter.setPen(theme.text);
    painter.drawText(QRectF(left + swatch + 6.0, place.top(), wide, place.height()), Qt::AlignVCenter, text);
}

void StripView::paintHandle(QPainter& painter) const {
    const Theme& theme = Theme::of(palette());
    const qreal x = cutPosition(data_.layersOnDevice());
    const qreal top = rowTop() - handleReach;
    const qreal bottom = rowTop() + rowHeight + handleReach;
    painter.setPen(QPen(theme.base, 5.0));
    painter.drawLine(QPointF(x, top + 4), QPointF(x, bottom - 4));
    painter.setPen(QPen(theme.text, 2.0));
    painter.drawLine(QPointF(x, top + 4), QPointF(x, bottom - 4));
    QPainterPath grip;
    grip.addRoundedRect(QRectF(x - 5, rowTop() + rowHeight / 2 - 11, 10, 22), 4, 4);
    painter.setPen(QPen(theme.base, 1.5));
    painter.setBrush(dragging_ || hasFocus() ? theme.accent : theme.text);
    painter.drawPath(grip);
    painter.setPen(QPen(theme.base, 1.0));
    for (const qreal offset : {-1.5, 1.5})
        painter.drawLine(QPointF(x + offset, rowTop() + rowHeight / 2 - 5),
                         QPointF(x + offset, rowTop() + rowHeight / 2 + 5));
}

} // namespace cellwright
