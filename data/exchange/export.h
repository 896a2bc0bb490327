// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

// Tables that the importers of their kind make the same objects of: numbers are exact, in SI units. What a
// table does not hold is in lost.h.

/// One row per sector, with planners' names of the fields: SITE_ID, NAME, SITE_X, SITE_Y (metres), LAT, LON
/// (where the scenario has an origin, which the rows name too), HEIGHT, STATUS, LOCKED, AZIMUTH, MTILT,
/// ETILT, PMAX, ANT_GAIN, BAND, NRARFCN, PCI and what else a sector has.
std::string sitesToCsv(const Scenario& scenario);
/// One row per user that is given as a point: GROUP, X, Y and, where there is an origin, LATITUDE, LONGITUDE,
/// ORIGIN_LAT, ORIGIN_LON; then what the group is like (DEVICE, POWER, ENCLOSURE, SPEED ...) and the names of
/// its WORKLOAD and DEPLOYMENT.
std::string usersToCsv(const Scenario& scenario);
/// One row per link: NAME, FROM, TO, MEDIUM, CAPACITY (bit/s), LENGTH (m), FREQUENCY (Hz), HOP_DELAY (s),
/// BACKGROUND_LOAD, ROUTING_COST, IN_SERVICE.
std::string linksToCsv(const Scenario& scenario);
/// One row per host: NAME, its place as that of a user, TIER, ZONE, DEVICE, COUNT, PUE, ENABLED.
std::string hostsToCsv(const Scenario& scenario);

} // namespace cellwright
