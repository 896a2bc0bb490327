// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/operation_table.h"

#include "widgets/charts/model_charts.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

std::vector<ColumnHead> heads() {
    return {
        {OperationTable::tr("Operation"), u"operation"_s,
         OperationTable::tr("Tensors have their names in GGUF files")},
        {OperationTable::tr("Kind"), u"kind"_s, OperationTable::tr("As in the charts")},
        {OperationTable::tr("Parameters"), u"parameters"_s, OperationTable::tr("Exact")},
        {OperationTable::tr("Prompt FLOP"), u"prompt_flop"_s,
         OperationTable::tr("FLOP for the prompt of one request")},
        {OperationTable::tr("Prompt weights"), u"prompt_weight_bytes"_s,
         OperationTable::tr("Bytes of weights read for the prompt")},
        {OperationTable::tr("Prompt vectors"), u"prompt_activation_bytes"_s,
         OperationTable::tr("Bytes of vectors in and out for the prompt")},
        {OperationTable::tr("Prompt KV"), u"prompt_kv_bytes"_s,
         OperationTable::tr("Bytes of cache or state read and written for the prompt")},
        {OperationTable::tr("Token FLOP"), u"token_flop"_s,
         OperationTable::tr("FLOP for one output token at the end of the answer")},
        {OperationTable::tr("Token weights"), u"token_weight_bytes"_s,
         OperationTable::tr("Bytes of weights read for one output token")},
        {OperationTable::tr("Token vectors"), u"token_activation_bytes"_s,
         OperationTable::tr("Bytes of vectors in and out for one output token")},
        {OperationTable::tr("Token KV"), u"token_kv_bytes"_s,
         OperationTable::tr("Bytes of cache or state read and written for one output token")},
    };
}

} // namespace

CellTable::Row OperationTable::rowOf(const StripData& data, int block, const llm::Operation& operation) {
    Row row(ColumnCount, emptyCell());
    for (int column = Parameters; column < ColumnCount; ++column)
        row[std::size_t(column)].number = true;
    row[Name] = textCell(QString::fromUtf8(operation.name.data(), qsizetype(operation.name.size())));
    row[Kind] = textCell(kindName(operation.kind));
    row[Parameters] = countCell(operation.cost.parameters);
    const auto put = [&row](int first, const llm::Work& work) {
        row[std::size_t(first)] = flopCell(work.flop);
        row[std::size_t(first + 1)] = bytesCell(work.weightBytes);
        row[std::size_t(first + 2)] = bytesCell(work.activationBytes);
        row[std::size_t(first + 3)] = bytesCell(work.kvBytesRead + work.kvBytesWritten);
    };
    put(PromptFlop, llm::workOf(operation, data.promptStep(block)));
    if (block >= data.accounting->decoder().first && data.canBeCut())
        put(TokenFlop, llm::workOf(operation, data.lastStep()));
    return row;
}

OperationTable::OperationTable(QObject* parent)
    : CellTable(heads(), parent) {}

void OperationTable::setBlock(const StripData& data, int block) {
    std::vector<Row> rows;
    if (block >= 0 && block < data.blocks())
        for (const llm::Operation& operation : data.accounting->operations(*data.model, block))
            rows.push_back(rowOf(data, block, operation));
    setRows(std::move(rows), false);
}

} // namespace cellwright
