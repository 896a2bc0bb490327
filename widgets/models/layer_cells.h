// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/cell_table.h"
#include "widgets/modelstrip/strip_data.h"

namespace cellwright {

/// A layer as cells of the table of layers.
Cell mixerCell(const llm::Layer& layer);
Cell headsCell(const llm::Layer& layer);
Cell windowCell(const llm::Layer& layer);
Cell feedForwardCell(const llm::Layer& layer);
Cell expertsCell(const llm::Layer& layer);
/// The formats of a block's matrices, the one with most bytes first: "q4_k + q6_k".
Cell formatCell(const llm::Accounting& accounting, int block);

} // namespace cellwright
