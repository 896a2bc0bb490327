// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

namespace cellwright {

/// The JSON text of a scenario or project: SI numbers in exact form, keys as in schema.h.
std::string toJsonText(const Scenario& scenario, int indent = -1);
std::string toJsonText(const Project& project, int indent = -1);

/// Reads what toJsonText wrote. Text is untrusted: wrong types, non-finite or out-of-range numbers, invalid UTF-8,
/// duplicate ids and texts beyond the limits are refused with the path of the field ("$.sites[3].height_m").
/// Absent fields take their defaults, unknown ones are ignored. `where` names the file in messages.
Expected<Scenario> scenarioFromJson(std::string_view text, const std::string& where);
Expected<Project> projectFromJson(std::string_view text, const std::string& where);

} // namespace cellwright
