// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace cellwright {

class ProfileModel;

/// The rows of a profile that were measured with one number of threads, sorted by numbers where there are
/// any.
class MeasurementFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit MeasurementFilter(ProfileModel& model, QObject* parent = nullptr);
    void setThreads(int threads);
    [[nodiscard]] int threads() const { return threads_; }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& a, const QModelIndex& b) const override;

private:
    ProfileModel& model_;
    int threads_ = 0;
};

} // namespace cellwright
