// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_model.h"

#include "analytics/quantity/text.h"
#include "widgets/charts/roofline/dot_words.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString percent(double share) {
    return QString::fromStdString(roundedText(share * 100.0, 2)) + u" %"_s;
}
template <class Q>
QString shown(const Q& quantity) {
    return QString::fromStdString(toDisplay(quantity, 3));
}

} // namespace

void ProfileModel::setProfile(kernels::Profile profile) {
    beginResetModel();
    profile_ = std::move(profile);
    dots_ = measurements(profile_);
    endResetModel();
}

int ProfileModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ProfileRows(profile_).count());
}
int ProfileModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

const RooflineDot* ProfileModel::dotAt(int row) const {
    const std::size_t first = ProfileRows(profile_).firstKernel();
    return std::size_t(row) < first ? nullptr : &dots_[std::size_t(row) - first];
}

int ProfileModel::threadsOf(int row) const {
    return cell(row, Threads).order.toInt();
}

ProfileModel::Cell ProfileModel::cell(int row, int column) const {
    if (const RooflineDot* dot = dotAt(row))
        return cellOf(*dot, column);
    const auto at = std::size_t(row);
    const ProfileRows rows(profile_);
    return at < rows.reads ? cellOf(profile_.readBandwidth[at], column)
                           : cellOf(profile_.peaks[at - rows.reads], column);
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() >= Threads ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole) {
        const RooflineDot* dot = dotAt(index.row());
        return dot ? dotInWords(*dot) : QString();
    }
    if (role == Qt::DisplayRole)
        return cell(index.row(), index.column()).text;
    if (role == sortRole) {
        const Cell shown = cell(index.row(), index.column());
        return shown.order.isValid() ? shown.order : QVariant(shown.text);
    }
    return {};
}

ProfileModel::Cell ProfileModel::cellOf(const kernels::ReadBandwidth& read, int column) {
    switch (column) {
    case What:
        return {tr("Memory read"), {}};
    case Threads:
        return {QString::number(read.threads), read.threads};
    case Spread:
        return {percent(read.spread), read.spread};
    case Rate:
        return {shown(read.bandwidth), read.bandwidth.si()};
    case Limit:
        return {tr("is a limit"), 1.0};
    default:
        return {};
    }
}

ProfileModel::Cell ProfileModel::cellOf(const kernels::PeakRate& peak, int column) {
    switch (column) {
    case What:
        return {tr("Peak of the %1 unit").arg(QString::fromStdString(peak.unit)), {}};
    case Threads:
        return {QString::number(peak.threads), peak.threads};
    case Spread:
        return {percent(peak.spread), peak.spread};
    case Rate:
        return {shown(peak.rate), peak.rate.si()};
    case Limit:
        return {tr("is a limit"), 1.0};
    default:
        return {};
    }
}

ProfileModel::Cell ProfileModel::cellOf(const RooflineDot& dot, int column) {
    switch (column) {
    case What:
        return {dot.what, {}};
    case Provider:
        return {providerName(dot.provider), {}};
    case Shape:
        return {dot.shape, {}};
    case Threads:
        return {QString::number(dot.threads), dot.threads};
    case Time:
        return {shown(dot.median), dot.median.si()};
    case Spread:
        return {percent(dot.spread), dot.spread};
    case Rate:
        return {dot.intensity > 0.0 ? dotRate(dot) : QString(), dot.rate.si()};
    case Limit:
        return {dotShare(dot), dot.limit ? dot.limit->share : -1.0};
    default:
        return {};
    }
}

QVariant ProfileModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section >= Threads ? Qt::AlignRight : Qt::AlignLeft));
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    static constexpr std::pair<const char*, const char*> words[] = {
        {QT_TR_NOOP("Measured"), ""},
        {QT_TR_NOOP("By"), QT_TR_NOOP("Whose kernels: ours or those of a library")},
        {QT_TR_NOOP("Shape"), QT_TR_NOOP("Rows × columns × tokens of a product")},
        {QT_TR_NOOP("Threads"), ""},
        {QT_TR_NOOP("Median"), ""},
        {QT_TR_NOOP("Spread"), QT_TR_NOOP("Ninth decile minus first decile, over the median")},
        {QT_TR_NOOP("Rate"), QT_TR_NOOP("Bytes read where memory is the limit, else operations")},
        {QT_TR_NOOP("Of its limit"),
         QT_TR_NOOP("Share of the measured read bandwidth or of the peak of the unit, whichever is lower")}};
    const auto& [name, hint] = words[section];
    if (role == Qt::ToolTipRole)
        return *hint ? tr(hint) : QString();
    return role == Qt::DisplayRole ? tr(name) : QVariant();
}

} // namespace cellwright
