// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/report/flow.h"

#include <QColor>

namespace cellwright::report {

enum class Align { left, right };

struct Column {
    QString head;
    Align align = Align::left;
    double stretch = 0.0; ///< share of the width that no column needs
};

struct Cell {
    QString text;
    QColor colour = {}; ///< invalid: that of text
    bool bold = false;
};

struct Row {
    enum class Kind {
        normal,
        group,
        total
    }; ///< group: its first cell spans the table and heads the rows below
    std::vector<Cell> cells;
    Kind kind = Kind::normal;
};

/// The width that the text of a column would fill, and the least that does not break its words.
struct ColumnNeed {
    double wanted, least;
};

/// The content of a table.
struct TableData {
    std::vector<Column> columns;
    std::vector<Row> rows;

    void add(std::vector<Cell> cells, Row::Kind kind = Row::Kind::normal) {
        rows.push_back({std::move(cells), kind});
    }
};

/// A table with thin rules. Columns are as wide as their content asks for, cells wrap, and the head returns
/// on each page that the table goes on to. Cells are cut at `longestCell` characters.
class Table : public Block {
public:
    Table(TableData data, const Style& style);

    [[nodiscard]] const TableData& data() const { return *data_; }
    [[nodiscard]] double height(double width) const override;
    void paint(QPainter& painter, const QRectF& place) const override;
    [[nodiscard]] double leastHeight(double width) const override;
    [[nodiscard]] Halves split(double width, double room) const override;

    /// The widths of the columns, gaps included; they add up to `width`.
    [[nodiscard]] std::vector<double> columnWidths(double width) const;

    static constexpr qsizetype longestCell = 600;

private:
    struct Measures;
    Table(const Table& whole, std::size_t first, std::size_t last);
    [[nodiscard]] std::vector<ColumnNeed> columnNeeds(double width, bool wholeHeads) const;
    [[nodiscard]] const Measures& measures(double width) const;
    [[nodiscard]] double rowHeight(const Row& row, const std::vector<double>& widths) const;
    [[nodiscard]] double headHeight(const std::vector<double>& widths) const;
    void paintHead(QPainter& painter, const QRectF& place, const Measures& measured) const;
    void paintRow(QPainter& painter, const QRectF& place, const Row& row, const Measures& measured) const;
    [[nodiscard]] TextLook lookOf(const Row& row, std::size_t column) const;

    const Style* style_;
    // Shared by the parts that a table is split into, so that their columns agree.
    std::shared_ptr<const TableData> data_;
    std::shared_ptr<Measures> measures_;
    std::size_t first_ = 0, last_;
};

} // namespace cellwright::report
