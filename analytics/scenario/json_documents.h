// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/json_reader.h"

namespace cellwright {

/// Readers of the composite values, shared by documents and edits.
void readScenario(JsonReader& reader, const nlohmann::json& json, Scenario& out);
void readAttachments(JsonReader& reader, const nlohmann::json& json, std::vector<Project::Attachment>& out);

} // namespace cellwright
