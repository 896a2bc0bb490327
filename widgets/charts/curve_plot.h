// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <QWidget>

#include <vector>

class QChartView;
class QLabel;

namespace cellwright {

/// One line of a plot.
struct Curve {
    QString name;
    std::vector<QPointF> points;
    int category = 0; ///< colour, of Theme::category
    bool dashed = false;
    bool marked = false; ///< with a dot at each point
};

struct CurveAxis {
    QString title; ///< with the unit: "Time to first token (s)"
    bool fromZero = true;
    bool percent = false; ///< 0 to 1 is shown as 0 % to 100 %
    bool whole = false;   ///< whole numbers only
};

/// Lines over one pair of axes, in the colours of the theme. Without curves it says `emptyText`.
class CurvePlot : public QWidget {
    Q_OBJECT
public:
    explicit CurvePlot(QWidget* parent = nullptr);

    void setCurves(std::vector<Curve> curves, const CurveAxis& x, const CurveAxis& y);
    void setEmptyText(const QString& text);
    [[nodiscard]] const std::vector<Curve>& curves() const { return curves_; }
    [[nodiscard]] QSize sizeHint() const override { return {360, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 130}; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void fit();

    QChartView* view_;
    QLabel* words_;
    std::vector<Curve> curves_;
    CurveAxis x_, y_;
    QString emptyText_;
};

} // namespace cellwright
