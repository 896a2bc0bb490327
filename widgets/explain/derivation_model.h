// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"

#include <QAbstractItemModel>

#include <memory>
#include <optional>
#include <vector>

namespace cellwright {

/// A derivation as a tree for views: the number itself is the only row at the top, its inputs are below it.
class DerivationModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Name, Value, Kind, Formula, Source, ColumnCount };
    Q_ENUM(Column)
    enum Role {
        LabelRole = Qt::UserRole, ///< int of Label, on every column
        NumberRole,               ///< the value as double
    };

    using QAbstractItemModel::QAbstractItemModel;
    void setDerivation(std::optional<Derivation> derivation);
    [[nodiscard]] const Derivation* derivationAt(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    /// Derivations do not know their parents; views ask for them.
    struct Node {
        const Derivation* derivation = nullptr;
        int parent = -1;
        int row = 0;
        std::vector<int> children;
    };
    static QString textOf(const Derivation& derivation, int column);
    int addNode(const Derivation& derivation, int parent, int row);
    [[nodiscard]] const Node* nodeAt(const QModelIndex& index) const;

    std::optional<Derivation> root_;
    std::vector<Node> nodes_;
};

/// "12.4 ms", with the unit that suits the number.
QString valueText(const Derivation& derivation);
/// What a label is called, and what it means in one sentence.
QString labelName(Label label);
QString labelMeaning(Label label);

} // namespace cellwright
