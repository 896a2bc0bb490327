// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

#include <array>

namespace cellwright {

/// A picture, as large as there is room, with two numbered points that are clicked or dragged.
class PictureLabel : public QWidget {
    Q_OBJECT
public:
    explicit PictureLabel(QWidget* parent = nullptr);
    void setPicture(const QImage& picture);
    /// In pixels of the picture.
    void setPoint(int index, QPointF pixel);
    [[nodiscard]] QPointF point(int index) const { return points_[std::size_t(index)]; }
    /// Which point the next click sets.
    void setActive(int index);

    [[nodiscard]] QSize sizeHint() const override { return {420, 300}; }

Q_SIGNALS:
    void pointMoved(int index, QPointF pixel);
    void activeChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRectF shown() const;
    [[nodiscard]] QPointF onWidget(QPointF pixel) const;
    void moveTo(QPointF place);

    QImage picture_;
    std::array<QPointF, 2> points_;
    int active_ = 0;
};

} // namespace cellwright
