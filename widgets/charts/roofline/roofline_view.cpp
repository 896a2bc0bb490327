// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/roofline/roofline_view.h"

#include "widgets/charts/roofline/dot_words.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <tuple>
#include <utility>

namespace cellwright {

RooflineView::RooflineView(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Roofline chart"));
    rebuild();
}
RooflineView::~RooflineView() = default;

void RooflineView::setData(RooflineData data) {
    data_ = std::move(data);
    hovered_.reset();
    if (selected_ && !data_.dotOfRow(*selected_))
        selected_.reset();
    rebuild();
}

void RooflineView::rebuild() {
    painter_ = std::make_unique<RooflinePainter>(data_, Theme::of(palette()), font());
    painter_->layout(rect());
    describe();
    update();
}

void RooflineView::select(std::optional<std::size_t> row) {
    const auto shown = row && data_.dotOfRow(*row) ? row : std::nullopt;
    if (shown == selected_)
        return;
    selected_ = shown;
    describe();
    update();
}

void RooflineView::describe() {
    const RooflineDot* dot = selected_ ? data_.dotOfRow(*selected_) : nullptr;
    setAccessibleDescription(dot ? dotInWords(*dot) : rooflineInWords(data_));
}

QPointF RooflineView::positionOf(std::size_t row) const {
    const RooflineDot* dot = data_.dotOfRow(row);
    return dot ? painter_->positionOf(*dot) : QPointF();
}

void RooflineView::hover(std::optional<std::size_t> row) {
    setCursor(row ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (row == hovered_)
        return;
    hovered_ = row;
    update();
}

void RooflineView::choose(std::size_t row) {
    select(row);
    Q_EMIT rowSelected(row);
}

void RooflineView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (data_.empty()) {
        painter.setPen(Theme::of(palette()).mutedText);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Nothing was measured with this number of threads."));
        return;
    }
    painter_->paint(painter, selected_, hovered_);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0, Qt::DotLine));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

void RooflineView::resizeEvent(QResizeEvent* event) {
    painter_->layout(rect());
    QWidget::resizeEvent(event);
}

void RooflineView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
    QWidget::changeEvent(event);
}

void RooflineView::mouseMoveEvent(QMouseEvent* event) {
    const RooflineDot* dot = data_.empty() ? nullptr : painter_->dotAt(event->position());
    hover(dot ? std::optional(dot->row) : std::nullopt);
    if (dot)
        QToolTip::showText(event->globalPosition().toPoint(), dotInWords(*dot), this);
    else
        QToolTip::hideText();
}

void RooflineView::mousePressEvent(QMouseEvent* event) {
    const RooflineDot* dot = data_.empty() ? nullptr : painter_->dotAt(event->position());
    if (dot && event->button() == Qt::LeftButton)
        choose(dot->row);
    QWidget::mousePressEvent(event);
}

void RooflineView::leaveEvent(QEvent* event) {
    hover({});
    QWidget::leaveEvent(event);
}

void RooflineView::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key == Qt::Key_Right || key == Qt::Key_Up)
        step(1);
    else if (key == Qt::Key_Left || key == Qt::Key_Down)
        step(-1);
    else
        QWidget::keyPressEvent(event);
}

/// From dot to dot in the order in which they stand from left to right, and at one place from below.
void RooflineView::step(int by) {
    if (data_.empty())
        return;
    std::vector<const RooflineDot*> order;
    for (const RooflineDot& dot : data_.dots)
        order.push_back(&dot);
    std::ranges::stable_sort(
        order, {}, [](const RooflineDot* dot) { return std::tuple(dot->intensity, dot->rate.si()); });
    const auto now = std::ranges::find_if(order, [this](const auto* dot) { return dot->row == selected_; });
    const auto count = std::ptrdiff_t(order.size());
    const auto next = now == order.end() ? (by > 0 ? 0 : count - 1)
                                         : std::clamp<std::ptrdiff_t>(now - order.begin() + by, 0, count - 1);
    choose(order[std::size_t(next)]->row);
}

void RooflineView::focusInEvent(QFocusEvent* event) {
    update();
    QWidget::focusInEvent(event);
}
void RooflineView::focusOutEvent(QFocusEvent* event) {
    update();
    QWidget::focusOutEvent(event);
}

} // namespace cellwright
