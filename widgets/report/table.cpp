// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/table.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace cellwright::report {
namespace {

constexpr double gap = 9 * pt;       // between columns
constexpr double padding = 2.6 * pt; // above and below the text of a row
constexpr double groupSpace = 4 * pt;
constexpr double leastColumn = 26 * pt;

TableData trimmed(TableData data) {
    for (Row& row : data.rows)
        for (Cell& cell : row.cells)
            cell.text = cleaned(cell.text, Table::longestCell);
    return data;
}

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

void rule(QPainter& painter, const QRectF& place, double y, const QColor& colour, double points) {
    painter.setPen(QPen(colour, points * pt, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y));
}

} // namespace

/// What depends on the width: computed once for all parts of a table.
struct Table::Measures {
    double width = -1.0;
    std::vector<double> columns;
    std::vector<double> rows;
    double head = 0.0;
};

Table::Table(TableData data, const Style& style)
    : style_(&style)
    , data_(std::make_shared<const TableData>(trimmed(std::move(data))))
    , measures_(std::make_shared<Measures>())
    , last_(data_->rows.size()) {}

Table::Table(const Table& whole, std::size_t first, std::size_t last) : Table(whole) {
    first_ = first;
    last_ = last;
}

TextLook Table::lookOf(const Row& row, std::size_t column) const {
    const Cell& cell = row.cells[column];
    const bool bold = cell.bold || row.kind != Row::Kind::normal;
    return {bold ? style_->tableBold : style_->table,
            cell.colour.isValid() ? cell.colour : style_->theme.text,
            row.kind != Row::Kind::group && data_->columns[column].align == Align::right};
}

std::vector<double> Table::columnWidths(double width) const {
    const std::size_t count = data_->columns.size();
    std::vector<double> ideal(count), least(count);
    const auto widen = [&](std::size_t c, const QString& text, const QFont& font, bool head) {
        const TextWidth needed = textWidth(text, font);
        ideal[c] = std::max(ideal[c], (head ? needed.word : needed.line) + gap);
        least[c] = std::max(least[c], std::min(needed.word + gap, width / 3.0));
    };
    for (std::size_t c = 0; c < count; ++c)
        widen(c, data_->columns[c].head, style_->tableBold, true);
    for (const Row& row : data_->rows)
        for (std::size_t c = 0; row.kind != Row::Kind::group && c < row.cells.size(); ++c)
            widen(c, row.cells[c].text, lookOf(row, c).font, false);
    for (std::size_t c = 0; c < count; ++c)
        ideal[c] = std::max({ideal[c], least[c], leastColumn});

    const double spare = width - sum(ideal);
    double stretch = 0.0;
    for (const Column& column : data_->columns)
        stretch += column.stretch;
    for (std::size_t c = 0; c < count; ++c) {
        if (spare >= 0.0)
            ideal[c] += stretch > 0.0 ? spare * data_->columns[c].stretch / stretch : 0.0;
        else
            ideal[c] -= least[c];
    }
    if (spare >= 0.0) {
        if (stretch <= 0.0)
            ideal.front() += spare;
        return ideal;
    }
    const double room = width - sum(least), wish = sum(ideal);
    for (std::size_t c = 0; c < count; ++c)
        ideal[c] = room > 0.0 ? least[c] + ideal[c] * room / wish : least[c] * width / sum(least);
    return ideal;
}

double Table::rowHeight(const Row& row, const std::vector<double>& widths) const {
    double tallest = lineHeight(style_->table);
    if (row.kind == Row::Kind::group)
        return groupSpace + 2 * padding + textHeight(row.cells.front().text, lookOf(row, 0), sum(widths));
    for (std::size_t c = 0; c < row.cells.size(); ++c)
        if (!row.cells[c].text.isEmpty())
            tallest = std::max(tallest, textHeight(row.cells[c].text, lookOf(row, c), widths[c] - gap));
    return tallest + 2 * padding;
}

