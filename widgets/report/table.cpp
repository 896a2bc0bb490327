// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/table.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cellwright::report {
namespace {

constexpr double gap = 9 * pt;       // between columns
constexpr double padding = 2.6 * pt; // above and below the text of a row
constexpr double groupSpace = 4 * pt;
constexpr double leastColumn = 26 * pt;
constexpr double shortTable = 140 * pt;

/// Texts cut to size; numbers do not break away from their units.
TableData trimmed(TableData data) {
    for (Row& row : data.rows)
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            QString& text = row.cells[c].text;
            text = cleaned(text, Table::longestCell);
            if (data.columns[c].align == Align::right && row.kind != Row::Kind::group)
                text.replace(u' ', QChar::Nbsp);
        }
    return data;
}

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double sumOf(const std::vector<ColumnNeed>& needs, double ColumnNeed::*member) {
    double total = 0.0;
    for (const ColumnNeed& need : needs)
        total += need.*member;
    return total;
}

/// Columns that want little get it; those that want much share the rest, longer ones more.
std::vector<double> sharedOut(const std::vector<ColumnNeed>& needs, double width) {
    std::vector<double> widths;
    for (const ColumnNeed& need : needs)
        widths.push_back(need.wanted);
    if (sum(widths) <= width)
        return widths;
    if (const double least = sumOf(needs, &ColumnNeed::least); least >= width) {
        for (std::size_t c = 0; c < needs.size(); ++c)
            widths[c] = needs[c].least * width / least;
        return widths;
    }
    const auto atLevel = [&](double level) {
        for (std::size_t c = 0; c < needs.size(); ++c)
            widths[c] = std::clamp(level * std::cbrt(needs[c].wanted), needs[c].least, needs[c].wanted);
        return sum(widths);
    };
    double low = 0.0, high = width;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (atLevel(middle) > width ? high : low) = middle;
    }
    atLevel(low);
    return widths;
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

Table::Table(const Table& whole, std::size_t first, std::size_t last)
    : Table(whole) {
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
    std::vector<ColumnNeed> needs = columnNeeds(width, true);
    // Heads may wrap before anything else has to.
    if (sumOf(needs, &ColumnNeed::wanted) > width)
        needs = columnNeeds(width, false);
    std::vector<double> widths = sharedOut(needs, width);
    const double spare = width - std::accumulate(widths.begin(), widths.end(), 0.0);
    double stretch = 0.0;
    for (const Column& column : data_->columns)
        stretch += column.stretch;
    for (std::size_t c = 0; spare > 0.0 && c < widths.size(); ++c)
        widths[c] += stretch > 0.0 ? spare * data_->columns[c].stretch / stretch : spare * double(c == 0);
    return widths;
}

std::vector<ColumnNeed> Table::columnNeeds(double width, bool wholeHeads) const {
    std::vector<ColumnNeed> needs(data_->columns.size(), {leastColumn, leastColumn});
    const auto widen = [&](std::size_t c, double wanted, double least) {
        needs[c].wanted = std::max(needs[c].wanted, wanted + gap);
        needs[c].least = std::max(needs[c].least, std::min(least + gap, width / 3.0));
    };
    for (std::size_t c = 0; c < needs.size(); ++c) {
        const TextWidth head = textWidth(data_->columns[c].head, style_->tableBold);
        widen(c, wholeHeads ? head.line : head.word, head.word);
    }
    for (const Row& row : data_->rows)
        for (std::size_t c = 0; row.kind != Row::Kind::group && c < row.cells.size(); ++c) {
            const TextWidth cell = textWidth(row.cells[c].text, lookOf(row, c).font);
            widen(c, cell.line, cell.word);
        }
    return needs;
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
        tallest =
            std::max(tallest, textHeight(data_->columns[c].head, {style_->tableBold, {}}, widths[c] - gap));
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
    for (std::size_t r = first_; r < last_ && shown < 2; ++r) {
        height += measured.rows[r];
        shown += data_->rows[r].kind != Row::Kind::group;
    }
    // Short tables stay together.
    const double whole = this->height(width);
    return whole <= shortTable ? whole : height;
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
