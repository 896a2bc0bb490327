// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// What an import did, for the person who asked for it.
struct ImportResult {
    int imported = 0;                  ///< sites or users
    std::vector<std::string> skipped;  ///< rows left out, each with its row and reason
    std::vector<std::string> warnings; ///< columns ignored, assumptions made
};

/// Reads CSV (comma, semicolon or tab; quotes; LF or CRLF; UTF-8 with or without BOM) with a header line in
/// any order and case: a position as LATITUDE/LONGITUDE (WGS 84) or X/Y (metres), and optionally NAME,
/// SITE_ID, HEIGHT, AZIMUTH, DOWNTILT, PMAX, GAIN, FREQUENCY or BAND, BANDWIDTH. Rows with the same SITE_ID
/// and azimuths are the sectors of one site, and so is a list of azimuths in one row ("0/120/240"). Sites
/// without azimuths get three sectors.
///
/// Geographic coordinates land on the local plane about the scenario's origin, which is set to the centre of
/// the data where there is none. `where` names the file in messages. A wrong cell fails with its row and
/// column, and the scenario is then untouched.
Expected<ImportResult> importSites(std::string_view text, const std::string& where, Scenario& scenario);

/// Reads a CSV of user positions (columns as above) into one user group of points, with the scenario's first
/// workload and deployment.
Expected<ImportResult> importUsers(std::string_view text, const std::string& where, Scenario& scenario);

/// Adds the scenarios of a project or scenario JSON to a project, each with a fresh id.
Expected<ImportResult> importJson(std::string_view text, const std::string& where, Project& project);

/// One kind of file that a scenario can be built from.
struct Importer {
    std::string_view kind;        ///< "sites", "users"
    std::string_view description; ///< for people
    Expected<ImportResult> (*read)(std::string_view text, const std::string& where, Scenario& scenario);
};
std::span<const Importer> importers();
Expected<Importer> importerOf(std::string_view kind);

/// Adds what an imported scenario lacks to be assessed, and only that: a workload, an edge host in the
/// middle, a fibre link from each site to it, a deployment split between device and host; groups without
/// workload or deployment get the first. Returns one sentence per assumption made.
std::vector<std::string> addMissingParts(Scenario& scenario);

} // namespace cellwright
