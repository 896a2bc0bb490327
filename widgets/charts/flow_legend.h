// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QGraphicsItem>
#include <QString>

#include <vector>

namespace cellwright {

/// Names and colours of a chart, flowing into as many rows as the width needs. (The legend of Qt Charts has a
/// single row and cuts names off.)
class FlowLegend : public QGraphicsItem {
public:
    struct Entry {
        QString name;
        QColor colour;
        bool line = false; ///< a mark, not an area
    };
    using QGraphicsItem::QGraphicsItem;

    void setEntries(std::vector<Entry> entries, const QFont& font, const QColor& text);
    [[nodiscard]] qreal heightFor(qreal width) const;
    void place(const QRectF& rectangle);

    [[nodiscard]] QRectF boundingRect() const override { return place_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    /// Where each entry begins, from the top left, and how many rows there are.
    struct Flow {
        std::vector<QPointF> starts;
        int rows = 1;
    };
    [[nodiscard]] Flow flow(qreal width) const;
    [[nodiscard]] qreal rowHeight() const;

    std::vector<Entry> entries_;
    QFont font_;
    QColor text_;
    QRectF place_;
};

} // namespace cellwright
