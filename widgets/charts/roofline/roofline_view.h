// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/roofline_painter.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace cellwright {

/// The roofline on the screen. Hovering tells what a dot is, clicking selects it; with the keyboard the
/// arrows go from dot to dot.
class RooflineView : public QWidget {
    Q_OBJECT
public:
    explicit RooflineView(QWidget* parent = nullptr);
    ~RooflineView() override;

    void setData(RooflineData data);
    [[nodiscard]] const RooflineData& data() const { return data_; }
    /// The row of the dot that is marked; a row without dot marks none.
    void select(std::optional<std::size_t> row);
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
    /// Where a dot is, in the widget's coordinates.
    [[nodiscard]] QPointF positionOf(std::size_t row) const;

    [[nodiscard]] QSize sizeHint() const override { return {760, 420}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {420, 260}; }

Q_SIGNALS:
    /// The user has chosen a dot.
    void rowSelected(std::size_t row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void rebuild();
    void hover(std::optional<std::size_t> row);
    void step(int by);
    void choose(std::size_t row);
    void describe();

    RooflineData data_;
    std::unique_ptr<RooflinePainter> painter_;
    std::optional<std::size_t> selected_, hovered_;
};

} // namespace cellwright
