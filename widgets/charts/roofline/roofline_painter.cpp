// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/roofline/roofline_painter.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Roofline)
};

QString rateText(double flopPerSecond, int digits = 3) {
    return QString::fromStdString(toDisplay(FlopPerSecond(flopPerSecond), digits));
}

double shareOf(double value, double low, double high) {
    return (std::log10(value) - std::log10(low)) / (std::log10(high) - std::log10(low));
}

/// Room at the right for the names of the horizontal lines, as a factor of the axis.
constexpr double labelRoom = 4.0;

} // namespace

std::vector<LogTick> logTicks(double low, double high) {
    const bool few = high / low < 80.0;
    std::vector<LogTick> ticks;
    for (int power = int(std::floor(std::log10(low))); power <= int(std::ceil(std::log10(high))); ++power)
        for (int digit = 1; digit <= 9; ++digit) {
            const double value = digit * std::pow(10.0, power);
            if (value >= low * 0.999 && value <= high * 1.001)
                ticks.push_back({value, digit == 1 || (few && (digit == 2 || digit == 5))});
        }
    return ticks;
}

RooflinePainter::RooflinePainter(RooflineData data, const Theme& theme, const QFont& font)
    : data_(std::move(data))
    , theme_(theme)
    , font_(font)
    , colours_(data_, theme)
    , legend_(data_, theme, font) {
    chooseRanges();
}

double RooflinePainter::roof() const {
    double highest = data_.ceilings.empty() ? 0.0 : data_.ceilings.front().rate.si();
    for (const RooflineDot& dot : data_.dots)
        highest = std::max(highest, dot.high.si());
    return highest;
}

void RooflinePainter::chooseRanges() {
    if (data_.empty())
        return;
    double left = std::numeric_limits<double>::max(), right = 0.0, bottom = left;
    for (const RooflineDot& dot : data_.dots) {
        left = std::min(left, dot.intensity);
        right = std::max(right, dot.intensity);
        bottom = std::min(bottom, dot.low.si());
    }
    const double top = roof();
    if (data_.bandwidth.si() > 0.0) // where the highest ceiling begins
        right = std::max(right, top / data_.bandwidth.si());
    x_ = {left / 2.0, right * labelRoom};
    y_ = {bottom / 2.0, top * 1.8};
}

qreal RooflinePainter::radius() const {
    return 0.3 * QFontMetricsF(font_).height();
}

void RooflinePainter::layout(const QRectF& place) {
    place_ = place;
    const QFontMetricsF metrics(font_);
    const qreal line = metrics.height();
    qreal widest = 0.0;
    for (const LogTick& tick : logTicks(y_.low, y_.high))
        if (tick.labelled)
            widest = std::max(widest, metrics.horizontalAdvance(rateText(tick.value)));
    const qreal legend = legend_.heightFor(place.width() - 2 * line);
    plot_ = place.adjusted(widest + 1.0 * line, 0.8 * line, -0.8 * line, -(legend + 3.4 * line));
    legendPlace_ =
        QRectF(place.left() + line, place.bottom() - legend - 0.3 * line, place.width() - 2 * line, legend);
}

QPointF RooflinePainter::at(double intensity, double rate) const {
    return {plot_.left() + plot_.width() * shareOf(intensity, x_.low, x_.high),
            plot_.bottom() - plot_.height() * shareOf(rate, y_.low, y_.high)};
}

QPointF RooflinePainter::positionOf(const RooflineDot& dot) const {
    return at(dot.intensity, dot.rate.si());
}

const RooflineDot* RooflinePainter::dotAt(const QPointF& point) const {
    const RooflineDot* nearest = nullptr;
    double least = 2.5 * radius();
    for (const RooflineDot& dot : data_.dots)
        if (const double away = QLineF(positionOf(dot), point).length(); away < least) {
            least = away;
            nearest = &dot;
        }
    return nearest;
}

/// From the left edge up to the highest line.
QLineF RooflinePainter::bandwidthLine() const {
    const double bandwidth = data_.bandwidth.si(), top = roof();
    const double from = std::max(x_.low, y_.low / bandwidth), to = std::min(x_.high, top / bandwidth);
    return {at(from, bandwidth * from), at(to, bandwidth * to)};
}

/// From where memory would allow it to the right edge.
QLineF RooflinePainter::ceilingLine(const RooflineCeiling& ceiling) const {
    const double rate = ceiling.rate.si(), bandwidth = data_.bandwidth.si();
    const double from = bandwidth > 0.0 ? std::max(x_.low, rate / bandwidth) : x_.low;
    return {at(from, rate), at(x_.high, rate)};
}

std::vector<RooflinePainter::Label> RooflinePainter::labels() const {
    std::vector<Label> labels;
    const QFontMetricsF metrics(font_);
    const qreal line = metrics.height();
    for (const RooflineCeiling& ceiling : data_.ceilings) {
        const QString text = Words::tr("%1 peak %2").arg(ceiling.unit, rateText(ceiling.rate.si()));
        const qreal wide = metrics.horizontalAdvance(text);
        QRectF box(plot_.right() - wide - 0.4 * line, ceilingLine(ceiling).y1() - 1.05 * line, wide, line);
        for (const Label& other : labels) // a line close below another: its name goes beside the other's
            if (box.intersects(other.place))
                box.moveRight(other.place.left() - line);
        labels.push_back({text, box, 0.0});
    }
    if (data_.bandwidth.si() > 0.0) {
        const QLineF slope = bandwidthLine();
        const QString text =
            Words::tr("memory reads %1").arg(QString::fromStdString(toDisplay(data_.bandwidth, 3)));
        const qreal wide = metrics.horizontalAdvance(text);
        if (slope.length() > wide + line) {
            const QPointF foot = slope.pointAt(0.5 * (slope.length() - wide) / slope.length());
            labels.push_back(
                {text, QRectF(foot - QPointF(0.0, 1.15 * line), QSizeF(wide, line)), -slope.angle()});
        }
    }
    return labels;
}

