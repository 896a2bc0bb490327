// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace cellwright {

/// Something that takes from `begin` to `end`, in seconds.
struct GanttBar {
    double begin = 0.0, end = 0.0;
    QString text;     ///< in the bar, where there is room; and in its tooltip
    int category = 0; ///< colour, of Theme::category
};

/// Who does it, and when. What lies between two bars of a row is idle: a bubble.
struct GanttRow {
    QString name;
    std::vector<GanttBar> bars;
    bool resting = false; ///< nobody works here, so that there are no bubbles
    [[nodiscard]] double busy() const;
    /// Share of the time between its first and its last bar in which it is idle; 0 without bars or workers.
    [[nodiscard]] double bubble() const;
};

/// Bars over a common time axis; bubbles are hatched, and their share stands at the end of the row.
class GanttChart : public QWidget {
    Q_OBJECT
public:
    explicit GanttChart(QWidget* parent = nullptr);

    void setRows(std::vector<GanttRow> rows);
    void setEmptyText(const QString& text);
    [[nodiscard]] const std::vector<GanttRow>& rows() const { return rows_; }
    /// Where a bar is drawn.
    [[nodiscard]] QRectF rectangleOf(std::size_t row, std::size_t bar) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] double end() const;
    [[nodiscard]] qreal rowHeight() const;
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] qreal at(double seconds) const;
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t row) const;
    void paintBubbles(QPainter& painter, std::size_t row) const;

    std::vector<GanttRow> rows_;
    QString emptyText_;
};

} // namespace cellwright