double Table::headHeight(const std::vector<double>& widths) const {
    double tallest = 0.0;
    for (std::size_t c = 0; c < widths.size(); ++c)
        tallest = std::max(tallest, textHeight(data_->columns[c].head, {style_->tableBold, {}}, widths[c] - gap));
    return tallest + 2 * padding;
}

const Table::Measures& Table::measures(double width) const {
    if (measures_->width != width) {
        measures_->width = width;
        measures_->columns = columnWidths(width);
        measures_->head = headHeight(measures_->columns);
        measures_->rows.clear();
        for (const Row& row : data_->rows)
            measures_->rows.push_back(rowHeight(row, measures_->columns));
    }
    return *measures_;
}

double Table::height(double width) const {
    const Measures& measured = measures(width);
    double height = measured.head;
    for (std::size_t r = first_; r < last_; ++r)
        height += measured.rows[r];
    return height;
}

double Table::leastHeight(double width) const {
    const Measures& measured = measures(width);
    double height = measured.head;
    std::size_t shown = 0;
    for (std::size_t r = first_; r < last_ && shown < 3; ++r) {
        height += measured.rows[r];
        shown += data_->rows[r].kind != Row::Kind::group;
    }
    // Few rows stay together; of more, three may stand alone.
    return last_ - first_ <= 5 ? this->height(width) : height;
}

Block::Halves Table::split(double width, double room) const {
    const Measures& measured = measures(width);
    double height = measured.head;
    std::size_t end = first_;
    while (end < last_ && height + measured.rows[end] <= room)
        height += measured.rows[end++];
    // A group's head does not stay behind, nor a total alone go on.
    while (end > first_ && data_->rows[end - 1].kind == Row::Kind::group)
        --end;
    if (end + 1 == last_ && end > first_ + 1 && data_->rows[end].kind == Row::Kind::total)
        --end;
    if (end <= first_ || end >= last_)
        return {};
    return {std::unique_ptr<Block>(new Table(*this, first_, end)),
            std::unique_ptr<Block>(new Table(*this, end, last_))};
}

void Table::paintHead(QPainter& painter, const QRectF& place, const Measures& measured) const {
    double x = place.left();
    for (std::size_t c = 0; c < measured.columns.size(); ++c) {
        const TextLook look{style_->tableBold, style_->theme.mutedText,
                            data_->columns[c].align == Align::right};
        const double inner = measured.columns[c] - gap;
        const double height = textHeight(data_->columns[c].head, look, inner);
        const double left = c + 1 == measured.columns.size() && look.right ? x + gap : x;
        paintText(painter, QRectF(left, place.bottom() - padding - height, inner, height),
                  data_->columns[c].head, look);
        x += measured.columns[c];
    }
    rule(painter, place, place.bottom(), style_->theme.mutedText, 0.7);
}

void Table::paintRow(QPainter& painter, const QRectF& place, const Row& row, const Measures& measured) const {
    const bool group = row.kind == Row::Kind::group;
    double x = place.left();
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        const TextLook look = lookOf(row, c);
        const double inner = group ? place.width() : measured.columns[c] - gap;
        const double left = c + 1 == measured.columns.size() && look.right ? x + gap : x;
        paintText(painter, QRectF(left, place.top() + padding + (group ? groupSpace : 0.0), inner, 0.0),
                  row.cells[c].text, look);
        x += measured.columns[c];
    }
    if (row.kind == Row::Kind::total)
        rule(painter, place, place.top(), style_->theme.mutedText, 0.5);
    rule(painter, place, place.bottom(), style_->theme.border, 0.4);
}

void Table::paint(QPainter& painter, const QRectF& place) const {
    const Measures& measured = measures(place.width());
    paintHead(painter, QRectF(place.left(), place.top(), place.width(), measured.head), measured);
    double y = place.top() + measured.head;
    for (std::size_t r = first_; r < last_; ++r) {
        paintRow(painter, QRectF(place.left(), y, place.width(), measured.rows[r]), data_->rows[r], measured);
        y += measured.rows[r];
    }
}

} // namespace cellwright::report
