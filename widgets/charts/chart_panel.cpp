// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_panel.h"

#include "widgets/charts/stacked_bar_chart.h"
#include "widgets/theme/theme.h"

#include <QChartView>
#include <QCursor>
#include <QEvent>
#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

ChartLook screenLook(const QPalette& palette) {
    const Theme& theme = Theme::of(palette);
    return {
        theme.base, theme.text, theme.chartGrid, {theme.categorical.begin(), theme.categorical.end()}, 9.0};
}

constexpr int leastWidth = 320;

} // namespace

ChartPanel::ChartPanel(QWidget* parent)
    : QWidget(parent)
    , view_(new QChartView)
    , words_(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    view_->setRenderHint(QPainter::Antialiasing);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view_->setMinimumWidth(leastWidth);
    view_->setAutoFillBackground(false);
    view_->setBackgroundRole(QPalette::Base);
    // Keys reach every number through the table of all numbers.
    view_->setFocusPolicy(Qt::NoFocus);
    words_->setWordWrap(true);
    words_->setContentsMargins(12, 8, 12, 8);
    layout->addWidget(view_);
    layout->addWidget(words_);
    layout->addStretch(1);
}

ChartPanel::~ChartPanel() = default;

void ChartPanel::setData(ChartData fresh) {
    words_->setText(fresh.bars.empty() ? u"<b>%1</b><br>%2"_s.arg(fresh.title.toHtmlEscaped(),
                                                                  fresh.emptyText.toHtmlEscaped())
                                       : fresh.notes.join(u'\n'));
    words_->setTextFormat(fresh.bars.empty() ? Qt::RichText : Qt::PlainText);
    words_->setVisible(fresh.bars.empty() || !fresh.notes.isEmpty());
    view_->setVisible(!fresh.bars.empty());
    view_->setAccessibleName(fresh.shownTitle());
    view_->setAccessibleDescription(fresh.inWords());
    if (chart_ && chart_->data().sameShape(fresh))
        chart_->replaceNumbers(std::move(fresh));
    else if (!fresh.bars.empty())
        rebuild(std::move(fresh));
}

void ChartPanel::rebuild(ChartData fresh) {
    auto* old = view_->chart();
    chart_ = new StackedBarChart(std::move(fresh), screenLook(palette()), font());
    connect(chart_, &StackedBarChart::segmentClicked, this, [this](std::size_t part, std::size_t bar) {
        const ChartData& shown = chart_->data();
        if (const QString path = shown.parts[part].paths[bar]; !path.isEmpty())
            Q_EMIT explainRequested(path, shown.bars[bar].scenario);
    });
    connect(chart_, &StackedBarChart::segmentHovered, this, &ChartPanel::showHint);
    view_->setChart(chart_);
    view_->setBackgroundBrush(Theme::of(palette()).base);
    // The old chart may be what was clicked.
    old->deleteLater();
    fitHeight();
}

void ChartPanel::showHint(bool on, std::size_t part, std::size_t bar) {
    const ChartData& shown = chart_->data();
    const bool opens = on && !shown.parts[part].paths[bar].isEmpty();
    view_->setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!on)
        return QToolTip::hideText();
    QStringList lines{shown.bars[bar].subject, shown.valueText(part, bar)};
    if (opens)
        lines += tr("Click to see how it is computed.");
    QToolTip::showText(QCursor::pos(), lines.join(u'\n'), view_);
}

void ChartPanel::fitHeight() {
    if (chart_)
        view_->setFixedHeight(int(chart_->neededHeight(std::max(leastWidth, width()))));
}

void ChartPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeight();
}

void ChartPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && chart_)
        rebuild(chart_->data());
}

} // namespace cellwright
