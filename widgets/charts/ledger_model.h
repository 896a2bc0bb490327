// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"

#include <QAbstractTableModel>

#include <vector>

namespace cellwright {

/// The exposure ledger of one group in every scenario: which data cross from which zone to which, and what
/// can be recovered from them by whom; the basis of each chance is its tooltip. Facts beside each other: no
/// total, no ranking, no score.
class LedgerModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        ScenarioName,
        Data,
        From,
        To,
        Size,
        Tokens,
        Recovery,
        Kind,
        Readers,
        Retention,
        ColumnCount
    };
    Q_ENUM(Column)

    using QAbstractTableModel::QAbstractTableModel;
    void setAssessments(const std::vector<Assessment>& assessments, UserGroupId group);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    using Flow = privacy::Flow<NullRecorder>;
    struct Row {
        QString scenario;
        Flow flow;
    };
    [[nodiscard]] static QString textOf(const Row& row, int column);
    [[nodiscard]] static QString toolTipOf(const Row& row, int column);
    std::vector<Row> rows_;
};

} // namespace cellwright
