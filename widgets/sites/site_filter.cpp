// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sites/site_filter.h"

#include "widgets/sites/site_columns.h"
#include "widgets/sites/site_table_model.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// The digits that begin at a place, and where they end.
std::pair<qulonglong, qsizetype> numberAt(QStringView text, qsizetype from) {
    qsizetype end = from;
    while (end < text.size() && text[end].isDigit() && end - from < 18)
        ++end;
    return {text.mid(from, end - from).toULongLong(), end};
}

} // namespace

bool countsBefore(const QString& left, const QString& right) {
    qsizetype i = 0, j = 0;
    while (i < left.size() && j < right.size()) {
        if (left[i].isDigit() && right[j].isDigit()) {
            const auto [a, afterA] = numberAt(left, i);
            const auto [b, afterB] = numberAt(right, j);
            if (a != b)
                return a < b;
            i = afterA;
            j = afterB;
            continue;
        }
        const QChar a = left[i++].toLower(), b = right[j++].toLower();
        if (a != b)
            return a < b;
    }
    return left.size() - i < right.size() - j;
}

SiteFilter::SiteFilter(QObject* parent)
    : QSortFilterProxyModel(parent) {}

SiteFilter::Word SiteFilter::wordOf(const QString& text) {
    for (const QChar sign : {u'=', u'<', u'>'})
        if (const auto at = text.indexOf(sign); at > 0)
            if (const int column = siteColumn(text.left(at).toUpper().toStdString()); column >= 0)
                return {column, sign, text.mid(at + 1)};
    return {-1, u'=', text};
}

void SiteFilter::setWords(const QString& text) {
    words_.clear();
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts))
        words_.push_back(wordOf(word));
    invalidateFilter();
}

bool SiteFilter::matches(const Word& word, int row) const {
    const auto cell = [&](int column) { return sourceModel()->index(row, column); };
    if (word.column < 0) {
        for (int column = 0; column < sourceModel()->columnCount(); ++column)
            if (cell(column).data(Qt::EditRole).toString().contains(word.text, Qt::CaseInsensitive))
                return true;
        return false;
    }
    bool isNumber = false;
    const double wanted = word.text.toDouble(&isNumber);
    const QVariant number = cell(word.column).data(SiteTableModel::numberRole);
    if (isNumber && number.isValid()) {
        const double value = number.toDouble();
        return word.sign == u'<' ? value < wanted : word.sign == u'>' ? value > wanted : value == wanted;
    }
    const QString text = cell(word.column).data(Qt::EditRole).toString();
    if (word.sign == u'=')
        return word.text.isEmpty() ? text.isEmpty() : text.startsWith(word.text, Qt::CaseInsensitive);
    return word.sign == u'<' ? countsBefore(text, word.text) : countsBefore(word.text, text);
}

bool SiteFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    return std::ranges::all_of(words_, [&](const Word& word) { return matches(word, row); });
}

bool SiteFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(SiteTableModel::numberRole), b = right.data(SiteTableModel::numberRole);
    if (!a.isValid())
        return countsBefore(left.data(Qt::EditRole).toString(), right.data(Qt::EditRole).toString());
    // What has no number stands first, so that a missing PCI is found.
    const double x = a.toDouble(), y = b.toDouble();
    return std::isnan(x) ? !std::isnan(y) : x < y;
}

} // namespace cellwright
