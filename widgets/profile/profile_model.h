// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <QAbstractTableModel>

namespace cellwright {

/// The measurements of a profile: read bandwidth first, then the kernels, each with median and spread.
class ProfileModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Shape, Threads, Time, Spread, Rate, ColumnCount };
    Q_ENUM(Column)

    using QAbstractTableModel::QAbstractTableModel;
    void setProfile(kernels::Profile profile);
    [[nodiscard]] const kernels::Profile& profile() const { return profile_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] static QString textOf(const kernels::ReadBandwidth& read, int column);
    [[nodiscard]] static QString textOf(const kernels::KernelTiming& kernel, int column);
    kernels::Profile profile_;
};

/// The computer in one or two lines, and how quiet it was.
QString machineText(const kernels::Profile& profile);

} // namespace cellwright
