// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/explain/derivation_model.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>

#include <utility>

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Derivation", text);
}

QString nameText(const Derivation& derivation) {
    const QString name = QString::fromStdString(derivation.name);
    const QString symbol = QString::fromStdString(derivation.symbol);
    if (name.isEmpty() || symbol.isEmpty() || name == symbol)
        return name.isEmpty() ? symbol : name;
    return translated("%1 (%2)").arg(name, symbol);
}

QString toolTipText(const Derivation& derivation) {
    QStringList lines{nameText(derivation)};
    for (const std::string* text : {&derivation.formula, &derivation.substituted, &derivation.source})
        if (!text->empty())
            lines.append(QString::fromStdString(*text));
    if (derivation.repeated)
        lines.append(translated("Its inputs are shown where it first appears."));
    return lines.join(u'\n');
}

} // namespace

QString valueText(const Derivation& derivation) {
    if (!derivation.kind.empty())
        return QString::fromStdString(roundedSi(derivation.value, derivation.kind));
    const QString number = QString::fromStdString(roundedText(derivation.value));
    return derivation.unit.empty() ? number : number + u' ' + QString::fromStdString(derivation.unit);
}

QString labelName(Label label) {
    switch (label) {
    case Label::computed:
        return translated("computed");
    case Label::assumed:
        return translated("assumed");
    case Label::guarantee:
        return translated("guarantee");
    case Label::measured:
        return translated("measured");
    case Label::published:
        return translated("published");
    case Label::unverified:
        return translated("unverified");
    }
    return {};
}

QString labelMeaning(Label label) {
    switch (label) {
    case Label::computed:
        return translated("Follows from its inputs by the formula shown.");
    case Label::assumed:
        return translated("Typed by the user, or a default that nobody measured.");
    case Label::guarantee:
        return translated("Holds for every adversary or case under the stated assumptions.");
    case Label::measured:
        return translated("Measured on a machine, with that machine's noise.");
    case Label::published:
        return translated("Somebody's result or a standard's value, with its source.");
    case Label::unverified:
        return translated("A published value that was not checked against its source.");
    }
    return {};
}

void DerivationModel::setDerivation(std::optional<Derivation> derivation) {
    beginResetModel();
    root_ = std::move(derivation);
    nodes_.clear();
    if (root_)
        addNode(*root_, -1, 0);
    endResetModel();
}

int DerivationModel::addNode(const Derivation& derivation, int parent, int row) {
    const int self = int(nodes_.size());
    nodes_.push_back({&derivation, parent, row, {}});
    std::vector<int> children;
    for (int i = 0; i < int(derivation.inputs.size()); ++i)
        children.push_back(addNode(derivation.inputs[std::size_t(i)], self, i));
    nodes_[std::size_t(self)].children = std::move(children);
    return self;
}

const DerivationModel::Node* DerivationModel::nodeAt(const QModelIndex& index) const {
    return index.isValid() ? &nodes_[std::size_t(index.internalId())] : nullptr;
}

const Derivation* DerivationModel::derivationAt(const QModelIndex& index) const {
    const Node* node = nodeAt(index);
    return node ? node->derivation : nullptr;
}

QModelIndex DerivationModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    const Node* above = nodeAt(parent);
    return createIndex(row, column, quintptr(above ? above->children[std::size_t(row)] : 0));
}

QModelIndex DerivationModel::parent(const QModelIndex& child) const {
    const Node* node = nodeAt(child);
    if (!node || node->parent < 0)
        return {};
    return createIndex(nodes_[std::size_t(node->parent)].row, 0, quintptr(node->parent));
}

int DerivationModel::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0)
        return 0;
    const Node* node = nodeAt(parent);
    return node ? int(node->children.size()) : root_ ? 1 : 0;
}

int DerivationModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QVariant DerivationModel::data(const QModelIndex& index, int role) const {
    const Derivation* derivation = derivationAt(index);
    if (!derivation)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return textOf(*derivation, index.column());
    case Qt::ToolTipRole:
        return index.column() == Kind ? labelMeaning(derivation->label) : toolTipText(*derivation);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == Value ? Qt::AlignRight : Qt::AlignLeft));
    case LabelRole:
        return int(derivation->label);
    case NumberRole:
        return derivation->value;
    default:
        return {};
    }
}

QString DerivationModel::textOf(const Derivation& derivation, int column) {
    switch (column) {
    case Name:
        return nameText(derivation);
    case Value:
        return valueText(derivation);
    case Kind:
        return labelName(derivation.label);
    case Formula:
        return QString::fromStdString(derivation.formula);
    case Source:
        return QString::fromStdString(derivation.source);
    default:
        return {};
    }
}

QVariant DerivationModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractItemModel::headerData(section, orientation, role);
    switch (section) {
    case Name:
        return tr("Name");
    case Value:
        return tr("Value");
    case Kind:
        return tr("Kind");
    case Formula:
        return tr("Formula");
    case Source:
        return tr("Source");
    default:
        return {};
    }
}

} // namespace cellwright
