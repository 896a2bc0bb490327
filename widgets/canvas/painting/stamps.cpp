// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/painting/stamps.h"

#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QPixmap* makeStamp(QSize size, double ratio, const std::function<void(QPainter&)>& paint) {
    auto* stamp = new QPixmap((QSizeF(size) * ratio).toSize());
    stamp->setDevicePixelRatio(ratio);
    stamp->fill(Qt::transparent);
    QPainter painter(stamp);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.translate(QPointF(size.width(), size.height()) / 2.0);
    paint(painter);
    return stamp;
}

} // namespace

void Stamps::draw(QPainter& painter, const QString& key, QPointF at, QSizeF size,
                  const std::function<void(QPainter&)>& paint) {
    const double ratio = painter.device()->devicePixelRatioF();
    const QString full = key + u'@' + QString::number(ratio);
    // Even sizes: the middle is then a pixel corner, and stamps stay sharp.
    const QSize even(2 * int(std::ceil(size.width() / 2)), 2 * int(std::ceil(size.height() / 2)));
    const QPointF corner =
        QPointF(std::round(at.x()), std::round(at.y())) - QPointF(even.width(), even.height()) / 2.0;
    if (const QPixmap* known = stamps_.object(full)) {
        painter.drawPixmap(corner, *known);
        return;
    }
    QPixmap* stamp = makeStamp(even, ratio, paint);
    painter.drawPixmap(corner, *stamp);
    stamps_.insert(full, stamp,
                   stamp->width() * stamp->height() * 4); // takes ownership, and may drop it at once
}

} // namespace cellwright
