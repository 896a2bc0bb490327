// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "analytics/quantity/error.h"
#include "data/catalogue/model_entries.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cellwright::catalogue {

/// The model of an entry with a "config", as models.json and projects keep it:
/// {"id", "name", "licence", "source", "date", "note", "verified", "config": {…}}.
Expected<llm::Model> modelFromEntry(const nlohmann::json& entry, const std::string& where);

/// Entries and the models that they point to.
struct ModelList {
    std::vector<llm::Model> models;
    std::vector<ModelEntry> entries;
};
/// The text of models.json: {"models": [entry, …]}. An entry has a "config" or, where the architecture is not
/// public, at most "stated_parameters"; both may have "series", "kind" and "repository".
Expected<ModelList> parseModelList(std::string_view text, const std::string& where);

} // namespace cellwright::catalogue
