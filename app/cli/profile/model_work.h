// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profiler.h"
#include "analytics/llm/accounting.h"

#include <string>
#include <vector>

namespace cellwright::cli {

/// At which load the work of a model is measured.
struct Load {
    int prompt = 512; ///< tokens of a prefill, 1 to 4,096
    int depth = 1024; ///< positions in the cache before a decode step
};

/// What a model does, as the profiler measures it.
struct ModelWork {
    std::vector<kernels::Product> products;     ///< each matrix for one token, and for a prompt
    std::vector<kernels::OperationCase> layers; ///< whole layers and attention, where ours are like them
    std::vector<std::string> notes;             ///< what is left out or cut, for people
};

/// The matrices of the decoder with the tokens that they meet (of experts those that come to one of them), in
/// the formats that the scheme gives them, and layers of the Llama kind. Formats without kernel are left out;
/// rows are cut where a matrix is larger than 256 MiB, as its time is proportional to them.
ModelWork workOf(const llm::Model& model, const llm::Accounting& accounting, Scheme weights, Scheme cache,
                 const Load& load);

} // namespace cellwright::cli
