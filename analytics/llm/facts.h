// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "analytics/llm/model.h"

namespace cellwright::llm {

/// A model's facts are published where they were compared with the source they name, unverified where they
/// were not, and assumed where they name none.
inline Label factLabel(const Model& model) {
    if (model.source.empty())
        return Label::assumed;
    return model.verified ? Label::published : Label::unverified;
}

} // namespace cellwright::llm
