// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/huggingface/reader.h"

namespace cellwright::llm::huggingface {

struct ExpertNames {
    const char* count;
    const char* perToken;
    const char* width;
};
Experts readExperts(ConfigFields& fields, const ExpertNames& names);

/// The layer's feed-forward network becomes these experts.
void setExperts(Layer& layer, const Experts& experts);

/// Says in the model's note that layers for multi-token prediction are left out.
void noteNextTokenLayers(ConfigFields& fields, Model& model);

} // namespace cellwright::llm::huggingface
