// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/flow_legend.h"

#include <QFontMetricsF>
#include <QPainter>

#include <utility>

namespace cellwright {

void FlowLegend::setEntries(std::vector<Entry> entries, const QFont& font, const QColor& text) {
    entries_ = std::move(entries);
    font_ = font;
    text_ = text;
    update();
}

qreal FlowLegend::rowHeight() const {
    return QFontMetricsF(font_).height() * 1.25;
}

FlowLegend::Flow FlowLegend::flow(qreal width) const {
    const QFontMetricsF metrics(font_);
    const qreal swatch = metrics.height();
    Flow flow;
    qreal x = 0.0;
    for (const Entry& entry : entries_) {
        const qreal wide = swatch + metrics.horizontalAdvance(entry.name) + 1.2 * swatch;
        if (x > 0.0 && x + wide > width) {
            x = 0.0;
            ++flow.rows;
        }
        flow.starts.emplace_back(x, (flow.rows - 1) * rowHeight());
        x += wide;
    }
    return flow;
}

qreal FlowLegend::heightFor(qreal width) const {
    return flow(width).rows * rowHeight();
}

void FlowLegend::place(const QRectF& rectangle) {
    prepareGeometryChange();
    place_ = rectangle;
}

void FlowLegend::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const QFontMetricsF metrics(font_);
    const qreal swatch = metrics.ascent();
    const Flow all = flow(place_.width());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font_);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const QPointF at = place_.topLeft() + all.starts[i];
        const QRectF box(at.x(), at.y() + (rowHeight() - swatch) / 2, swatch, swatch);
        painter->setPen(Qt::NoPen);
        painter->setBrush(entries_[i].colour);
        if (entries_[i].line)
            painter->drawRect(QRectF(box.center().x() - 1, box.top(), 2, box.height()));
        else
            painter->drawRoundedRect(box, 2, 2);
        painter->setPen(text_);
        const QRectF words(box.right() + 0.4 * swatch, at.y(),
                           metrics.horizontalAdvance(entries_[i].name) + 4, rowHeight());
        painter->drawText(words, Qt::AlignVCenter | Qt::TextDontClip, entries_[i].name);
    }
}

} // namespace cellwright
