// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sites/site_table_model.h"

#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("SiteColumns", text);
}

const SiteColumn& columnAt(int index) {
    return siteColumns()[std::size_t(index)];
}

/// Where each row's site and sector stand in their lists.
std::vector<std::pair<std::size_t, std::size_t>> placesOf(const Scenario& scenario) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    const auto& sites = scenario.topology.sites;
    for (std::size_t site = 0; site < sites.size(); ++site)
        for (std::size_t sector = 0; sector < std::max<std::size_t>(1, sites[site].sectors.size()); ++sector)
            places.emplace_back(site, sector);
    return places;
}

} // namespace

SiteTableModel::SiteTableModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent)
    , document_(document)
    , rows_(siteRows(document.scenario()))
    , places_(placesOf(document.scenario())) {
    connect(&document_, &Document::changed, this, &SiteTableModel::refresh);
}

void SiteTableModel::refresh(const ChangeEvent& event) {
    if (!event.touches(EntityKind::site) && !event.touches(EntityKind::carrier) && !event.scenarioSwitched &&
        !event.structural)
        return;
    auto rows = siteRows(document_.scenario());
    const bool same = rows == rows_ && !event.scenarioSwitched;
    if (!same)
        beginResetModel();
    rows_ = std::move(rows);
    places_ = placesOf(document_.scenario());
    if (!same)
        endResetModel();
    else if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

std::pair<int, int> SiteTableModel::rowsOf(SiteId site) const {
    const auto first = std::ranges::find(rows_, site, &SiteRow::site);
    auto last = first;
    while (last != rows_.end() && last->site == site)
        ++last;
    return {int(first - rows_.begin()), int(last - rows_.begin())};
}

int SiteTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int SiteTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(siteColumns().size());
}

SiteTableModel::Found SiteTableModel::find(int row) const {
    const auto& sites = document_.scenario().topology.sites;
    const auto [site, sector] = places_[std::size_t(row)];
    if (site >= sites.size())
        return {};
    const Site& owner = sites[site];
    return {&owner, sector < owner.sectors.size() ? &owner.sectors[sector] : nullptr};
}

QVariant SiteTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Found found = find(index.row());
    return found.site ? cellData(columnAt(index.column()), found, role) : QVariant();
}

QVariant SiteTableModel::cellData(const SiteColumn& column, const Found& found, int role) const {
    const Scenario& scenario = document_.scenario();
    const bool flag = column.kind == SiteColumn::Kind::flag;
    switch (role) {
    case Qt::DisplayRole:
        return flag ? QVariant() : QVariant(column.text(scenario, *found.site, found.sector));
    case Qt::EditRole:
        return column.text(scenario, *found.site, found.sector);
    case Qt::CheckStateRole:
        return flag ? QVariant(column.text(scenario, *found.site, found.sector) == u"yes" ? Qt::Checked
                                                                                          : Qt::Unchecked)
                    : QVariant();
    case numberRole:
        return column.value ? QVariant(column.value(scenario, *found.site, found.sector)) : QVariant();
    case Qt::ToolTipRole:
        return column.readOnly ? translated(column.readOnly) : QString();
    case Qt::AccessibleTextRole:
        return u"%1 %2: %3"_s.arg(QString::fromStdString(found.site->name), QLatin1StringView(column.name),
                                  column.text(scenario, *found.site, found.sector));
    case Qt::TextAlignmentRole:
        return int((column.kind == SiteColumn::Kind::number ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (column.readOnly || !found.site->enabled || (found.sector && !found.sector->enabled))
            return Theme::of(QGuiApplication::palette()).mutedText;
        return {};
    default:
        return {};
    }
}

QVariant SiteTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const SiteColumn& column = columnAt(section);
    switch (role) {
    case Qt::DisplayRole:
        return QLatin1StringView(column.name);
    case Qt::ToolTipRole:
        return column.readOnly ? translated(column.help) + u'\n' + translated(column.readOnly)
                               : translated(column.help);
    case Qt::TextAlignmentRole:
        return int((column.kind == SiteColumn::Kind::number ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    default:
        return {};
    }
}

Qt::ItemFlags SiteTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    if (!index.isValid() || index.row() >= rowCount())
        return flags;
    const SiteColumn& column = columnAt(index.column());
    const Found found = find(index.row());
    if (column.readOnly || (column.perSector && !found.sector))
        return flags;
    return flags | (column.kind == SiteColumn::Kind::flag ? Qt::ItemIsUserCheckable : Qt::ItemIsEditable);
}

Expected<void> SiteTableModel::apply(Scenario& scenario, const CellText& cell) const {
    const auto& [index, text] = cell;
    const SiteColumn& column = columnAt(index.column());
    const SiteRow& row = rows_[std::size_t(index.row())];
    Site* site = findById(scenario.topology.sites, row.site);
    Sector* sector = site ? findById(site->sectors, row.sector) : nullptr;
    if (!site)
        return failure("the site is not there any more", column.name);
    if (!column.set)
        return failure(translated(column.readOnly).toStdString(), column.name);
    return column.set({scenario, *site, sector}, text);
}

bool SiteTableModel::setTexts(const QString& label, const std::vector<CellText>& cells) {
    if (!document_.currentScenario())
        return false;
    Scenario changed = document_.scenario();
    for (const auto& cell : cells)
        if (const auto done = apply(changed, cell); !done) {
            Q_EMIT refused(tr("%1, row %2: %3")
                               .arg(QLatin1StringView(columnAt(cell.first.column()).name))
                               .arg(cell.first.row() + 1)
                               .arg(QString::fromStdString(done.error().message())));
            return false;
        }
    return document_.edit(label, [&](Scenario& scenario) { scenario = std::move(changed); });
}

bool SiteTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || (role != Qt::EditRole && role != Qt::CheckStateRole))
        return false;
    const QString text =
        role == Qt::CheckStateRole ? (value.toInt() == Qt::Checked ? u"yes"_s : u"no"_s) : value.toString();
    if (text == data(index, Qt::EditRole).toString())
        return true;
    return setTexts(tr("Change %1").arg(QLatin1StringView(columnAt(index.column()).name)), {{index, text}});
}

} // namespace cellwright
