// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"
#include "analytics/transport/aggregation.h"

#include <optional>
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

/// What the person who imports knows about a file and it does not say.
struct ImportSettings {
    std::string crs;        ///< of coordinates ("EPSG:25833"); empty: as the file says, or WGS 84
    std::string radio;      ///< of OpenCelliD: only this radio type ("NR")
    std::optional<int> mcc; ///< only cells of this country
    std::optional<int> mnc; ///< and of this network
};

/// Reads CSV (comma, semicolon or tab; quotes; LF or CRLF; UTF-8 with or without BOM) with a header line in
/// any order and case: a position as LATITUDE/LONGITUDE (WGS 84) or X/Y (metres), and optionally NAME,
/// SITE_ID, HEIGHT, AZIMUTH, MTILT, ETILT, PMAX, ANT_GAIN, BEAMWIDTH, FREQUENCY, NRARFCN or BAND, BANDWIDTH,
/// PCI, STATUS, LOCKED, TECH and what sitesToCsv writes. Rows with the same SITE_ID
/// and azimuths are the sectors of one site, and so is a list of azimuths in one row ("0/120/240"). Sites
/// without azimuths get three sectors.
///
/// With a `crs` X and Y are coordinates of that system; with ORIGIN_LAT and ORIGIN_LON they count from there
/// and are shifted to the scenario's plane. Geographic coordinates land on the local plane about
/// the scenario's origin, which is set to the centre of the data where there is none. `where` names the file
/// in messages. A wrong cell fails with its row and column, and the scenario is then untouched.
Expected<ImportResult> importSites(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings = {});

/// Reads a CSV of user positions (columns as above) into one user group of points, with the scenario's first
/// workload and deployment. With a column GROUP into a group for each of its names, which are then like what
/// the other columns that usersToCsv writes say in their first row; a group of points that the scenario has
/// by this name gets these points instead of its own.
Expected<ImportResult> importUsers(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings = {});

/// Reads a CSV of links: a column for each end (TX_SITE, RX_SITE; FROM, TO), or one with both ("A --> B"),
/// and optionally NAME, MEDIUM, CAPACITY (bit/s), LENGTH (m), FREQUENCY, HOP_DELAY (s), BACKGROUND_LOAD,
/// ROUTING_COST, IN_SERVICE. Ends are sites or hosts of the scenario by name; a scenario without any gets the
/// named ones as sites, laid out as a graph. A row that leads back along an earlier one is the same link, and
/// so is one that the scenario has under this name between these ends: it is updated.
Expected<ImportResult> importLinks(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings = {});

/// Reads a CSV of hosts: NAME, a position as above, and what hostsToCsv writes. Hosts that the scenario has
/// by their names are updated.
Expected<ImportResult> importHosts(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings = {});

/// GeoJSON, KML and KMZ of points, lines and polygons (geo/features.h says what becomes of them).
Expected<ImportResult> importGeoJson(std::string_view text, const std::string& where, Scenario& scenario,
                                     const ImportSettings& settings = {});
Expected<ImportResult> importKml(std::string_view text, const std::string& where, Scenario& scenario,
                                 const ImportSettings& settings = {});
/// GraphML as the Internet Topology Zoo writes it (network/graphml.h).
Expected<ImportResult> importGraphMl(std::string_view text, const std::string& where, Scenario& scenario,
                                     const ImportSettings& settings = {});
/// Cells of an OpenCelliD or Mozilla Location Service export, with a header line or without: grouped into
/// sites by their numbers, filtered by the settings.
Expected<ImportResult> importOpenCellId(std::string_view text, const std::string& where, Scenario& scenario,
                                        const ImportSettings& settings = {});
/// Whichever of these the text turns out to be. Fails where something is set that its kind does not ask for.
Expected<ImportResult> importAnything(std::string_view text, const std::string& where, Scenario& scenario,
                                      const ImportSettings& settings = {});

/// Adds the scenarios of a project or scenario JSON to a project, each with a fresh id.
Expected<ImportResult> importJson(std::string_view text, const std::string& where, Project& project);

/// One kind of file that a scenario can be built from.
struct Importer {
    std::string_view kind;        ///< "sites", "users", "geojson"
    std::string_view description; ///< for people
    Expected<ImportResult> (*read)(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings);
    bool takesCrs = false;     ///< whether it reads ImportSettings::crs
    bool takesFilters = false; ///< and radio, mcc and mnc
};
std::span<const Importer> importers();
Expected<Importer> importerOf(std::string_view kind);
/// Fails where something is set that this kind of file does not ask for.
Expected<void> checkSettings(const Importer& importer, const ImportSettings& settings);

/// Adds what an imported scenario lacks to be assessed, and only that: a workload, an edge host in the
/// middle, fibre from the sites to it in the shape of `backhaul`, a deployment split between device and host;
/// groups without workload or deployment get the first. Returns one sentence per assumption made.
std::vector<std::string> addMissingParts(Scenario& scenario,
                                         transport::Aggregation backhaul = transport::Aggregation::star);

} // namespace cellwright
