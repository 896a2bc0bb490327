// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "data/catalogue/model_filter.h"

#include <QAbstractTableModel>

#include <vector>

namespace cellwright {

/// The models that passed a filter, sortable by every column. Models whose figure is unknown stand last in
/// either order.
class BrowserTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Kind, Parameters, Active, Layers, Context, Licence, Memory, Facts, ColumnCount };
    Q_ENUM(Column)

    explicit BrowserTable(QObject* parent = nullptr);

    void setRows(std::vector<catalogue::ModelRow> rows);
    [[nodiscard]] const catalogue::ModelRow* at(int row) const;
    /// The row of a model, or -1.
    [[nodiscard]] int find(const std::string& id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void arrange();
    [[nodiscard]] static QString text(const catalogue::ModelRow& row, int column);

    std::vector<catalogue::ModelRow> rows_;
    int column_ = -1; ///< -1: in the order of the catalogue
    Qt::SortOrder order_ = Qt::AscendingOrder;
};

/// How the facts of an entry are known, as labels of numbers say it.
Label factLabel(const catalogue::ModelEntry& entry);

} // namespace cellwright
