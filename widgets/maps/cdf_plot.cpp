// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/cdf_plot.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

/// From values and shares to a rectangle. The range is that of the values themselves, widened to the target.
class PlotScale {
public:
    PlotScale(const QRectF& box, const MapSettings& settings, const MapShares& shares)
        : box_(box)
        , axis_(settings.style()) {
        double low = settings.target(), high = settings.target();
        for (const auto* each : {&shares.area, &shares.users})
            if (each->valued > 0) {
                low = std::min(low, each->minimum);
                high = std::max(high, each->maximum);
            }
        if (axis_.logarithmic)
            low = std::max(low, high * 1e-9);
        const double room = axis_.logarithmic ? 0.0 : 0.02 * (high - low);
        axis_.low = low - room;
        axis_.high = std::max(high + room, low + 1e-12);
    }
    [[nodiscard]] double x(double value) const {
        return box_.left() + std::clamp(axis_.shareOf(value), 0.0, 1.0) * box_.width();
    }
    [[nodiscard]] double y(double share) const { return box_.bottom() - share * box_.height(); }
    [[nodiscard]] double valueAt(double share) const { return axis_.valueAt(share); }

private:
    QRectF box_;
    MapStyle axis_;
};

void drawCurve(QPainter& painter, const PlotScale& scale, const std::vector<maps::CdfPoint>& points,
               const QPen& pen) {
    if (points.empty())
        return;
    QPainterPath path(QPointF(scale.x(points.front().value), scale.y(0.0)));
    for (const auto& point : points)
        path.lineTo(scale.x(point.value), scale.y(point.share));
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void drawGrid(QPainter& painter, const QRectF& box, const PlotScale& scale, const MapSettings& settings,
              const Theme& theme, const QFontMetricsF& metrics) {
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        painter.setPen(QPen(theme.chartGrid, 0));
        painter.drawLine(QPointF(box.left(), scale.y(share)), QPointF(box.right(), scale.y(share)));
        painter.setPen(theme.chartAxis);
        const QString text = CdfPlot::tr("%1 %").arg(QLocale().toString(int(share * 100)));
        painter.drawText(QPointF(box.left() - metrics.horizontalAdvance(text) - 4,
                                 scale.y(share) + metrics.ascent() / 2 - 1),
                         text);
    }
    for (const double place : {0.0, 0.5, 1.0}) {
        const QString text = layerText(settings.layer(), scale.valueAt(place));
        const double width = metrics.horizontalAdvance(text);
        painter.drawText(QPointF(box.left() + place * (box.width() - width), box.bottom() + metrics.height()),
                         text);
    }
}

/// "Area ──  Users ╌╌" above the plot.
void drawKey(QPainter& painter, const QRectF& box, const Theme& theme, const QFontMetricsF& metrics,
             bool users) {
    double x = box.left();
    const auto entry = [&](const QString& text, const QPen& pen) {
        painter.setPen(pen);
        const double y = box.top() - metrics.height() * 0.6;
        painter.drawLine(QPointF(x, y), QPointF(x + 22, y));
        painter.setPen(theme.text);
        painter.drawText(QPointF(x + 26, y + metrics.ascent() / 2 - 1), text);
        x += 40 + metrics.horizontalAdvance(text);
    };
    entry(CdfPlot::tr("area"), QPen(theme.category(0), 2));
    if (users)
        entry(CdfPlot::tr("users"), QPen(theme.category(1), 2, Qt::DashLine));
    entry(CdfPlot::tr("target"), QPen(theme.mutedText, 1, Qt::DotLine));
}

} // namespace

CdfPlot::CdfPlot(QWidget* parent)
    : QWidget(parent) {
    setAccessibleName(tr("Distribution of the values of the map"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void CdfPlot::setCurves(const MapSettings& settings, const MapShares& shares) {
    settings_ = settings;
    shares_ = shares;
    empty_ = shares.areaCdf.empty() && shares.userCdf.empty();
    setAccessibleDescription(empty_ ? tr("No values")
                                    : tr("Median over the area %1, over the users %2")
                                          .arg(layerText(settings.layer(), shares.area.p50),
                                               layerText(settings.layer(), shares.users.p50)));
    update();
}

void CdfPlot::clear() {
    empty_ = true;
    update();
}

void CdfPlot::paint(QPainter& painter, const QRectF& target, const MapSettings& settings,
                    const MapShares& shares, const Theme& theme, const QFont& font) {
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const QRectF box = target.adjusted(metrics.horizontalAdvance(QStringLiteral("100 %")) + 8,
                                       metrics.height() * 1.4, -6, -metrics.height() * 1.4);
    const PlotScale scale(box, settings, shares);
    drawGrid(painter, box, scale, settings, theme, metrics);
    painter.setPen(QPen(theme.mutedText, 1, Qt::DotLine));
    painter.drawLine(QPointF(scale.x(settings.target()), box.top()),
                     QPointF(scale.x(settings.target()), box.bottom()));
    drawCurve(painter, scale, shares.areaCdf, QPen(theme.category(0), 2));
    drawCurve(painter, scale, shares.userCdf, QPen(theme.category(1), 2, Qt::DashLine));
    drawKey(painter, box, theme, metrics, !shares.userCdf.empty());
}

void CdfPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::of(palette());
    if (empty_) {
        painter.setPen(theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No values to distribute"));
        return;
    }
    paint(painter, rect(), settings_, shares_, theme, Theme::scaled(font(), 0.9));
}

} // namespace cellwright
