// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/cell_table.h"
#include "widgets/modelstrip/strip_data.h"

#include <vector>

namespace cellwright {

/// The blocks of a deployed model, one per row, in the order in which they run: what each is made of, what it
/// weighs and what it does.
class LayerTable : public CellTable {
    Q_OBJECT
public:
    enum Column {
        Block,
        RunsOn,
        Mixer,
        Heads,
        Window,
        FeedForward,
        ExpertsColumn,
        Width,
        Parameters,
        Format,
        Weights,
        PromptFlop,
        TokenFlop,
        KvPerToken,
        OutputPerToken,
        ColumnCount
    };
    Q_ENUM(Column)

    explicit LayerTable(QObject* parent = nullptr);

    /// Keeps the rows, and with them selections, where the model is the same.
    void setStrip(const StripData& data);

private:
    [[nodiscard]] static Row rowOf(const StripData& data, int block);
    std::shared_ptr<const llm::Model> model_;
};

} // namespace cellwright
