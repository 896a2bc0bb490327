// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/limits.h"

#include <QAbstractTableModel>

namespace cellwright {

/// The measurements of a profile in the order of ProfileRows, each with its median, spread, rate and the
/// share of its limit.
class ProfileModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Provider, Shape, Threads, Time, Spread, Rate, Limit, ColumnCount };
    Q_ENUM(Column)
    /// The number that a column is sorted by, where it is one.
    static constexpr int sortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;
    void setProfile(kernels::Profile profile);
    [[nodiscard]] const kernels::Profile& profile() const { return profile_; }
    /// With how many threads a row was measured.
    [[nodiscard]] int threadsOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    /// What a row shows: words and the numbers behind them.
    struct Cell {
        QString text;
        QVariant order;
    };
    [[nodiscard]] Cell cell(int row, int column) const;
    [[nodiscard]] static Cell cellOf(const kernels::ReadBandwidth& read, int column);
    [[nodiscard]] static Cell cellOf(const kernels::PeakRate& peak, int column);
    [[nodiscard]] static Cell cellOf(const RooflineDot& dot, int column);
    [[nodiscard]] const RooflineDot* dotAt(int row) const;

    kernels::Profile profile_;
    std::vector<RooflineDot> dots_; ///< kernels and operations
};

} // namespace cellwright
