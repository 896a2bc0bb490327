// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/stacked_bar_chart.h"

#include "widgets/charts/flow_legend.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QGraphicsSceneResizeEvent>
#include <QHorizontalStackedBarSeries>
#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// Okabe and Ito's colour-blind safe colours, darkened where they would vanish on white paper.
const std::vector<QColor>& builtInColours() {
    static const std::vector<QColor> colours{{0x00, 0x72, 0xb2}, {0xe6, 0x9f, 0x00}, {0x00, 0x9e, 0x73},
                                             {0xcc, 0x79, 0xa7}, {0xd5, 0x5e, 0x00}, {0x56, 0xb4, 0xe9},
                                             {0x8a, 0x84, 0x1e}, {0x59, 0x59, 0x59}};
    return colours;
}

/// Colours repeat lighter once all are used.
QColor colourOf(const ChartLook& look, const ChartData& data, std::size_t part) {
    const auto& colours = look.series.empty() ? builtInColours() : look.series;
    const std::size_t wanted = data.parts[part].colour < 0 ? part : std::size_t(data.parts[part].colour);
    const QColor colour = colours[wanted % colours.size()];
    return wanted < colours.size() ? colour : colour.lighter(150);
}

constexpr qreal margin = 8.0;

} // namespace

StackedBarChart::StackedBarChart(ChartData data, const ChartLook& look, const QFont& font)
    : data_(std::move(data))
    , font_(font)
    , series_(new QHorizontalStackedBarSeries(this))
    , categories_(new QBarCategoryAxis(this))
    , values_(new QValueAxis(this))
    , legend_(new FlowLegend(this)) {
    setAnimationOptions(QChart::NoAnimation);
    setBackgroundVisible(false);
    setBackgroundRoundness(0);
    legend()->hide();
    makeBars(look);
    addSeries(series_);
    makeAxes(look, font);
    makeCapacityMarks(look);
    QFont bold = font;
    bold.setBold(true);
    setTitleFont(bold);
    setTitleBrush(look.text);
    std::vector<FlowLegend::Entry> entries;
    for (std::size_t part = 0; part < data_.parts.size(); ++part)
        entries.push_back({data_.parts[part].name, colourOf(look, data_, part), false});
    if (!capacities_.empty())
        entries.push_back({tr("Capacity"), look.text, true});
    legend_->setEntries(std::move(entries), font, look.text);
    showNumbers();
}

void StackedBarChart::makeBars(const ChartLook& look) {
    series_->setBarWidth(0.62);
    for (std::size_t part = 0; part < data_.parts.size(); ++part) {
        auto* set = new QBarSet(data_.parts[part].name);
        set->setColor(colourOf(look, data_, part));
        set->setBorderColor(look.background);
        series_->append(set);
        const auto barAt = [this](int row) { return data_.bars.size() - 1 - std::size_t(row); };
        connect(set, &QBarSet::clicked, this,
                [this, part, barAt](int row) { Q_EMIT segmentClicked(part, barAt(row)); });
        connect(set, &QBarSet::hovered, this,
                [this, part, barAt](bool on, int row) { Q_EMIT segmentHovered(on, part, barAt(row)); });
    }
}

void StackedBarChart::makeAxes(const ChartLook& look, const QFont& font) {
    addAxis(categories_, Qt::AlignLeft);
    addAxis(values_, Qt::AlignBottom);
    series_->attachAxis(categories_);
    series_->attachAxis(values_);
    categories_->setGridLineVisible(false);
    for (QAbstractAxis* axis :
         {static_cast<QAbstractAxis*>(categories_), static_cast<QAbstractAxis*>(values_)}) {
        axis->setLabelsFont(font);
        axis->setLabelsColor(look.text);
        axis->setLinePenColor(look.grid);
        axis->setGridLineColor(look.grid);
    }
    categories_->setTruncateLabels(false);
    values_->setTruncateLabels(false);
}

/// A line across the bar at what its device or host can hold.
void StackedBarChart::makeCapacityMarks(const ChartLook& look) {
    for (const ChartBar& bar : data_.bars) {
        if (!bar.capacity)
            continue;
        auto* mark = new QLineSeries(this);
        mark->setPen(QPen(look.text, 2.0));
        addSeries(mark);
        mark->attachAxis(categories_);
        mark->attachAxis(values_);
        capacities_.push_back(mark);
    }
}

void StackedBarChart::replaceNumbers(ChartData data) {
    data_ = std::move(data);
    showNumbers();
}

void StackedBarChart::showNumbers() {
    const auto bars = data_.bars.size();
    const auto sets = series_->barSets();
    for (std::size_t part = 0; part < data_.parts.size(); ++part) {
        QBarSet* set = sets[qsizetype(part)];
        if (set->count() > 0)
            set->remove(0, set->count());
        QList<qreal> values;
        for (std::size_t bar = bars; bar-- > 0;)
            values.append(data_.parts[part].values[bar] / data_.unit);
        set->append(values);
    }
    QStringList labels;
    for (std::size_t bar = bars; bar-- > 0;)
        labels.append(data_.bars[bar].label);
    categories_->clear();
    categories_->append(labels);
    values_->setRange(0.0, std::max(data_.largest() * 1.02, 1e-12));
    values_->setTickCount(5);
    values_->setLabelFormat(u"%g"_s);
    values_->applyNiceNumbers();
    std::size_t mark = 0;
    for (std::size_t bar = 0; bar < bars; ++bar)
        if (data_.bars[bar].capacity) {
            const qreal x = *data_.bars[bar].capacity / data_.unit;
            capacities_[mark++]->replace(QList<QPointF>{{x, rowOf(bar) - 0.42}, {x, rowOf(bar) + 0.42}});
        }
    setTitle(data_.shownTitle());
}

qreal StackedBarChart::neededHeight(qreal width) const {
    const qreal line = QFontMetricsF(font_).height();
    const qreal bars = qreal(data_.bars.size()) * 2.8 * line;
    return bars + 5.0 * line + legend_->heightFor(width - 2 * margin) + 3 * margin;
}

QPointF StackedBarChart::centreOf(std::size_t part, std::size_t bar) {
    double before = 0.0;
    for (std::size_t i = 0; i < part; ++i)
        before += data_.parts[i].values[bar];
    const double middle = (before + data_.parts[part].values[bar] / 2.0) / data_.unit;
    return mapToPosition(QPointF(middle, rowOf(bar)), series_);
}

void StackedBarChart::resizeEvent(QGraphicsSceneResizeEvent* event) {
    QChart::resizeEvent(event);
    arrange(event->newSize().width());
}

/// The legend stands below the plot, in as many rows as it needs.
void StackedBarChart::arrange(qreal width) {
    const qreal height = legend_->heightFor(width - 2 * margin);
    setMargins(QMargins(int(margin), int(margin), int(2 * margin), int(height + 2 * margin)));
    legend_->place(QRectF(margin, size().height() - height - margin, width - 2 * margin, height));
}

} // namespace cellwright
