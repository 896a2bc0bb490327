// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/comparison_model.h"

#include "analytics/quantity/text.h"
#include "widgets/charts/roofline/limits.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString times(double ratio) {
    return QString::fromStdString(roundedText(ratio, 3)) + u"×"_s;
}

/// "1.23 ms ± 2 %": the median with half of what lies between the first and the ninth decile.
QString timeText(const kernels::Timed& time) {
    const double half = (time.p90 - time.p10) / time.median / 2.0;
    return u"%1 ± %2 %"_s.arg(QString::fromStdString(toDisplay(time.median, 3)),
                              QString::fromStdString(roundedText(half * 100.0, 2)));
}

/// A line of the machine itself, of which no time is shown.
bool isLimit(const kernels::ComparedCase& each) {
    return each.kernel == "read" || each.kernel == "peak";
}

} // namespace

void ComparisonModel::compare(const kernels::Profile& shown, const kernels::Profile& other) {
    kernels::Comparison comparison = kernels::compare(other, shown);
    std::ranges::stable_sort(comparison.cases, std::ranges::greater{}, &kernels::ComparedCase::ratio);
    set(std::move(comparison));
}

void ComparisonModel::clear() {
    set({});
}

void ComparisonModel::set(kernels::Comparison comparison) {
    beginResetModel();
    comparison_ = std::move(comparison);
    endResetModel();
}

QString ComparisonModel::summary() const {
    if (comparison_.kernels == 0)
        return tr("The two profiles have no kernel in common.");
    const auto count = [this](auto wanted) {
        return std::ranges::count_if(comparison_.cases, [&](const kernels::ComparedCase& each) {
            return each.beyondNoise && !isLimit(each) && wanted(each.ratio);
        });
    };
    QString text = tr("Median difference %1 %. Beyond their noise, of %2 kernels: %3 slower, %4 faster.")
                       .arg(QString::fromStdString(roundedText(comparison_.difference * 100.0, 2)))
                       .arg(comparison_.kernels)
                       .arg(count([](double ratio) { return ratio > 1.0; }))
                       .arg(count([](double ratio) { return ratio < 1.0; }));
    const std::size_t here = comparison_.onlyInSecond.size(), there = comparison_.onlyInFirst.size();
    if (here + there > 0)
        text += u' ' + tr("Only in this one: %1, only in the other one: %2.").arg(here).arg(there);
    return text;
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(comparison_.cases.size());
}
int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter |
                   (index.column() >= Here && index.column() <= Ratio ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const kernels::ComparedCase& row = comparison_.cases[std::size_t(index.row())];
    switch (index.column()) {
    case What:
        return kernelName(row.kernel);
    case Case:
        return QString::fromStdString(row.what);
    case Provider:
        return isLimit(row) ? QString() : providerName(row.provider);
    case Here:
        return isLimit(row) ? QString() : timeText(row.second);
    case There:
        return isLimit(row) ? QString() : timeText(row.first);
    case Ratio:
        return times(row.ratio);
    case Verdict:
        return !row.beyondNoise ? tr("within the noise") : row.ratio > 1.0 ? tr("▲ slower") : tr("▼ faster");
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section >= Here && section <= Ratio ? Qt::AlignRight : Qt::AlignLeft));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    static constexpr const char* names[] = {
        QT_TR_NOOP("Measured"),      QT_TR_NOOP("Case"),  QT_TR_NOOP("By"),        QT_TR_NOOP("This one"),
        QT_TR_NOOP("The other one"), QT_TR_NOOP("Ratio"), QT_TR_NOOP("Difference")};
    return tr(names[section]);
}

} // namespace cellwright
