// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/compare.h"

#include <QAbstractTableModel>

namespace cellwright {

/// The cases that two profiles have in common, the slowest against the other one first: see
/// kernels::compare(), of which the second profile is the one on show.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Case, Provider, Here, There, Ratio, Verdict, ColumnCount };
    Q_ENUM(Column)

    using QAbstractTableModel::QAbstractTableModel;
    void compare(const kernels::Profile& shown, const kernels::Profile& other);
    void clear();
    [[nodiscard]] const kernels::Comparison& comparison() const { return comparison_; }
    /// The comparison in a sentence or two.
    [[nodiscard]] QString summary() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    void set(kernels::Comparison comparison);
    kernels::Comparison comparison_;
};

} // namespace cellwright
