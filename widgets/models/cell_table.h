// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/quantity.h"

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>

#include <cstdint>
#include <vector>

namespace cellwright {

/// The role in which tables give the exact value of a cell that is shown rounded: a number in SI units or a
/// text; and of a head the column's name for other programs, unit included.
inline constexpr int exactRole = Qt::UserRole + 100;

/// What a table shows in a cell, and what it stands for.
struct Cell {
    QString text;
    QVariant exact; ///< an empty text where the cell has nothing to say
    bool number = false;
};
Cell textCell(const QString& text);
Cell emptyCell();
Cell countCell(std::int64_t count);
Cell bytesCell(Bytes bytes);
Cell flopCell(Flop flop);

/// A column's head in the table and in copied text, and what it means.
struct ColumnHead {
    QString title;
    QString exact;
    QString help;
};

/// A table of cells that somebody else computes.
class CellTable : public QAbstractTableModel {
    Q_OBJECT
public:
    using Row = std::vector<Cell>; ///< one cell per head
    CellTable(std::vector<ColumnHead> heads, QObject* parent);

    /// Whether any row has something to say in this column.
    [[nodiscard]] bool saysSomething(int column) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

protected:
    /// With `same` rows only their contents are new, so that selections stay.
    void setRows(std::vector<Row> rows, bool same);

private:
    std::vector<ColumnHead> heads_;
    std::vector<Row> rows_;
};

} // namespace cellwright
