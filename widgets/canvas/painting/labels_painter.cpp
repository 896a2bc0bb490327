// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/painting/scene_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr std::size_t mostLabels = 250; ///< more than a person reads; keeps wide views fast
constexpr std::size_t airyBeyond = 50;

struct PlacedName {
    QString text;
    QPointF top;        ///< middle of the upper edge
    bool common = true; ///< one of many of its kind
};

/// Collects the labels of what is exposed, nearest in importance first.
class LabelCollector {
public:
    explicit LabelCollector(const ScenePaint& paint)
        : paint_(paint) {}

    void add(const std::string& name, QPointF anchor, double below, bool common) {
        if (labels_.size() <= mostLabels && !name.empty() && paint_.shows(anchor, 120 * paint_.unit))
            labels_.push_back({QString::fromStdString(name), anchor + QPointF(0, below), common});
    }
    [[nodiscard]] const std::vector<PlacedName>& labels() const { return labels_; }

private:
    const ScenePaint& paint_;
    std::vector<PlacedName> labels_;
};

/// The middle of the lower edge of a group: its label must not lie among its users.
std::optional<QPointF> footOf(const ScenePaint& paint, const UserGroup& group) {
    QPolygonF outline;
    for (const Position place : group.points.empty() ? group.area : group.points)
        outline << paint.mapping.toSurface(place);
    const QRectF box = outline.boundingRect();
    return outline.isEmpty() ? std::nullopt : std::optional(QPointF(box.center().x(), box.bottom()));
}

std::vector<PlacedName> collect(const ScenePaint& paint) {
    LabelCollector collector(paint);
    const Topology& topology = paint.scenario.topology;
    const double shrink = symbolShrink(paint.pixelsPerMetre());
    for (const auto& host : topology.hosts)
        collector.add(host.name, paint.mapping.toSurface(host.position),
                      (symbol::hostSide / 2 + 4) * paint.unit, false);
    for (const auto& group : topology.groups)
        if (const auto foot = footOf(paint, group))
            collector.add(group.name, *foot, 4.0 * paint.unit, false);
    for (const auto& site : topology.sites)
        collector.add(site.name, paint.mapping.toSurface(site.position),
                      (symbol::sectorRadius * shrink + 1) * paint.unit, true);
    return collector.labels();
}

void drawWithHalo(QPainter& painter, const ScenePaint& paint, QPointF baseline, const QString& text) {
    QPainterPath outline;
    outline.addText(baseline, paint.font, text);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(
        outline, QPen(paint.theme.labelHalo, 3.2 * paint.unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    // The text itself as text: a reader of the PDF can search and copy it.
    painter.setFont(paint.font);
    painter.setPen(paint.theme.label);
    painter.drawText(baseline, text);
}

void drawLabel(QPainter& painter, const ScenePaint& paint, const QRectF& box, double ascent,
               const QString& text) {
    if (!paint.stamps) {
        drawWithHalo(painter, paint, box.topLeft() + QPointF(0, ascent), text);
        return;
    }
    const QString key = u"label %1 %2 %3"_s.arg(paint.theme.isDark).arg(paint.font.key(), text);
    const QPointF baseline(-box.width() / 2, ascent - box.height() / 2);
    paint.stamps->draw(painter, key, box.center(), box.size() + QSizeF(6, 6),
                       [&](QPainter& stamp) { drawWithHalo(stamp, paint, baseline, text); });
}

} // namespace

void paintLabels(QPainter& painter, const ScenePaint& paint) {
    const std::vector<PlacedName> labels = collect(paint);
    if (labels.size() > mostLabels) // a crowd: names come back when the person zooms in
        return;
    const QFontMetricsF metrics(paint.font);
    // Many names: leave more air, so that the drawing stays the main thing.
    const QSizeF airy = (labels.size() > airyBeyond ? QSizeF(26, 14) : QSizeF(4, 0)) * paint.unit;
    std::vector<QRectF> taken;
    for (const auto& label : labels) {
        QRectF box(0, 0, metrics.horizontalAdvance(label.text), metrics.height());
        box.moveTopLeft(label.top - QPointF(box.width() / 2, 0));
        const QSizeF gap = label.common ? airy : QSizeF(4, 0) * paint.unit;
        const QRectF roomy = box.adjusted(-gap.width(), -gap.height(), gap.width(), gap.height());
        if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(roomy); }))
            continue;
        taken.push_back(roomy);
        drawLabel(painter, paint, box, metrics.ascent(), label.text);
    }
}

} // namespace cellwright
