// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_plot.h"

#include "widgets/theme/theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QPen>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <limits>

namespace cellwright {
namespace {

constexpr int roomyHeight = 230; ///< pixels

struct Range {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    void take(double value) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
};

QLineSeries* seriesOf(const Curve& curve, const Theme& theme) {
    auto* series = new QLineSeries;
    series->setName(curve.name);
    QPen pen(theme.category(curve.category), 2.0);
    if (curve.dashed)
        pen.setStyle(Qt::DashLine);
    series->setPen(pen);
    series->setPointsVisible(curve.marked);
    QList<QPointF> points(curve.points.begin(), curve.points.end());
    series->replace(points);
    return series;
}

QValueAxis* axisOf(const CurveAxis& shape, Range range, const Theme& theme, const QFont& font) {
    auto* axis = new QValueAxis;
    const double factor = shape.percent ? 100.0 : 1.0;
    const double low = (shape.fromZero ? std::min(0.0, range.least) : range.least) * factor;
    const double high = std::max(range.most * factor, low + 1e-9);
    axis->setTitleText(shape.title);
    axis->setTickCount(5);
    axis->setRange(low, high);
    if (shape.whole) {
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setTickInterval(std::max(1.0, double(int((high - low) / 8.0 + 0.5))));
        axis->setLabelFormat(QStringLiteral("%d"));
    } else {
        if (!shape.percent)
            axis->applyNiceNumbers();
        axis->setLabelFormat(shape.percent ? QStringLiteral("%.0f %") + QChar(u'%') : QStringLiteral("%g"));
    }
    axis->setLabelsFont(font);
    axis->setTitleFont(font);
    axis->setLabelsBrush(theme.text);
    axis->setTitleBrush(theme.text);
    axis->setGridLinePen(QPen(theme.chartGrid, 1.0));
    axis->setLinePen(QPen(theme.chartAxis, 1.0));
    return axis;
}

} // namespace

CurvePlot::CurvePlot(QWidget* parent)
    : QWidget(parent)
    , view_(new QChartView)
    , words_(new QLabel) {
    view_->setRenderHint(QPainter::Antialiasing);
    view_->setFrameShape(QFrame::NoFrame);
    words_->setAlignment(Qt::AlignCenter);
    words_->setWordWrap(true);
    words_->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view_);
    layout->addWidget(words_);
    rebuild();
}

void CurvePlot::setCurves(std::vector<Curve> curves, const CurveAxis& x, const CurveAxis& y) {
    curves_ = std::move(curves);
    x_ = x;
    y_ = y;
    rebuild();
}

void CurvePlot::setEmptyText(const QString& text) {
    emptyText_ = text;
    words_->setText(text);
    if (curves_.empty())
        setAccessibleDescription(text);
}

/// Without room for them, titles and labels would be cut to dots: the curves matter more.
void CurvePlot::fit() {
    const bool roomy = height() >= roomyHeight;
    QChart* shown = view_->chart();
    for (auto* axis : shown->axes())
        axis->setTitleVisible(roomy);
    shown->legend()->setVisible(curves_.size() > 1 || roomy);
    shown->legend()->setAlignment(roomy ? Qt::AlignTop : Qt::AlignRight);
}

void CurvePlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void CurvePlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void CurvePlot::rebuild() {
    const Theme& theme = Theme::of(palette());
    auto* fresh = new QChart;
    fresh->setBackgroundVisible(false);
    fresh->setMargins({2, 2, 2, 2});
    fresh->layout()->setContentsMargins(0, 0, 0, 0);
    fresh->legend()->setAlignment(Qt::AlignTop);
    fresh->legend()->setFont(font());
    fresh->legend()->setLabelBrush(theme.text);
    Range across, up;
    QStringList names;
    for (const Curve& curve : curves_) {
        for (const QPointF& point : curve.points) {
            across.take(point.x());
            up.take(point.y());
        }
        names += curve.name;
        auto shown = curve;
        for (QPointF& point : shown.points)
            point = {point.x() * (x_.percent ? 100.0 : 1.0), point.y() * (y_.percent ? 100.0 : 1.0)};
        fresh->addSeries(seriesOf(shown, theme));
    }
    if (!curves_.empty()) {
        auto* x = axisOf(x_, across, theme, font());
        auto* y = axisOf(y_, y_.percent ? Range{0.0, std::max(up.most, 1.0)} : up, theme, font());
        fresh->addAxis(x, Qt::AlignBottom);
        fresh->addAxis(y, Qt::AlignLeft);
        for (auto* series : fresh->series()) {
            series->attachAxis(x);
            series->attachAxis(y);
        }
    }
    QChart* old = view_->chart();
    view_->setChart(fresh);
    delete old;
    fit();
    view_->setVisible(!curves_.empty());
    words_->setVisible(curves_.empty());
    setAccessibleDescription(curves_.empty() ? emptyText_ : names.join(QStringLiteral(", ")));
}

} // namespace cellwright
