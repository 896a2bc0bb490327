// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"
#include "widgets/sites/site_columns.h"

#include <QAbstractTableModel>

#include <utility>
#include <vector>

namespace cellwright {

/// The sectors of the current scenario as rows, in place. Every change is one undoable edit, or none where a
/// cell cannot be taken: then refused() says which and why.
class SiteTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// The number of a cell for sorting and comparing, or an invalid variant for texts.
    static constexpr int numberRole = Qt::UserRole + 1;

    explicit SiteTableModel(Document& document, QObject* parent = nullptr);

    [[nodiscard]] const SiteRow& row(int index) const { return rows_[std::size_t(index)]; }
    /// The rows of a site, from the first to one past the last; equal where it has none here.
    [[nodiscard]] std::pair<int, int> rowsOf(SiteId site) const;

    using CellText = std::pair<QModelIndex, QString>;
    /// All cells or none, as one edit. Cells that cannot be typed are refused like wrong texts.
    bool setTexts(const QString& label, const std::vector<CellText>& cells);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void refused(const QString& reason);

private:
    struct Found {
        const Site* site = nullptr;
        const Sector* sector = nullptr;
    };
    [[nodiscard]] Found find(int row) const;
    [[nodiscard]] QVariant cellData(const SiteColumn& column, const Found& found, int role) const;
    Expected<void> apply(Scenario& scenario, const CellText& cell) const;
    void refresh(const ChangeEvent& event);

    Document& document_;
    std::vector<SiteRow> rows_;
    std::vector<std::pair<std::size_t, std::size_t>> places_; ///< of site and sector in the scenario, by row
};

} // namespace cellwright
