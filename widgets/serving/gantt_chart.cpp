// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/gantt_chart.h"

#include "analytics/quantity/text.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr qreal margin = 8.0;
constexpr qreal leastBar = 1.5; ///< so that nothing that happens is invisible

QString seconds(double time) {
    return QString::fromStdString(roundedSi(time, "time", 3));
}

/// A round step that makes about `wanted` of them.
double stepOf(double range, int wanted) {
    const double raw = range / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power)
            return factor * power;
    return 10.0 * power;
}

QString barText(const GanttRow& row, const GanttBar& bar) {
    return GanttChart::tr("%1: %2\n%3, from %4 to %5")
        .arg(row.name, bar.text, seconds(bar.end - bar.begin), seconds(bar.begin), seconds(bar.end));
}

} // namespace

double GanttRow::busy() const {
    double sum = 0.0;
    for (const auto& bar : bars)
        sum += bar.end - bar.begin;
    return sum;
}

double GanttRow::bubble() const {
    if (bars.empty() || resting)
        return 0.0;
    const double first = std::ranges::min_element(bars, {}, &GanttBar::begin)->begin;
    const double last = std::ranges::max_element(bars, {}, &GanttBar::end)->end;
    return last > first ? std::max(0.0, 1.0 - busy() / (last - first)) : 0.0;
}

GanttChart::GanttChart(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void GanttChart::setRows(std::vector<GanttRow> rows) {
    rows_ = std::move(rows);
    for (auto& row : rows_)
        std::ranges::stable_sort(row.bars, {}, &GanttBar::begin);
    QStringList words;
    for (const auto& row : rows_)
        for (const auto& bar : row.bars)
            words += barText(row, bar).replace(u'\n', u' ');
    setAccessibleDescription(words.isEmpty() ? emptyText_ : words.join(u"; "_s));
    updateGeometry();
    update();
}

void GanttChart::setEmptyText(const QString& text) {
    emptyText_ = text;
    update();
}

double GanttChart::end() const {
    double last = 0.0;
    for (const auto& row : rows_)
        for (const auto& bar : row.bars)
            last = std::max(last, bar.end);
    return last > 0.0 ? last : 1.0;
}

qreal GanttChart::rowHeight() const {
    return fontMetrics().height() + 8.0;
}

QSize GanttChart::sizeHint() const {
    const qreal rows = std::max<qreal>(3.0, qreal(rows_.size()));
    return {480, int(rows * rowHeight() + fontMetrics().height() + 3 * margin)};
}

QSize GanttChart::minimumSizeHint() const {
    return {280, sizeHint().height()};
}

QRectF GanttChart::plot() const {
    qreal names = 40.0;
    for (const auto& row : rows_)
        names = std::max<qreal>(names, fontMetrics().horizontalAdvance(row.name));
    names = std::min<qreal>(names, 0.3 * width());
    const qreal share = fontMetrics().horizontalAdvance(tr("100 % idle")) + margin;
    return {names + 2 * margin, margin, std::max<qreal>(40.0, width() - names - share - 3 * margin),
            rowHeight() * qreal(rows_.size())};
}

qreal GanttChart::at(double time) const {
    const QRectF area = plot();
    return area.left() + area.width() * time / end();
}

QRectF GanttChart::rectangleOf(std::size_t row, std::size_t bar) const {
    const GanttBar& shown = rows_.at(row).bars.at(bar);
    const qreal left = at(shown.begin);
    const qreal top = plot().top() + rowHeight() * qreal(row) + 3.0;
    return {left, top, std::max(leastBar, at(shown.end) - left), rowHeight() - 6.0};
}

void GanttChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (rows_.empty()) {
        painter.setPen(Theme::of(palette()).mutedText);
        painter.drawText(rect().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
        return;
    }
    paintAxis(painter);
    for (std::size_t row = 0; row < rows_.size(); ++row)
        paintRow(painter, row);
}

void GanttChart::paintAxis(QPainter& painter) const {
    const Theme& theme = Theme::of(palette());
    const QRectF area = plot();
    const int wanted = std::max(2, int(area.width() / 110.0));
    const double step = stepOf(end(), wanted);
    for (double time = 0.0; time <= end() * (1.0 + 1e-9); time += step) {
        painter.setPen(QPen(theme.chartGrid, 1.0));
        painter.drawLine(QPointF(at(time), area.top()), QPointF(at(time), area.bottom()));
        painter.setPen(theme.mutedText);
        const QRectF label(at(time) - 50.0, area.bottom() + 3.0, 100.0, fontMetrics().height());
        painter.drawText(label, Qt::AlignHCenter | Qt::AlignTop, time == 0.0 ? u"0"_s : seconds(time));
    }
}

void GanttChart::paintBubbles(QPainter& painter, std::size_t row) const {
    const auto& bars = rows_[row].bars;
    if (rows_[row].resting)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(Theme::of(palette()).mutedText, Qt::BDiagPattern));
    double busyUntil = bars.empty() ? 0.0 : bars.front().end;
    for (std::size_t i = 1; i < bars.size(); ++i) {
        if (bars[i].begin > busyUntil) {
            QRectF gap = rectangleOf(row, i);
            gap.setRight(gap.left());
            gap.setLeft(at(busyUntil));
            painter.setOpacity(0.35);
            painter.drawRect(gap.adjusted(0, 3, 0, -3));
            painter.setOpacity(1.0);
        }
        busyUntil = std::max(busyUntil, bars[i].end);
    }
}

void GanttChart::paintRow(QPainter& painter, std::size_t row) const {
    const Theme& theme = Theme::of(palette());
    const QRectF area = plot();
    const QRectF line(margin, area.top() + rowHeight() * qreal(row), area.left() - 2 * margin, rowHeight());
    painter.setPen(theme.text);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(rows_[row].name, Qt::ElideRight, int(line.width())));
    paintBubbles(painter, row);
    for (std::size_t i = 0; i < rows_[row].bars.size(); ++i) {
        const GanttBar& bar = rows_[row].bars[i];
        const QRectF place = rectangleOf(row, i);
        const QColor colour = theme.category(bar.category);
        painter.setPen(place.width() > 4.0 ? QPen(theme.base, 1.0) : QPen(Qt::NoPen));
        painter.setBrush(colour);
        painter.drawRoundedRect(place, 2, 2);
        if (fontMetrics().horizontalAdvance(bar.text) + 8.0 <= place.width()) {
            painter.setPen(Theme::textOn(colour));
            painter.drawText(place, Qt::AlignCenter, bar.text);
        }
    }
    if (rows_[row].bubble() >= 0.005) {
        painter.setPen(theme.mutedText);
        painter.drawText(
            QRectF(area.right() + margin, line.top(), width() - area.right() - margin, rowHeight()),
            Qt::AlignVCenter | Qt::AlignLeft,
            tr("%1 % idle").arg(QString::fromStdString(roundedText(100 * rows_[row].bubble(), 2))));
    }
}

bool GanttChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t row = 0; row < rows_.size(); ++row)
        for (std::size_t bar = 0; bar < rows_[row].bars.size(); ++bar)
            if (rectangleOf(row, bar).adjusted(-1, 0, 1, 0).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), barText(rows_[row], rows_[row].bars[bar]), this);
                return true;
            }
    QToolTip::hideText();
    return true;
}

} // namespace cellwright
