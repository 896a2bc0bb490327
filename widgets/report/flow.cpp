// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/flow.h"

#include <QPainter>

#include <algorithm>

namespace cellwright::report {

Paragraph::Paragraph(QString text, TextLook look, double indent, QString bullet)
    : text_(std::move(text))
    , bullet_(std::move(bullet))
    , look_(std::move(look))
    , indent_(indent) {}

double Paragraph::height(double width) const {
    return textHeight(text_, look_, width - indent_);
}

void Paragraph::paint(QPainter& painter, const QRectF& place) const {
    if (!bullet_.isEmpty())
        paintText(painter, QRectF(place.topLeft(), QSizeF(indent_, place.height())), bullet_, look_);
    paintText(painter, place.adjusted(indent_, 0, 0, 0), text_, look_);
}

double Paragraph::leastHeight(double width) const {
    return std::min(height(width), 2.0 * lineHeight(look_.font));
}

Block::Halves Paragraph::split(double width, double room) const {
    const QStringList lines = wrappedLines(text_, look_, width - indent_);
    const auto fitting = qsizetype(room / lineHeight(look_.font));
    if (fitting < 1 || fitting >= lines.size())
        return {};
    const QString separator(QChar::LineSeparator);
    return {std::make_unique<Paragraph>(lines.mid(0, fitting).join(separator), look_, indent_, bullet_),
            std::make_unique<Paragraph>(lines.mid(fitting).join(separator), look_, indent_)};
}

double SideBySide::columnWidth(double width) const {
    const auto count = double(blocks_.size());
    return (width - gap_ * (count - 1.0)) / count;
}

double SideBySide::height(double width) const {
    double tallest = 0.0;
    for (const BlockPtr& block : blocks_)
        tallest = std::max(tallest, block->height(columnWidth(width)));
    return tallest;
}

void SideBySide::paint(QPainter& painter, const QRectF& place) const {
    const double width = columnWidth(place.width());
    double x = place.x();
    for (const BlockPtr& block : blocks_) {
        block->paint(painter, QRectF(x, place.y(), width, block->height(width)));
        x += width + gap_;
    }
}

void Flow::add(BlockPtr block, double spaceBefore, Keep keep) {
    items_.push_back({std::move(block), spaceBefore, keep});
}

void Flow::requireRoom(double height) {
    items_.push_back({nullptr, height, Keep::no});
}

void Flow::mark(const QString& title) {
    marks_.push_back({title, items_.size(), 0});
}

/// Fills pages from top to bottom.
class Flow::Paginator {
public:
    Paginator(Flow& flow, const QSizeF& page)
        : flow_(flow)
        , size_(page)
        , pages_(1) {}

    std::vector<PageBlocks> run() {
        for (std::size_t i = 0; i < flow_.items_.size(); ++i) {
            const Item& item = flow_.items_[i];
            if (item.block)
                placeItem(i, item);
            else if (!pages_.back().empty() && y_ + item.spaceBefore > size_.height())
                nextPage();
        }
        return std::move(pages_);
    }

private:
    void nextPage() {
        pages_.emplace_back();
        y_ = 0.0;
    }

    /// The height from here to the least of the first block that may end a page.
    [[nodiscard]] double chainHeight(std::size_t from) const {
        double height = 0.0;
        for (std::size_t i = from; i < flow_.items_.size() && flow_.items_[i].block; ++i) {
            const Item& item = flow_.items_[i];
            height += i == from ? 0.0 : item.spaceBefore;
            if (item.keep == Keep::no)
                return height + item.block->leastHeight(size_.width());
            height += item.block->height(size_.width());
        }
        return height;
    }

    void placeItem(std::size_t index, const Item& item) {
        const bool top = pages_.back().empty();
        if (!top && y_ + item.spaceBefore + chainHeight(index) > size_.height())
            nextPage();
        if (!pages_.back().empty())
            y_ += item.spaceBefore;
        place(item.block.get());
        notePage(index);
    }

    void notePage(std::size_t index) {
        for (Mark& mark : flow_.marks_)
            if (mark.item == index)
                mark.page = int(pages_.size()) - 1;
    }

    void place(const Block* block) {
        double height = block->height(size_.width());
        while (y_ + height > size_.height()) {
            Block::Halves halves = block->split(size_.width(), size_.height() - y_);
            if (halves.first) {
                put(halves.first.get(), halves.first->height(size_.width()));
                block = halves.rest.get();
                flow_.parts_.push_back(std::move(halves.first));
                flow_.parts_.push_back(std::move(halves.rest));
            } else if (pages_.back().empty()) {
                break; // taller than a page and not to be split: clipped rather than lost
            }
            nextPage();
            height = block->height(size_.width());
        }
        put(block, height);
    }

    void put(const Block* block, double height) {
        pages_.back().push_back({block, QRectF(0.0, y_, size_.width(), height)});
        y_ += height;
    }

    Flow& flow_;
    QSizeF size_;
    std::vector<PageBlocks> pages_;
    double y_ = 0.0;
};

std::vector<PageBlocks> Flow::paginate(const QSizeF& page) {
    return Paginator(*this, page).run();
}

} // namespace cellwright::report
