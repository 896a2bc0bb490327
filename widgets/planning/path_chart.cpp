// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/planning/path_chart.h"

#include "analytics/quantity/text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

/// From metres along the path and above the ground to the chart.
class PathScale {
public:
    PathScale(const QRectF& box, const radio::PathProfile& profile)
        : box_(box)
        , length_(std::max(profile.ground.si(), 1.0)) {
        for (const auto& point : profile.points) {
            top_ = std::max(top_, (point.ray + point.fresnel).si());
            bottom_ = std::min(bottom_, (point.ray - point.fresnel).si());
        }
        bottom_ = std::max(bottom_, -0.25 * top_); // a zone far below the ground is not drawn to its end
        top_ *= 1.08;
    }
    [[nodiscard]] QPointF at(Metres along, double height) const {
        return {box_.left() + along.si() / length_ * box_.width(),
                box_.bottom() - (height - bottom_) / (top_ - bottom_) * box_.height()};
    }
    [[nodiscard]] double top() const { return top_; }
    [[nodiscard]] double bottom() const { return bottom_; }
    /// How much larger heights are drawn than lengths.
    [[nodiscard]] double exaggeration() const {
        return (box_.height() / (top_ - bottom_)) / (box_.width() / length_);
    }

private:
    QRectF box_;
    double length_ = 1.0, top_ = 1.0, bottom_ = 0.0;
};

template <class Height>
QPolygonF lineOf(const PathScale& scale, const radio::PathProfile& profile, Height height) {
    QPolygonF line;
    for (const auto& point : profile.points)
        line << scale.at(point.along, height(point));
    return line;
}

void drawZone(QPainter& painter, const PathScale& scale, const radio::PathProfile& profile,
              const Theme& theme) {
    QPolygonF zone = lineOf(scale, profile, [](const auto& p) { return (p.ray + p.fresnel).si(); });
    QPolygonF below = lineOf(scale, profile, [](const auto& p) { return (p.ray - p.fresnel).si(); });
    std::reverse(below.begin(), below.end());
    zone << below;
    QColor fill = theme.category(0);
    fill.setAlpha(0x38);
    painter.setPen(QPen(theme.category(0), 1.0, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawPolygon(zone);
}

void drawEarth(QPainter& painter, const QRectF& box, const PathScale& scale,
               const radio::PathProfile& profile, const Theme& theme) {
    QPolygonF earth = lineOf(scale, profile, [](const auto& p) { return p.bulge.si(); });
    earth << box.bottomRight() << box.bottomLeft();
    QColor fill = theme.category(1);
    fill.setAlpha(0x60);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(earth);
}

void drawAxes(QPainter& painter, const QRectF& box, const PathScale& scale, const radio::PathProfile& profile,
              const Theme& theme, const QFontMetricsF& metrics) {
    painter.setPen(QPen(theme.chartGrid, 0));
    painter.drawRect(box);
    painter.setPen(theme.chartAxis);
    const double highest = scale.top() / 1.08;
    for (const double height : {0.0, highest / 2, highest}) {
        const QString text = QString::fromStdString(toDisplay(Metres(height), 3));
        painter.drawText(QPointF(box.left() - metrics.horizontalAdvance(text) - 4,
                                 scale.at({}, height).y() + metrics.ascent() / 2 - 1),
                         text);
    }
    for (const double share : {0.0, 0.5, 1.0}) {
        const QString text = QString::fromStdString(toDisplay(profile.ground * share, 3));
        painter.drawText(QPointF(box.left() + share * (box.width() - metrics.horizontalAdvance(text)),
                                 box.bottom() + metrics.height()),
                         text);
    }
    const QString words =
        PathChart::tr("heights ×%1").arg(QString::fromStdString(roundedText(scale.exaggeration(), 2)));
    painter.drawText(
        QPointF(box.right() - metrics.horizontalAdvance(words) - 4, box.top() + metrics.height()), words);
}

} // namespace

PathChart::PathChart(QWidget* parent)
    : QWidget(parent) {
    setAccessibleName(tr("Path between the site and the place"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PathChart::setProfile(std::optional<radio::PathProfile> profile) {
    profile_ = std::move(profile);
    setAccessibleDescription(profile_ ? tr("%1 long, clearance %2 radii of the first Fresnel zone")
                                            .arg(QString::fromStdString(toDisplay(profile_->ground)),
                                                 QString::fromStdString(roundedText(profile_->clearance, 3)))
                                      : QString());
    update();
}

void PathChart::paint(QPainter& painter, const QRectF& target, const radio::PathProfile& profile,
                      const Theme& theme, const QFont& font) {
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const QRectF box = target.adjusted(metrics.horizontalAdvance(QStringLiteral("88.8 km")) + 6, 6, -8,
                                       -metrics.height() * 1.4);
    const PathScale scale(box, profile);
    painter.save();
    painter.setClipRect(box);
    drawZone(painter, scale, profile, theme);
    drawEarth(painter, box, scale, profile, theme);
    painter.setPen(QPen(theme.text, 1.6));
    painter.drawPolyline(lineOf(scale, profile, [](const auto& p) { return p.ray.si(); }));
    painter.restore();
    drawAxes(painter, box, scale, profile, theme, metrics);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.site);
    for (const auto& end : {profile.points.front(), profile.points.back()})
        painter.drawEllipse(scale.at(end.along, end.ray.si()), 3.5, 3.5);
}

void PathChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::of(palette());
    if (!profile_ || profile_->points.size() < 2) {
        painter.setPen(theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Draw a path with the profile tool (F8): from a site to a place."));
        return;
    }
    paint(painter, rect(), *profile_, theme, Theme::scaled(font(), 0.9));
}

} // namespace cellwright
