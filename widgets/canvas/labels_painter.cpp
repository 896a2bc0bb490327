// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/scene_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <vector>

namespace cellwright {
namespace {

constexpr std::size_t mostLabels = 250; ///< more than a person reads; keeps wide views fast

struct Label {
    QString text;
    QPointF top; ///< middle of the upper edge
};

/// Collects the labels of what is exposed, nearest in importance first.
class LabelCollector {
public:
    explicit LabelCollector(const ScenePaint& paint)
        : paint_(paint) {}

    void add(const std::string& name, QPointF anchor, double below) {
        if (!name.empty() && paint_.shows(anchor, 120 * paint_.unit))
            labels_.push_back({QString::fromStdString(name), anchor + QPointF(0, below)});
    }
    [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }

private:
    const ScenePaint& paint_;
    std::vector<Label> labels_;
};

std::vector<Label> collect(const ScenePaint& paint) {
    LabelCollector collector(paint);
    const Topology& topology = paint.scenario.topology;
    const double shrink = symbolShrink(paint.pixelsPerMetre());
    for (const auto& host : topology.hosts)
        collector.add(host.name, paint.mapping.toSurface(host.position),
                      (symbol::hostSide / 2 + 4) * paint.unit);
    for (const auto& site : topology.sites)
        collector.add(site.name, paint.mapping.toSurface(site.position),
                      (symbol::sectorRadius * shrink + 1) * paint.unit);
    for (const auto& group : topology.groups)
        if (const auto anchor = anchorOf(paint.scenario, {EntityKind::userGroup, group.id.value}))
            collector.add(group.name, paint.mapping.toSurface(*anchor), 0.0);
    return collector.labels();
}

void drawWithHalo(QPainter& painter, const ScenePaint& paint, const QRectF& box, const QString& text) {
    QPainterPath outline;
    const QFontMetricsF metrics(paint.font);
    outline.addText(box.topLeft() + QPointF(0, metrics.ascent()), paint.font, text);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(
        outline, QPen(paint.theme.labelHalo, 3.2 * paint.unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    // The text itself as text: a reader of the PDF can search and copy it.
    painter.setPen(paint.theme.label);
    painter.drawText(box.topLeft() + QPointF(0, metrics.ascent()), text);
}

} // namespace

void paintLabels(QPainter& painter, const ScenePaint& paint) {
    const std::vector<Label> labels = collect(paint);
    if (labels.size() > 4 * mostLabels)
        return;
    painter.setFont(paint.font);
    const QFontMetricsF metrics(paint.font);
    std::vector<QRectF> taken;
    for (const auto& label : labels) {
        QRectF box(0, 0, metrics.horizontalAdvance(label.text), metrics.height());
        box.moveTopLeft(label.top - QPointF(box.width() / 2, 0));
        const QRectF roomy = box.adjusted(-4 * paint.unit, 0, 4 * paint.unit, 0);
        if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(roomy); }))
            continue;
        taken.push_back(roomy);
        drawWithHalo(painter, paint, box, label.text);
        if (taken.size() == mostLabels)
            return;
    }
}

} // namespace cellwright
