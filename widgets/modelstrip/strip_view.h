// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/modelstrip/strip_data.h"

#include <QPointF>
#include <QWidget>

#include <optional>

namespace cellwright {

/// The blocks of a model in a row, coloured by number format, with the cut as a handle to drag; towers stand
/// in groups of their own before the decoder. Knows nothing of documents: it asks for another cut and is
/// given new data. A click selects a block, a double-click on a layer takes the cut there, and a drag from
/// anywhere moves it.
///
/// Keyboard: Left and Right move the cut by a layer, Page Up and Page Down by an eighth of the layers, Home
/// and End to the ends; with Ctrl, or where there is no cut, Left and Right select the next block; Escape
/// gives up a drag.
class StripView : public QWidget {
    Q_OBJECT
public:
    explicit StripView(QWidget* parent = nullptr);

    void setData(StripData data);
    [[nodiscard]] const StripData& data() const { return data_; }
    [[nodiscard]] bool dragging() const { return dragging_; }
    /// Which cut keys move: the one that was touched last. Of no meaning where there is none.
    [[nodiscard]] std::size_t currentCut() const { return current_; }

    /// The block that is marked, or -1.
    [[nodiscard]] int selected() const { return selected_; }
    void setSelected(int block);

    /// Where a block is drawn, and where the handle of a cut stands.
    [[nodiscard]] QRectF blockRectangle(int block) const;
    [[nodiscard]] qreal cutPosition(int cut) const;
    /// The block at a place, or -1.
    [[nodiscard]] int blockAt(QPointF place) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cutDragged(const cellwright::StripCut& cut, int layer);
    void cutDropped(const cellwright::StripCut& cut, int layer);
    void dragCancelled();
    /// A key or a double click asks for a cut to be there.
    void cutStepped(const cellwright::StripCut& cut, int layer);
    /// The user chose another block.
    void blockSelected(int block);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int layerAt(qreal x) const;
    [[nodiscard]] bool hasCuts() const { return data_.accounting && !data_.cuts.empty(); }
    [[nodiscard]] const StripCut& cut() const { return data_.cuts[current_]; }
    [[nodiscard]] std::size_t nearestCut(qreal x) const;
    [[nodiscard]] bool onHandle(qreal x) const;
    void step(int layer);
    [[nodiscard]] int decoderStart() const;
    [[nodiscard]] int towerOf(int block) const;
    [[nodiscard]] bool hasCaptions() const;
    [[nodiscard]] qreal endWidth() const;
    [[nodiscard]] qreal layerWidth() const;
    [[nodiscard]] qreal decoderLeft() const;
    [[nodiscard]] qreal rowTop() const;
    void drag(qreal x);
    void select(int block);
    /// The cut that a key asks for, if it asks for one.
    [[nodiscard]] std::optional<int> layerOfKey(int key) const;
    void paintBlocks(QPainter& painter) const;
    void paintMarks(QPainter& painter, int block) const;
    void paintCaptions(QPainter& painter) const;
    void paintNumbers(QPainter& painter) const;
    void paintSelection(QPainter& painter) const;
    void paintParts(QPainter& painter) const;
    void paintPart(QPainter& painter, std::size_t part, const QRectF& place) const;
    void paintHandle(QPainter& painter, std::size_t cut) const;
    void paintProblem(QPainter& painter) const;

    StripData data_;
    bool dragging_ = false;
    std::size_t current_ = 0;
    int dragged_ = 0;
    int selected_ = -1;
    std::optional<QPointF> pressed_; ///< where a click began that may become a drag
};

} // namespace cellwright
