// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

#include <vector>

namespace cellwright {

/// Whether one name comes before another as people count: "Site 2" before "Site 10"; capitals do not matter.
bool countsBefore(const QString& left, const QString& right);

/// Sorts numbers as numbers and names as people count ("Site 2" before "Site 10"), and keeps the rows that
/// match every word of a filter: a word stands anywhere in the row; "STATUS=candidate", "HEIGHT>30" and
/// "PCI<100" ask one column.
class SiteFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit SiteFilter(QObject* parent = nullptr);
    void setWords(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    struct Word {
        int column = -1; ///< -1: any
        QChar sign;      ///< '=', '<' or '>'
        QString text;
    };
    static Word wordOf(const QString& text);
    [[nodiscard]] bool matches(const Word& word, int row) const;

    std::vector<Word> words_;
};

} // namespace cellwright
