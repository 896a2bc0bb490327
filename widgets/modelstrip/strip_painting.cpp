// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// How StripView draws.
#include "widgets/modelstrip/strip_metrics.h"
#include "widgets/modelstrip/strip_view.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace cellwright {

using namespace strip;

void StripView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!data_.accounting)
        return paintProblem(painter);
    paintBlocks(painter);
    paintNumbers(painter);
    paintSelection(painter);
    paintCaptions(painter);
    paintParts(painter);
    for (std::size_t each = 0; each < data_.cuts.size(); ++each)
        if (each != current_)
            paintHandle(painter, each);
    if (hasCuts())
        paintHandle(painter, current_); // on top of one at the same place
}

void StripView::paintProblem(QPainter& painter) const {
    const QString text = data_.problem.empty()
                             ? tr("This scenario has no deployment. Add one in the inspector to choose "
                                  "a model and where it runs.")
                             : QString::fromStdString(data_.problem);
    painter.setPen(Theme::of(palette()).mutedText);
    painter.drawText(rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void StripView::paintBlocks(QPainter& painter) const {
    const Theme& theme = Theme::of(palette());
    const int head = data_.blocks() - 1;
    painter.setPen(Qt::NoPen);
    for (int block = 0; block < data_.blocks(); ++block) {
        const QColor colour = theme.precision(data_.schemeOf(data_.partOf(block)));
        const QRectF whole = blockRectangle(block);
        const qreal gap = whole.width() > 6.0 ? 1.0 : 0.5;
        const QRectF place = whole.adjusted(gap, 0, -gap, 0);
        painter.setBrush(colour);
        painter.drawRoundedRect(place, 3, 3);
        painter.setPen(Theme::textOn(colour));
        if (block == decoderStart() || block == head)
            painter.drawText(place, Qt::AlignCenter, block == head ? tr("Head") : tr("Embedding"));
        else
            paintMarks(painter, block);
        painter.setPen(Qt::NoPen);
    }
}

/// Dots for experts, a bar for a state-space layer, at the foot of the block.
void StripView::paintMarks(QPainter& painter, int block) const {
    const llm::BlockPlace place = llm::blockPlace(*data_.model, block);
    if (place.part != llm::BlockPlace::Part::layer)
        return;
    const llm::Layer& layer = layerOf(*data_.model, place);
    const QRectF box = blockRectangle(block);
    const QPointF foot(box.center().x(), box.bottom() - 5.0);
    const qreal reach = std::min(5.0, box.width() / 2.0 - 2.0);
    if (hasState(layer))
        painter.fillRect(QRectF(foot.x() - reach, foot.y() - 5.0, 2 * reach, 2.0), painter.pen().color());
    if (!hasExperts(layer))
        return;
    painter.setBrush(painter.pen().color());
    for (const qreal offset : {-1.0, 0.0, 1.0})
        if (offset == 0.0 || reach >= 4.0)
            painter.drawEllipse(foot + QPointF(0.8 * reach * offset, 0.0), 0.6, 0.6);
}

/// Below the blocks: what each tower is, and what the marks mean.
void StripView::paintCaptions(QPainter& painter) const {
    if (!hasCaptions())
        return;
    const QFontMetrics metrics = fontMetrics();
    const qreal top = rowTop() + rowHeight + 2.0;
    painter.setPen(Theme::of(palette()).mutedText);
    const auto& towers = data_.model->towers;
    int block = 0;
    for (const llm::Tower& tower : towers) {
        const int last = block + int(tower.layers.size()) + 1;
        const qreal left = blockRectangle(block).left();
        const QRectF place(left, top, blockRectangle(last).right() + towerGap - 2.0 - left, metrics.height());
        const QString whole = tr("%1, %2 layers").arg(towerName(tower)).arg(tower.layers.size());
        const bool fits = metrics.horizontalAdvance(whole) <= place.width();
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         fits ? whole
                              : metrics.elidedText(towerName(tower), Qt::ElideRight, int(place.width())));
        block = last + 1;
    }
    QStringList marks;
    if (std::ranges::any_of(data_.model->layers, hasState))
        marks += tr("▬ state-space layer");
    if (std::ranges::any_of(data_.model->layers, hasExperts))
        marks += tr("••• layer with experts");
    const QRectF decoder(decoderLeft(), top, width() - margin - decoderLeft(), metrics.height());
    painter.drawText(decoder, Qt::AlignRight | Qt::AlignVCenter, marks.join(QStringLiteral("     ")));
    if (!towers.empty())
        painter.drawText(decoder, Qt::AlignLeft | Qt::AlignVCenter,
                         tr("Decoder, %1 layers").arg(data_.layers()));
}

void StripView::paintSelection(QPainter& painter) const {
    if (selected_ < 0 || selected_ >= data_.blocks())
        return;
    const Theme& theme = Theme::of(palette());
    painter.setBrush(Qt::NoBrush);
    const QRectF place = blockRectangle(selected_);
    painter.setPen(QPen(theme.base, 4.0));
    painter.drawRoundedRect(place.adjusted(-0.5, -3, 0.5, 3), 4, 4);
    painter.setPen(QPen(theme.selection, 2.0));
    painter.drawRoundedRect(place.adjusted(-0.5, -3, 0.5, 3), 4, 4);
}

/// Numbers of layers, as many as there is room for: 1, 2, 3 or 1, 5, 10 and so on.
void StripView::paintNumbers(QPainter& painter) const {
    const qreal needed = fontMetrics().horizontalAdvance(QString::number(data_.layers())) + 6.0;
    int every = 1;
    for (const int candidate : {1, 2, 4, 5, 10, 20, 50, 100}) {
        every = candidate;
        if (layerWidth() * candidate >= needed)
            break;
    }
    const Theme& theme = Theme::of(palette());
    for (int layer = 1; layer <= data_.layers(); ++layer) {
        const qreal end = cutPosition(layer);
        if (layer % every != 0 || end - layerWidth() / 2 + needed / 2 > cutPosition(data_.layers()))
            continue;
        const int number = data_.accounting->blockOfLayer(layer - 1);
        painter.setPen(Theme::textOn(theme.precision(data_.schemeOf(data_.partOf(number)))));
        const QRectF block = blockRectangle(number);
        const QRectF place(block.center().x() - needed, block.top(), 2 * needed, block.height());
        painter.drawText(place, Qt::AlignCenter, QString::number(layer));
    }
}

void StripView::paintParts(QPainter& painter) const {
    const QRectF top(margin, sideGap, width() - 2.0 * margin, fontMetrics().height());
    for (std::size_t part = 0; part < data_.parts.size(); ++part)
        paintPart(painter, part, top);
    painter.setPen(Theme::of(palette()).mutedText);
    const qreal captions = hasCaptions() ? fontMetrics().height() : 0.0;
    const QRectF bottom = top.translated(0, rowTop() + rowHeight + handleReach + captions);
    painter.drawText(bottom, Qt::AlignHCenter | Qt::AlignVCenter,
                     fontMetrics().elidedText(crossingText(data_), Qt::ElideRight, int(bottom.width())));
}

/// The legend of a part: its colour, its format in words and what it weighs. Of two, the second stands at the
/// right; of more, each stands above its blocks.
void StripView::paintPart(QPainter& painter, std::size_t index, const QRectF& place) const {
    const StripPart& part = data_.parts[index];
    const Theme& theme = Theme::of(palette());
    const qreal swatch = place.height() - 4.0;
    const bool several = data_.parts.size() > 2;
    const QRectF blocks(blockRectangle(part.range.first).topLeft(),
                        blockRectangle(part.range.last - 1).bottomRight());
    const qreal room = several ? blocks.width() - swatch - 14.0 : place.width();
    QString text = partText(data_, part);
    if (several && fontMetrics().horizontalAdvance(text) > room)
        text = fontMetrics().elidedText(partName(part), Qt::ElideRight, int(std::max(0.0, room)));
    const qreal wide = fontMetrics().horizontalAdvance(text) + swatch + 6.0;
    const bool right = data_.parts.size() == 2 ? index == 1 : !part.onDevice;
    const qreal left = several ? blocks.left() + 2.0 : right ? place.right() - wide : place.left();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.precision(data_.schemeOf(part)));
    painter.drawRoundedRect(QRectF(left, place.top() + 2, swatch, swatch), 2, 2);
    painter.setPen(theme.text);
    painter.drawText(QRectF(left + swatch + 6.0, place.top(), wide, place.height()), Qt::AlignVCenter, text);
}

void StripView::paintHandle(QPainter& painter, std::size_t index) const {
    const Theme& theme = Theme::of(palette());
    const qreal x = cutPosition(data_.cuts[index].layer);
    const qreal top = rowTop() - handleReach;
    const qreal bottom = rowTop() + rowHeight + handleReach;
    painter.setPen(QPen(theme.base, 5.0));
    painter.drawLine(QPointF(x, top + 4), QPointF(x, bottom - 4));
    painter.setPen(QPen(theme.text, 2.0));
    painter.drawLine(QPointF(x, top + 4), QPointF(x, bottom - 4));
    QPainterPath grip;
    grip.addRoundedRect(QRectF(x - 5, rowTop() + rowHeight / 2 - 11, 10, 22), 4, 4);
    painter.setPen(QPen(theme.base, 1.5));
    painter.setBrush(index == current_ && (dragging_ || hasFocus()) ? theme.accent : theme.text);
    painter.drawPath(grip);
    painter.setPen(QPen(theme.base, 1.0));
    for (const qreal offset : {-1.5, 1.5})
        painter.drawLine(QPointF(x + offset, rowTop() + rowHeight / 2 - 5),
                         QPointF(x + offset, rowTop() + rowHeight / 2 + 5));
}

} // namespace cellwright
