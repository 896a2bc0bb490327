// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/report/style.h"
#include "widgets/report/text.h"

#include <QRectF>
#include <QSizeF>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

class QPainter;

namespace cellwright::report {

/// Something that takes a stretch of the page's full width. Sizes are in layout units.
class Block {
public:
    virtual ~Block() = default;
    [[nodiscard]] virtual double height(double width) const = 0;
    virtual void paint(QPainter& painter, const QRectF& place) const = 0;
    /// The least that may stand at the foot of a page, with the rest on the next.
    [[nodiscard]] virtual double leastHeight(double width) const { return height(width); }
    /// The part that fits into `room` and the rest, or nulls when it cannot be split there.
    struct Halves {
        std::unique_ptr<Block> first, rest;
    };
    [[nodiscard]] virtual Halves split(double /*width*/, double /*room*/) const { return {}; }
};
using BlockPtr = std::unique_ptr<Block>;

/// Wrapped text of one look, split between lines.
class Paragraph : public Block {
public:
    Paragraph(QString text, TextLook look, double indent = 0.0, QString bullet = {});
    [[nodiscard]] double height(double width) const override;
    void paint(QPainter& painter, const QRectF& place) const override;
    [[nodiscard]] double leastHeight(double width) const override;
    [[nodiscard]] Halves split(double width, double room) const override;

private:
    QString text_, bullet_;
    TextLook look_;
    double indent_;
};

/// A drawing of fixed height.
class Drawing : public Block {
public:
    using Painter = std::function<void(QPainter&, const QRectF&)>;
    Drawing(double height, Painter paint)
        : height_(height)
        , paint_(std::move(paint)) {}
    [[nodiscard]] double height(double) const override { return height_; }
    void paint(QPainter& painter, const QRectF& place) const override { paint_(painter, place); }

private:
    double height_;
    Painter paint_;
};

/// Blocks beside each other in equal columns.
class SideBySide : public Block {
public:
    explicit SideBySide(std::vector<BlockPtr> blocks, double gap = 16 * pt)
        : blocks_(std::move(blocks))
        , gap_(gap) {}
    [[nodiscard]] double height(double width) const override;
    void paint(QPainter& painter, const QRectF& place) const override;

private:
    [[nodiscard]] double columnWidth(double width) const;
    std::vector<BlockPtr> blocks_;
    double gap_;
};

/// A block at its place on a page.
struct Placed {
    const Block* block;
    QRectF place;
};
using PageBlocks = std::vector<Placed>;

/// What the report is about to show, from top to bottom.
class Flow {
public:
    enum class Keep { no, withNext }; ///< withNext: never the last thing on a page (headings)
    void add(BlockPtr block, double spaceBefore, Keep keep = Keep::no);
    template <class B, class... Args>
    void add(double spaceBefore, Args&&... args) {
        add(std::make_unique<B>(std::forward<Args>(args)...), spaceBefore);
    }
    /// Goes on to a new page where less than this is left on the present one.
    void requireRoom(double height);
    /// The next block begins an entry of the table of contents.
    void mark(const QString& title);

    /// An entry of the table of contents; `page` counts from 0 and is known after paginate().
    struct Mark {
        QString title;
        std::size_t item;
        int page;
    };
    [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }

    /// Places everything on pages of this size. The blocks stay the flow's.
    std::vector<PageBlocks> paginate(const QSizeF& page);

private:
    struct Item {
        BlockPtr block;     ///< null: a demand for room
        double spaceBefore; ///< or the room
        Keep keep;
    };
    class Paginator;
    std::vector<Item> items_;
    std::vector<BlockPtr> parts_; ///< what splitting made
    std::vector<Mark> marks_;
};

} // namespace cellwright::report
