// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/roofline/dot_look.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright {
namespace {

/// A regular polygon of the area of the circle, the first corner at `turn` quarter turns from the right.
QPainterPath polygon(const QPointF& centre, qreal radius, int corners, double turn) {
    constexpr double pi = std::numbers::pi;
    const double outer = radius * std::sqrt(2.0 * pi / (corners * std::sin(2.0 * pi / corners)));
    QPolygonF points;
    for (int i = 0; i < corners; ++i) {
        const double angle = turn * pi / 2.0 + 2.0 * pi * i / corners;
        points << centre + QPointF(outer * std::cos(angle), outer * std::sin(angle));
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

bool isTaken(const std::vector<FormatColours::Entry>& entries, const QColor& colour) {
    return std::ranges::any_of(entries, [&](const auto& entry) { return entry.colour == colour; });
}

constexpr qreal rowFactor = 1.35;

} // namespace

FormatColours::FormatColours(const RooflineData& data, const Theme& theme) {
    for (const RooflineDot& dot : data.dots) {
        if (std::ranges::find(entries_, dot.format, &Entry::format) != entries_.end())
            continue;
        QColor colour = dot.inCache ? theme.mutedText : theme.precision(dot.scheme);
        for (int step = 1; isTaken(entries_, colour) && step <= 4; ++step)
            colour = theme.isDark ? colour.darker(135) : colour.darker(145);
        entries_.push_back({dot.format, colour});
    }
}

QColor FormatColours::of(const QString& format) const {
    const auto found = std::ranges::find(entries_, format, &Entry::format);
    return found == entries_.end() ? QColor(Qt::gray) : found->colour;
}

QPainterPath providerMark(const std::string& provider, const QPointF& centre, qreal radius) {
    if (provider == "onednn")
        return polygon(centre, radius, 4, 0.5); // a square on its side
    if (provider == "openblas")
        return polygon(centre, radius, 3, -1.0); // a triangle, point up
    if (provider == "eigen")
        return polygon(centre, radius, 4, 0.0); // a diamond
    if (provider == "ggml")
        return polygon(centre, radius, 3, 1.0); // a triangle, point down
    if (provider == "opencl")
        return polygon(centre, radius, 6, 0.0);
    QPainterPath circle;
    if (provider == kernels::ownProvider)
        circle.addEllipse(centre, radius, radius);
    else
        return polygon(centre, radius, 5, -1.0);
    return circle;
}

std::vector<std::string> providersOf(const RooflineData& data) {
    std::vector<std::string> providers;
    for (const RooflineDot& dot : data.dots)
        if (std::ranges::find(providers, dot.provider) == providers.end())
            providers.push_back(dot.provider);
    std::ranges::stable_partition(providers,
                                  [](const std::string& id) { return id == kernels::ownProvider; });
    return providers;
}

MarkLegend::MarkLegend(const RooflineData& data, const Theme& theme, const QFont& font)
    : theme_(theme)
    , font_(font) {
    const FormatColours colours(data, theme);
    for (const auto& [format, colour] : colours.entries())
        entries_.push_back({format, colour, {}});
    for (const std::string& provider : providersOf(data))
        entries_.push_back({providerName(provider), {}, provider});
}

void MarkLegend::paint(QPainter& painter, const QRectF& place) const {
    painter.setFont(font_);
    flow(place.width(), &painter, place.topLeft());
}

/// The height of all rows; draws them where there is a painter.
qreal MarkLegend::flow(qreal width, QPainter* painter, const QPointF& at) const {
    const QFontMetricsF metrics(font_);
    const qreal row = metrics.height() * rowFactor, swatch = metrics.ascent();
    QPointF place(0.0, 0.0);
    for (const Entry& entry : entries_) {
        const qreal wide = 1.5 * swatch + metrics.horizontalAdvance(entry.name);
        if (place.x() > 0.0 && place.x() + wide > width)
            place = QPointF(0.0, place.y() + row);
        if (painter)
            paintEntry(*painter, entry, QRectF(at + place, QSizeF(wide, row)));
        place.rx() += wide + 1.5 * swatch;
    }
    return place.y() + row;
}

void MarkLegend::paintEntry(QPainter& painter, const Entry& entry, const QRectF& box) const {
    const QFontMetricsF metrics(font_);
    const qreal swatch = metrics.ascent();
    const QRectF square(box.left(), box.center().y() - swatch / 2, swatch, swatch);
    painter.setBrush(entry.colour.isValid() ? QBrush(entry.colour) : QBrush(Qt::NoBrush));
    painter.setPen(entry.colour.isValid() ? QPen(Qt::NoPen) : QPen(theme_.text, 0.1 * swatch));
    if (entry.colour.isValid())
        painter.drawRoundedRect(square, 0.15 * swatch, 0.15 * swatch);
    else
        painter.drawPath(providerMark(entry.provider, square.center(), 0.38 * swatch));
    painter.setPen(theme_.text);
    painter.drawText(box.adjusted(1.5 * swatch, 0, swatch, 0), Qt::AlignVCenter | Qt::TextDontClip,
                     entry.name);
}

} // namespace cellwright
