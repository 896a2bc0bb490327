// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/ledger_model.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "widgets/explain/derivation_model.h"

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString zoneName(TrustZone zone) {
    const std::string_view label = enumLabel(zone);
    return QString::fromUtf8(label.data(), qsizetype(label.size()));
}

QString className(privacy::DataClass dataClass) {
    using privacy::DataClass;
    switch (dataClass) {
    case DataClass::rawText:
        return LedgerModel::tr("Text");
    case DataClass::media:
        return LedgerModel::tr("Media");
    case DataClass::tokenIds:
        return LedgerModel::tr("Token ids");
    case DataClass::embedding:
        return LedgerModel::tr("Embeddings");
    case DataClass::hiddenStates:
        return LedgerModel::tr("Hidden states");
    case DataClass::kvCache:
        return LedgerModel::tr("KV cache");
    case DataClass::logits:
        return LedgerModel::tr("Logits");
    case DataClass::outputText:
        return LedgerModel::tr("Answer text");
    case DataClass::outputTokens:
        return LedgerModel::tr("Answer tokens");
    }
    return {};
}

/// What kind of knowledge a chance of recovery is. What is readable as it is needs no attack; what nobody
/// limited or measured is presumed to be recoverable.
QString recoveryKind(Label label) {
    switch (label) {
    case Label::computed:
        return LedgerModel::tr("readable");
    case Label::assumed:
        return LedgerModel::tr("presumed");
    default:
        return labelName(label);
    }
}

int alignmentOf(int column) {
    const bool number = column == LedgerModel::Size || column == LedgerModel::Tokens;
    return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
}

QString percent(double share) {
    return QString::fromStdString(roundedText(share * 100.0, 3)) + u" %"_s;
}

QString recoveryText(const privacy::Recovery<NullRecorder>& recovery) {
    const QString chance = percent(recovery.probability);
    const QString capped =
        recovery.label == Label::guarantee ? LedgerModel::tr("at most %1").arg(chance) : chance;
    return recovery.priorOnly
               ? LedgerModel::tr("%1 (%2 by guessing)").arg(capped, percent(*recovery.priorOnly))
               : capped;
}

} // namespace

void LedgerModel::setAssessments(const std::vector<Assessment>& assessments, UserGroupId group) {
    beginResetModel();
    rows_.clear();
    for (const Assessment& assessment : assessments)
        for (const GroupResult& each : assessment.groups)
            if (each.id == group)
                for (const Flow& flow : each.privacy.ledger)
                    rows_.push_back({QString::fromStdString(assessment.scenario), flow});
    endResetModel();
}

int LedgerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}
int LedgerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::ToolTipRole:
        return toolTipOf(row, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case DerivationModel::LabelRole:
        return int(row.flow.recovery.label);
    default:
        return {};
    }
}

QString LedgerModel::textOf(const Row& row, int column) {
    const Flow& flow = row.flow;
    switch (column) {
    case ScenarioName:
        return row.scenario;
    case Data:
        return className(flow.dataClass);
    case From:
        return zoneName(flow.from);
    case To:
        return zoneName(flow.to);
    case Size:
        return flow.bytes.si() > 0.0 ? QString::fromStdString(toDisplay(flow.bytes, 3)) : tr("kept there");
    case Tokens:
        return QString::fromStdString(roundedText(flow.tokens, 4)) +
               (flow.repeats ? tr(" (again)") : QString());
    case Recovery:
        return recoveryText(flow.recovery);
    case Kind:
        return recoveryKind(flow.recovery.label);
    case Readers:
        return QString::fromStdString(flow.readers);
    case Retention:
        return QString::fromStdString(flow.retention);
    default:
        return {};
    }
}

QString LedgerModel::toolTipOf(const Row& row, int column) {
    const Flow& flow = row.flow;
    if (column == Recovery || column == Kind)
        return QString::fromStdString(flow.recovery.basis);
    if (column == Tokens && flow.repeats)
        return tr("These tokens are already counted in another row.");
    QStringList lines{textOf(row, column)};
    if (flow.encryptedInTransit)
        lines += tr("Encrypted on the way; that protects against the network, not against who receives it.");
    if (flow.trustedExecution)
        lines += tr("Processed in an attested enclave; side channels remain.");
    if (!flow.note.empty())
        lines += QString::fromStdString(flow.note);
    return lines.join(u'\n');
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case ScenarioName:
        return tr("Scenario");
    case Data:
        return tr("Data");
    case From:
        return tr("From");
    case To:
        return tr("To");
    case Size:
        return tr("Bytes");
    case Tokens:
        return tr("Tokens");
    case Recovery:
        return tr("A token can be recovered");
    case Kind:
        return tr("Kind");
    case Readers:
        return tr("Who can read it");
    case Retention:
        return tr("Kept");
    default:
        return {};
    }
}

} // namespace cellwright
