// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "app/cli/command.h"
#include "app/cli/options.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// What commands share: reading projects, and results that appear whole or not at all.
namespace cellwright::cli {

using Json = nlohmann::ordered_json;

/// A project with everything that its scenarios refer to.
struct Input {
    Project project;
    Facts facts;
};
/// Reads a project file or a project's JSON.
Expected<Input> readInput(const std::string& path);

/// The scenario of this name, or all of them for an empty name. Throws WrongUsage for an unknown name.
std::vector<const Scenario*> chooseScenarios(const Project& project, const std::string& name);

/// One document on standard output; text that is not UTF-8 is repaired, numbers that are not finite are null.
void printJson(const Json& document);
/// A message on standard error: "cellwright-cli: …".
void warn(const std::string& message);

/// Fails where the output exists and may not be replaced, before any time is spent on it.
Expected<void> checkOutput(const OutputFile& output);
/// Writes a text, whole or not at all.
Expected<void> writeText(const OutputFile& output, std::string_view text);
/// Writes a project: as JSON where the file's name ends in .json, else as a project file.
Expected<void> writeProject(const OutputFile& output, const Project& project);

} // namespace cellwright::cli
