// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/shared.h"
#include "data/exchange/import.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright::cli {

/// What `import` was asked for.
struct ImportOptions {
    std::string kind;
    std::vector<std::string> files;
    std::string into;        ///< an existing project file, or empty for a new one
    std::string scenario;    ///< of the existing project
    std::string id;          ///< of an attachment
    std::string world;       ///< world file of a background picture; empty: the one beside it
    ImportSettings settings; ///< coordinate system and filters
    bool allSectors = false; ///< of the scenario use the imported antenna
    bool bare = false;       ///< add nothing that the files do not say
    std::optional<std::string> model, userDevice, hostDevice;
    std::optional<Placement> placement;
    std::optional<int> cut, hostCount;
    std::optional<transport::Aggregation> backhaul;
    OutputFile output;
    bool json = false;
};

/// The kinds of file, in the order in which help lists them.
std::vector<std::string> importKinds();
/// Reads the files into the project, and completes the scenario so that it can be assessed.
Expected<ImportResult> importFiles(const ImportOptions& options, Project& project);

} // namespace cellwright::cli