void RooflinePainter::paintGrid(QPainter& painter) const {
    QColor faint = theme_.chartGrid;
    faint.setAlphaF(0.5F);
    const qreal thin = 0.06 * QFontMetricsF(font_).height();
    for (const LogTick& tick : logTicks(x_.low, x_.high)) {
        painter.setPen(QPen(tick.labelled ? theme_.chartGrid : faint, thin));
        const qreal x = at(tick.value, y_.low).x();
        painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
    }
    for (const LogTick& tick : logTicks(y_.low, y_.high)) {
        painter.setPen(QPen(tick.labelled ? theme_.chartGrid : faint, thin));
        const qreal y = at(x_.low, tick.value).y();
        painter.drawLine(QPointF(plot_.left(), y), QPointF(plot_.right(), y));
    }
    painter.setPen(QPen(theme_.chartAxis, thin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(plot_);
}

void RooflinePainter::paintAxisText(QPainter& painter) const {
    const qreal line = QFontMetricsF(font_).height();
    painter.setPen(theme_.mutedText);
    painter.setFont(font_);
    for (const LogTick& tick : logTicks(x_.low, x_.high))
        if (tick.labelled)
            painter.drawText(
                QRectF(at(tick.value, y_.low).x() - 4 * line, plot_.bottom() + 0.3 * line, 8 * line, line),
                Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip,
                QString::fromStdString(roundedText(tick.value, 3)));
    for (const LogTick& tick : logTicks(y_.low, y_.high))
        if (tick.labelled)
            painter.drawText(QRectF(place_.left(), at(x_.low, tick.value).y() - line,
                                    plot_.left() - place_.left() - 0.4 * line, 2 * line),
                             Qt::AlignRight | Qt::AlignVCenter, rateText(tick.value));
    painter.setPen(theme_.text);
    painter.drawText(QRectF(plot_.left(), plot_.bottom() + 1.5 * line, plot_.width(), line),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip,
                     Words::tr("operations per byte read (FLOP/B)"));
}

void RooflinePainter::paintLines(QPainter& painter) const {
    const qreal line = QFontMetricsF(font_).height();
    painter.setPen(QPen(theme_.text, 0.13 * line, Qt::SolidLine, Qt::RoundCap));
    if (data_.bandwidth.si() > 0.0)
        painter.drawLine(bandwidthLine());
    for (std::size_t i = 0; i < data_.ceilings.size(); ++i) {
        painter.setPen(QPen(i == 0 ? theme_.text : theme_.mutedText, (i == 0 ? 0.13 : 0.1) * line));
        painter.drawLine(ceilingLine(data_.ceilings[i]));
    }
    painter.setPen(theme_.text);
    painter.setFont(font_);
    for (const Label& label : labels()) {
        painter.save();
        painter.translate(label.place.left(),
                          label.place.bottom() + (label.degrees == 0.0 ? 0.0 : 0.15 * line));
        painter.rotate(label.degrees);
        painter.drawText(QRectF(0.0, -label.place.height() - (label.degrees == 0.0 ? 0.0 : 0.1 * line),
                                label.place.width(), label.place.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, label.text);
        painter.restore();
    }
}

/// The whisker goes from the ninth decile of the time to the first.
void RooflinePainter::paintDot(QPainter& painter, const RooflineDot& dot, bool selected, bool hovered) const {
    const qreal r = radius() * (selected || hovered ? 1.35 : 1.0);
    const QPointF centre = positionOf(dot);
    const QColor colour = colours_.of(dot.format);
    const qreal low = at(dot.intensity, dot.low.si()).y(), high = at(dot.intensity, dot.high.si()).y();
    painter.setPen(QPen(colour, 0.35 * r, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(centre.x(), low), QPointF(centre.x(), high));
    if (low - high > 2.5 * r)
        for (const qreal y : {low, high})
            painter.drawLine(QPointF(centre.x() - 0.6 * r, y), QPointF(centre.x() + 0.6 * r, y));
    QColor inside = colour;
    inside.setAlphaF(selected || hovered ? 1.0F : 0.72F);
    painter.setBrush(inside);
    painter.setPen(QPen(selected ? theme_.text : theme_.base, (selected ? 0.4 : 0.2) * r));
    painter.drawPath(providerMark(dot.provider, centre, r));
    if (selected) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme_.selection, 0.4 * r));
        painter.drawEllipse(centre, 2.1 * r, 2.1 * r);
    }
}

void RooflinePainter::paint(QPainter& painter, std::optional<std::size_t> selected,
                            std::optional<std::size_t> hovered) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font_);
    paintGrid(painter);
    paintAxisText(painter);
    paintLines(painter);
    for (const RooflineDot& dot : data_.dots)
        if (dot.row != selected && dot.row != hovered)
            paintDot(painter, dot, false, false);
    for (const auto& row : {selected, hovered}) // above all others
        if (const RooflineDot* dot = row ? data_.dotOfRow(*row) : nullptr)
            paintDot(painter, *dot, row == selected, row == hovered);
    legend_.paint(painter, legendPlace_);
    painter.restore();
}

} // namespace cellwright
