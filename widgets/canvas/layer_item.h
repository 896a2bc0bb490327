// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>
#include <QStyleOptionGraphicsItem>

#include <functional>
#include <utility>

namespace cellwright {

/// One layer of the drawing as one graphics item: it paints all objects of its kind at once, in viewport
/// pixels, and only within the exposed rectangle. Ten thousand objects cost what their lines cost, not what
/// ten thousand items do.
class LayerItem : public QGraphicsItem {
public:
    using Paint = std::function<void(QPainter&, const QRectF& exposed)>;

    LayerItem(Paint paint, double z)
        : paint_(std::move(paint)) {
        setZValue(z);
        setFlag(ItemUsesExtendedStyleOption);
        setAcceptedMouseButtons(Qt::NoButton);
    }
    void setSize(const QSizeF& size) {
        prepareGeometryChange();
        rect_ = QRectF(QPointF(), size);
    }
    [[nodiscard]] QRectF boundingRect() const override { return rect_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override {
        painter->setRenderHint(QPainter::Antialiasing, true);
        paint_(*painter, option->exposedRect);
    }

private:
    Paint paint_;
    QRectF rect_;
};

} // namespace cellwright
