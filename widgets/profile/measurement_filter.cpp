// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/measurement_filter.h"

#include "widgets/profile/profile_model.h"

#include <QCollator>

namespace cellwright {

MeasurementFilter::MeasurementFilter(ProfileModel& model, QObject* parent)
    : QSortFilterProxyModel(parent)
    , model_(model) {
    setSourceModel(&model);
}

void MeasurementFilter::setThreads(int threads) {
    threads_ = threads;
    invalidateFilter();
}

bool MeasurementFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    return model_.threadsOf(row) == threads_;
}

bool MeasurementFilter::lessThan(const QModelIndex& a, const QModelIndex& b) const {
    const QVariant left = a.data(ProfileModel::sortRole), right = b.data(ProfileModel::sortRole);
    if (left.typeId() == QMetaType::QString || right.typeId() == QMetaType::QString) {
        QCollator collator; // "4096" after "512"
        collator.setNumericMode(true);
        return collator.compare(left.toString(), right.toString()) < 0;
    }
    return left.toDouble() < right.toDouble();
}

} // namespace cellwright
