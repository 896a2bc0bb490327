// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/cell_table.h"
#include "widgets/modelstrip/strip_data.h"

#include <vector>

namespace cellwright {

/// The operations of one block in order, with their work for the prompt and for one output token. Their sums
/// are the block's row in the table of layers.
class OperationTable : public CellTable {
    Q_OBJECT
public:
    enum Column {
        Name,
        Kind,
        Parameters,
        PromptFlop,
        PromptWeights,
        PromptActivations,
        PromptKv,
        TokenFlop,
        TokenWeights,
        TokenActivations,
        TokenKv,
        ColumnCount
    };
    Q_ENUM(Column)

    explicit OperationTable(QObject* parent = nullptr);

    /// Without a block (-1) the table is empty.
    void setBlock(const StripData& data, int block);

private:
    [[nodiscard]] static Row rowOf(const StripData& data, int block, const llm::Operation& operation);
};

} // namespace cellwright
