// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_data.h"
#include "widgets/charts/chart_painting.h"

#include <QChart>
#include <QFont>

#include <functional>

class QBarCategoryAxis;
class QHorizontalStackedBarSeries;
class QLineSeries;
class QValueAxis;

namespace cellwright {

class FlowLegend;

/// Horizontal stacked bars of ChartData, on the screen or on a page. Numbers can be replaced without building
/// it anew.
class StackedBarChart : public QChart {
    Q_OBJECT
public:
    StackedBarChart(ChartData data, const ChartLook& look, const QFont& font);

    [[nodiscard]] const ChartData& data() const { return data_; }
    /// The data must be of the same shape.
    void replaceNumbers(ChartData data);
    /// The height that this many bars need, with axis and legend at this width.
    [[nodiscard]] qreal neededHeight(qreal width) const;
    /// Where a segment is drawn, in the chart's coordinates.
    [[nodiscard]] QPointF centreOf(std::size_t part, std::size_t bar);

Q_SIGNALS:
    void segmentClicked(std::size_t part, std::size_t bar);
    void segmentHovered(bool on, std::size_t part, std::size_t bar);

protected:
    void resizeEvent(QGraphicsSceneResizeEvent* event) override;

private:
    void makeBars(const ChartLook& look);
    void makeAxes(const ChartLook& look, const QFont& font);
    void makeCapacityMarks(const ChartLook& look);
    void showNumbers();
    void arrange(qreal width);
    /// Category axes count from below; people read from above.
    [[nodiscard]] int rowOf(std::size_t bar) const { return int(data_.bars.size() - 1 - bar); }

    ChartData data_;
    QFont font_;
    QHorizontalStackedBarSeries* series_;
    QBarCategoryAxis* categories_;
    QValueAxis* values_;
    std::vector<QLineSeries*> capacities_;
    FlowLegend* legend_;
};

} // namespace cellwright
