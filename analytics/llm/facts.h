// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "analytics/llm/model.h"

namespace cellwright::llm {

/// A model's facts are published where it says from where, else assumed.
inline Label factLabel(const Model& model) {
    return model.source.empty() ? Label::assumed : Label::published;
}

} // namespace cellwright::llm
