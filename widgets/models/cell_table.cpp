// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/cell_table.h"

#include "analytics/quantity/text.h"

#include <QLocale>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

template <class Q>
Cell quantityCell(const Q& quantity) {
    if (quantity.si() == 0.0)
        return {u"–"_s, 0.0, true};
    return {QString::fromStdString(toDisplay(quantity, 3)), quantity.si(), true};
}

} // namespace

Cell textCell(const QString& text) {
    return {text, text, false};
}
Cell emptyCell() {
    return {u"–"_s, QString(), false};
}
Cell countCell(std::int64_t count) {
    return {count == 0 ? u"–"_s : QLocale().toString(qlonglong(count)), qlonglong(count), true};
}
Cell bytesCell(Bytes bytes) {
    return quantityCell(bytes);
}
Cell flopCell(Flop flop) {
    return quantityCell(flop);
}

CellTable::CellTable(std::vector<ColumnHead> heads, QObject* parent)
    : QAbstractTableModel(parent)
    , heads_(std::move(heads)) {}

void CellTable::setRows(std::vector<Row> rows, bool same) {
    same = same && rows.size() == rows_.size() && !rows.empty();
    if (!same)
        beginResetModel();
    rows_ = std::move(rows);
    if (!same)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

bool CellTable::saysSomething(int column) const {
    return std::ranges::any_of(
        rows_, [column](const Row& row) { return !row[std::size_t(column)].exact.toString().isEmpty(); });
}

int CellTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int CellTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(heads_.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Cell& cell = rows_[std::size_t(index.row())][std::size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case exactRole:
        return cell.exact;
    case Qt::ToolTipRole:
        return cell.number ? cell.exact : QVariant(cell.text);
    case Qt::TextAlignmentRole:
        return int((cell.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const ColumnHead& head = heads_[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole:
        return head.title;
    case Qt::ToolTipRole:
        return head.help;
    case exactRole:
        return head.exact;
    default:
        return {};
    }
}

} // namespace cellwright
