// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_model.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <QStringList>

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
QString schemeName(Scheme scheme) {
    const std::string_view label = enumLabel(scheme);
    return QString::fromUtf8(label.data(), qsizetype(label.size()));
}

} // namespace

void ProfileModel::setProfile(kernels::Profile profile) {
    beginResetModel();
    profile_ = std::move(profile);
    endResetModel();
}

int ProfileModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(profile_.readBandwidth.size() + profile_.kernels.size());
}
int ProfileModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() >= Threads ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const auto row = std::size_t(index.row());
    const std::size_t reads = profile_.readBandwidth.size();
    return row < reads ? textOf(profile_.readBandwidth[row], index.column())
                       : textOf(profile_.kernels[row - reads], index.column());
}

QString ProfileModel::textOf(const kernels::ReadBandwidth& read, int column) {
    switch (column) {
    case What:
        return tr("Memory read");
    case Threads:
        return QString::number(read.threads);
    case Spread:
        return percent(read.spread);
    case Rate:
        return shown(read.bandwidth);
    default:
        return {};
    }
}

QString ProfileModel::textOf(const kernels::KernelTiming& kernel, int column) {
    const bool vector = kernel.kernel == kernels::matVec;
    switch (column) {
    case What:
        return vector ? tr("Matrix × vector, %1").arg(schemeName(kernel.weights))
                      : tr("Matrix × matrix, %1").arg(schemeName(kernel.weights));
    case Shape:
        return u"%1 × %2 × %3"_s.arg(kernel.rows).arg(kernel.cols).arg(kernel.tokens);
    case Threads:
        return QString::number(kernel.threads);
    case Time:
        return shown(kernel.median);
    case Spread:
        return percent(kernel.spread());
    case Rate:
        return vector ? shown(kernel.byteRate) : shown(kernel.flopRate);
    default:
        return {};
    }
}

QVariant ProfileModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section >= Threads ? Qt::AlignRight : Qt::AlignLeft));
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::ToolTipRole && section == Spread)
        return tr("Ninth decile minus first decile, over the median");
    if (role == Qt::ToolTipRole && section == Shape)
        return tr("Rows × columns × tokens");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case What:
        return tr("Measured");
    case Shape:
        return tr("Shape");
    case Threads:
        return tr("Threads");
    case Time:
        return tr("Median");
    case Spread:
        return tr("Spread");
    case Rate:
        return tr("Rate");
    default:
        return {};
    }
}

QString machineText(const kernels::Profile& profile) {
    const kernels::Machine& machine = profile.machine;
    QStringList lines;
    lines += ProfileModel::tr("%1. Cores: %2. Memory: %3. Instructions: %4.")
                 .arg(QString::fromStdString(machine.cpu))
                 .arg(machine.cores)
                 .arg(shown(machine.memory), QString::fromStdString(machine.simd));
    lines += ProfileModel::tr("Median spread %1, rounds kept: %2.")
                 .arg(percent(profile.noise.medianSpread))
                 .arg(profile.noise.rounds);
    if (profile.noise.disturbed)
        lines += ProfileModel::tr(
            "⚠ Other programs disturbed the measurement. Measure again when the computer is idle.");
    for (const std::string& warning : machine.warnings)
        lines += u"⚠ "_s + QString::fromStdString(warning);
    return lines.join(u'\n');
}

} // namespace cellwright
