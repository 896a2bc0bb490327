// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/modelstrip/strip_data.h"

#include <QWidget>

namespace cellwright {

/// The blocks of a model in a row, coloured by number format, with the cut as a handle to drag. Knows nothing
/// of documents: it asks for another cut and is given new data.
///
/// Keyboard: Left and Right move the cut by a layer, Page Up and Page Down by an eighth of the layers, Home
/// and End to the ends; Escape gives up a drag.
class StripView : public QWidget {
    Q_OBJECT
public:
    explicit StripView(QWidget* parent = nullptr);

    void setData(StripData data);
    [[nodiscard]] const StripData& data() const { return data_; }
    [[nodiscard]] bool dragging() const { return dragging_; }

    /// Where a block is drawn, and where the handle of a cut stands.
    [[nodiscard]] QRectF blockRectangle(int block) const;
    [[nodiscard]] qreal cutPosition(int cut) const;
    /// The block at a place, or -1.
    [[nodiscard]] int blockAt(QPointF place) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cutDragged(int cut);
    void cutDropped(int cut);
    void dragCancelled();
    /// A key asks for this cut.
    void cutStepped(int cut);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int cutAt(qreal x) const;
    [[nodiscard]] qreal endWidth() const;
    [[nodiscard]] qreal layerWidth() const;
    [[nodiscard]] qreal rowTop() const;
    void drag(qreal x);
    void paintBlocks(QPainter& painter) const;
    void paintNumbers(QPainter& painter) const;
    void paintSides(QPainter& painter) const;
    void paintSide(QPainter& painter, Side side, const QRectF& place) const;
    void paintHandle(QPainter& painter) const;
    void paintProblem(QPainter& painter) const;

    StripData data_;
    bool dragging_ = false;
    int dragged_ = 0;
};

} // namespace cellwright
