// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/plan.h"

namespace cellwright::assessing {

/// Gives a plan of two models that of the small one: all of its layers on the user's device, with the
/// deployment's formats and storage there. What cannot cooperate becomes a violation: an unknown small model,
/// one that does not continue a prompt, or whose context is too short; for speculation also another
/// vocabulary, a large model that is not whole on one host, and a large model without KV cache. Returns
/// whether nothing was found.
bool addSmallModel(Plan& plan, const Scenario& scenario, const Facts& facts,
                   std::vector<Violation>& violations);

/// Rows by which the tables of two models with one tokenizer may differ: they are filled up to multiples of
/// 64 or 128 (Qwen2.5 has 151,936 rows at 0.5B and 152,064 at 7B; llama.cpp drafts across up to 128).
inline constexpr std::int64_t vocabularyPadding = 128;

/// Both models must mean the same by a token, which the size of their tables does not prove: a sentence where
/// they are of different families. Empty where nothing is in doubt.
std::string vocabularyDoubt(const Plan& plan);

} // namespace cellwright::assessing
