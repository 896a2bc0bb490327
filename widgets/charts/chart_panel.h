// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/ids.h"

#include <QWidget>

class QChartView;
class QLabel;

namespace cellwright {

class StackedBarChart;
struct ChartData;

/// One chart on the screen, or the words why there is none.
class ChartPanel : public QWidget {
    Q_OBJECT
public:
    explicit ChartPanel(QWidget* parent = nullptr);
    ~ChartPanel() override;

    void setData(ChartData fresh);
    /// The chart on show, or null.
    [[nodiscard]] StackedBarChart* chart() const { return chart_; }
    [[nodiscard]] QChartView* view() const { return view_; }

Q_SIGNALS:
    void explainRequested(const QString& path, cellwright::ScenarioId scenario);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild(ChartData shown);
    void showHint(bool on, std::size_t part, std::size_t bar);
    void fitHeight();

    QChartView* view_;
    QLabel* words_;
    StackedBarChart* chart_ = nullptr;
};

} // namespace cellwright
