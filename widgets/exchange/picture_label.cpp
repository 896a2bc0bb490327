// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/exchange/picture_label.h"

#include "widgets/theme/theme.h"

#include <QLineF>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace cellwright {
namespace {

constexpr double grabRadius = 12.0; ///< logical pixels around a point that belong to it

} // namespace

PictureLabel::PictureLabel(QWidget* parent)
    : QWidget(parent) {
    setMinimumSize(200, 140);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Picture with two points; their pixels can be typed below"));
}

void PictureLabel::setPicture(const QImage& picture) {
    picture_ = picture;
    update();
}

void PictureLabel::setPoint(int index, QPointF pixel) {
    points_[std::size_t(index)] = pixel;
    update();
}

void PictureLabel::setActive(int index) {
    if (index == active_)
        return;
    active_ = index;
    update();
    Q_EMIT activeChanged(index);
}

QRectF PictureLabel::shown() const {
    if (picture_.isNull())
        return rect();
    const QSizeF size = QSizeF(picture_.size()).scaled(this->size(), Qt::KeepAspectRatio);
    QRectF place(QPointF(), size);
    place.moveCenter(QRectF(rect()).center());
    return place;
}

QPointF PictureLabel::onWidget(QPointF pixel) const {
    const QRectF place = shown();
    return {place.left() + pixel.x() / picture_.width() * place.width(),
            place.top() + pixel.y() / picture_.height() * place.height()};
}

void PictureLabel::moveTo(QPointF place) {
    if (picture_.isNull())
        return;
    const QRectF area = shown();
    const QPointF pixel(std::clamp((place.x() - area.left()) / area.width(), 0.0, 1.0) * picture_.width(),
                        std::clamp((place.y() - area.top()) / area.height(), 0.0, 1.0) * picture_.height());
    setPoint(active_, pixel);
    Q_EMIT pointMoved(active_, pixel);
}

void PictureLabel::mousePressEvent(QMouseEvent* event) {
    for (int index = 0; index < 2; ++index)
        if (!picture_.isNull() &&
            QLineF(onWidget(points_[std::size_t(index)]), event->position()).length() < grabRadius)
            setActive(index);
    moveTo(event->position());
}

void PictureLabel::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton)
        moveTo(event->position());
}

void PictureLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const Theme& theme = Theme::of(palette());
    if (picture_.isNull()) {
        painter.setPen(theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter, tr("No picture"));
        return;
    }
    painter.drawImage(shown(), picture_);
    for (int index = 0; index < 2; ++index) {
        const QPointF at = onWidget(points_[std::size_t(index)]);
        for (const auto& [colour, width] :
             {std::pair{QColor(Qt::white), 4.0},
              std::pair{index == active_ ? QColor(0xc2185b) : QColor(0x17315f), 2.0}}) {
            painter.setPen(QPen(colour, width));
            painter.drawEllipse(at, 6.0, 6.0);
            painter.drawLine(at - QPointF(11, 0), at + QPointF(11, 0));
            painter.drawLine(at - QPointF(0, 11), at + QPointF(0, 11));
        }
        const QRectF plate(at + QPointF(9, 5), QSizeF(16, 16));
        painter.setPen(Qt::NoPen);
        painter.setBrush(index == active_ ? QColor(0xc2185b) : QColor(0x17315f));
        painter.drawRoundedRect(plate, 3, 3);
        painter.setPen(Qt::white);
        painter.drawText(plate, Qt::AlignCenter, QString::number(index + 1));
        painter.setBrush(Qt::NoBrush);
    }
}

} // namespace cellwright
