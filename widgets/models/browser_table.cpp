// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/browser_table.h"

#include "analytics/explain/derivation.h"
#include "analytics/quantity/text.h"
#include "widgets/explain/derivation_model.h"
#include "widgets/models/cell_table.h"
#include "widgets/models/filter_bar.h"

#include <QLocale>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

const QString unknown = u"–"_s;

/// The number that a column is sorted by; nothing for unknown ones and for columns of words.
std::optional<double> numberOf(const catalogue::ModelRow& row, int column) {
    switch (column) {
    case BrowserTable::Parameters:
        return row.count.total > 0 ? std::optional(double(row.count.total)) : std::nullopt;
    case BrowserTable::Active:
        return row.count.active > 0 ? std::optional(double(row.count.active)) : std::nullopt;
    case BrowserTable::Layers:
        return row.model ? std::optional(double(row.model->layers.size())) : std::nullopt;
    case BrowserTable::Context:
        return row.model ? std::optional(double(row.model->maxContext)) : std::nullopt;
    case BrowserTable::Memory:
        return row.memory ? std::optional(row.memory->si()) : std::nullopt;
    case BrowserTable::Facts:
        return double(factLabel(*row.entry));
    default:
        return std::nullopt;
    }
}

bool isWords(int column) {
    return column == BrowserTable::Name || column == BrowserTable::Kind || column == BrowserTable::Licence;
}

const std::string& wordsOf(const catalogue::ModelRow& row, int column) {
    return column == BrowserTable::Name   ? row.entry->name
           : column == BrowserTable::Kind ? row.entry->kind
                                          : row.entry->licence;
}

bool before(std::string_view a, std::string_view b) {
    return std::ranges::lexicographical_compare(
        a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) < std::tolower(y); });
}

} // namespace

Label factLabel(const catalogue::ModelEntry& entry) {
    if (entry.source.empty())
        return Label::assumed;
    return entry.verified ? Label::published : Label::unverified;
}

BrowserTable::BrowserTable(QObject* parent)
    : QAbstractTableModel(parent) {}

void BrowserTable::setRows(std::vector<catalogue::ModelRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    arrange();
    endResetModel();
}

const catalogue::ModelRow* BrowserTable::at(int row) const {
    return row >= 0 && row < rowCount() ? &rows_[std::size_t(row)] : nullptr;
}

int BrowserTable::find(const std::string& id) const {
    const auto found = std::ranges::find_if(rows_, [&](const auto& row) { return row.entry->id == id; });
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int BrowserTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int BrowserTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString BrowserTable::text(const catalogue::ModelRow& row, int column) {
    const auto grouped = [](std::int64_t count) { return QLocale().toString(qlonglong(count)); };
    switch (column) {
    case Name:
        return QString::fromStdString(row.entry->name);
    case Kind:
        return QString::fromStdString(row.entry->kind);
    case Parameters:
        return row.count.total > 0 ? parametersText(row.count.total) : unknown;
    case Active:
        return row.count.active > 0 ? parametersText(row.count.active) : unknown;
    case Layers:
        return row.model ? grouped(std::int64_t(row.model->layers.size())) : unknown;
    case Context:
        return row.model ? grouped(row.model->maxContext) : unknown;
    case Licence:
        return QString::fromStdString(row.entry->licence);
    case Memory:
        if (!row.memory)
            return unknown;
        return (row.model ? QString() : u"≥ "_s) + QString::fromStdString(toDisplay(*row.memory, 3));
    case Facts:
        switch (factLabel(*row.entry)) {
        case Label::published:
            return tr("verified");
        case Label::unverified:
            return tr("unverified");
        default:
            return tr("assumed");
        }
    default:
        return {};
    }
}

QVariant BrowserTable::data(const QModelIndex& index, int role) const {
    const catalogue::ModelRow* row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, index.column());
    case exactRole:
        if (const auto number = numberOf(*row, index.column()); number && index.column() != Facts)
            return *number;
        return {};
    case Qt::ToolTipRole:
        return index.column() == Name ? QString::fromStdString(row->entry->id) : text(*row, index.column());
    case Qt::TextAlignmentRole:
        return int((isWords(index.column()) || index.column() == Facts ? Qt::AlignLeft : Qt::AlignRight) |
                   Qt::AlignVCenter);
    case DerivationModel::LabelRole:
        return int(factLabel(*row->entry));
    default:
        return {};
    }
}

QVariant BrowserTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const std::pair<QString, QString> heads[] = {
        {tr("Name"), tr("What its makers call it")},
        {tr("Kind"), tr("What it reads and writes")},
        {tr("Parameters"), tr("All of them; exact numbers stand beside the table")},
        {tr("Active"), tr("Parameters that one token passes: of experts only those that it is sent to")},
        {tr("Layers"), tr("Of the decoder")},
        {tr("Context"), tr("Tokens that it handles at most")},
        {tr("Licence"), tr("SPDX identifier where there is one")},
        {tr("Memory"), tr("Weights, cache and workspace at the precision and context above")},
        {tr("Facts"),
         tr("Verified: compared with the source named. Unverified: published, but not yet compared")}};
    if (role == Qt::DisplayRole)
        return heads[section].first;
    return role == Qt::ToolTipRole ? QVariant(heads[section].second) : QVariant();
}

void BrowserTable::sort(int column, Qt::SortOrder order) {
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList old = persistentIndexList();
    std::vector<const catalogue::ModelEntry*> kept;
    for (const QModelIndex& index : old)
        kept.push_back(rows_[std::size_t(index.row())].entry);
    column_ = column;
    order_ = order;
    arrange();
    QModelIndexList fresh;
    for (qsizetype i = 0; i < old.size(); ++i)
        fresh += index(find(kept[std::size_t(i)]->id), old[i].column());
    changePersistentIndexList(old, fresh);
    Q_EMIT layoutChanged();
}

void BrowserTable::arrange() {
    if (column_ < 0)
        return;
    const bool down = order_ == Qt::DescendingOrder;
    if (isWords(column_)) {
        std::ranges::stable_sort(rows_, [&](const auto& a, const auto& b) {
            return down ? before(wordsOf(b, column_), wordsOf(a, column_))
                        : before(wordsOf(a, column_), wordsOf(b, column_));
        });
        return;
    }
    const auto key = [&](const catalogue::ModelRow& row) {
        const auto number = numberOf(row, column_);
        return number ? (down ? -*number : *number) : std::numeric_limits<double>::infinity();
    };
    std::ranges::stable_sort(rows_, {}, key);
}

} // namespace cellwright
