// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// One row per sector, with planners' names of the fields: SITE_ID, NAME, SITE_X, SITE_Y (metres), LAT, LON
/// (where the scenario has an origin, which the rows name too), HEIGHT, STATUS, LOCKED, AZIMUTH, MTILT,
/// ETILT, PMAX, ANT_GAIN, BAND, NRARFCN, PCI and what else a sector has. Numbers are exact: importSites makes
/// the same sites of it.
std::string sitesToCsv(const Scenario& scenario);
/// What of sites, sectors and carriers that table does not hold, a sentence for each kind of it.
std::vector<std::string> lostInCsv(const Scenario& scenario);
/// One row per user that is given as a point: GROUP, X, Y and, where there is an origin, LATITUDE, LONGITUDE.
std::string usersToCsv(const Scenario& scenario);
/// One row per link: NAME, FROM, TO, MEDIUM, CAPACITY (bit/s), LENGTH (m), FREQUENCY (Hz).
std::string linksToCsv(const Scenario& scenario);

} // namespace cellwright
