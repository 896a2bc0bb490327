// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/wanted.h"
#include "analytics/kernels/providers/provider.h"

#include <string>
#include <vector>

namespace cellwright::cli {

/// What providers can measure, asked one after another.
compute::measured::Abilities abilitiesOf(std::vector<kernels::Provider*> providers);

/// At which load the work of a model is measured.
struct Load {
    int prompt = 512; ///< tokens of a prefill, 1 to 4,096
    int depth = 1024; ///< positions in the cache before a decode step
};

/// What a model does, as the profiler measures it: everything that a prediction of a prefill and of a decode
/// step at this load is put together from.
struct ModelWork {
    std::vector<kernels::Product> products;
    std::vector<kernels::OperationCase> layers;
    std::vector<std::string> notes; ///< what another format stands for, for people
};

ModelWork workOf(const llm::Model& model, const llm::Accounting& accounting, Scheme weights, const Load& load,
                 const compute::measured::Abilities& abilities);

} // namespace cellwright::cli
