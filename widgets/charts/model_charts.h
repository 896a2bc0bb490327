// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_data.h"
#include "widgets/modelstrip/strip_data.h"

#include <array>

namespace cellwright {

/// What a deployment's model weighs and does, by kind of operation.
enum class ModelChart {
    bytes, ///< of each side: what lies in memory, and what each output token moves through it
    flop,  ///< of each side, for one request: towers, prompt, answer
};

/// "Attention matrices", "Feed-forward", …
QString kindName(llm::OperationKind kind);

/// One number per kind of operation.
using ByKind = std::array<double, llm::operationKinds>;

/// Weights that a host of the range stores; a table that is head and embedding at once counts as embedding.
ByKind storedByKind(const StripData& data, llm::BlockRange range);
/// FLOP of one request in a phase. Decode is the whole answer, every one of its tokens at its own context.
ByKind flopByKind(const StripData& data, llm::BlockRange range, llm::Step::Phase phase);

/// The chart; without a model its words say why. Bars of the two sides of a cut stand apart.
ChartData modelChartData(ModelChart chart, const StripData& data);

} // namespace cellwright
