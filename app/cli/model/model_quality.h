// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "analytics/quality/quality.h"
#include "app/cli/shared.h"

#include <iosfwd>

namespace cellwright::cli {

/// One row as JSON: "model", "method", "scheme", "bits_per_weight", "metric", "kind", "value", "delta",
/// "unit", "setting", "label", "source"; absent values are null.
Json qualityRowJson(const quality::Tables& tables, const quality::Row& row);

/// What was published on the quality of a model in a scheme: "statement", "exact", "model" and "distance"
/// (with its parts) of the model whose rows these are, "rows". "model" and "distance" are null where nobody
/// measured the scheme.
Json qualityJson(const llm::Model& model, Scheme weights);

/// The same for people: the sentence, and a table where there are rows.
void printQuality(std::ostream& out, const llm::Model& model, Scheme weights);

} // namespace cellwright::cli
