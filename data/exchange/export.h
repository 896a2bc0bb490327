// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <string_view>

namespace cellwright {

/// One row per sector, which importSites reads back: SITE_ID, NAME, X, Y (metres), LATITUDE, LONGITUDE (where
/// the scenario has an origin), HEIGHT, AZIMUTH, DOWNTILT, PMAX, GAIN, FREQUENCY_HZ, BANDWIDTH_HZ. Numbers
/// are exact.
std::string sitesToCsv(const Scenario& scenario);
/// One row per user that is given as a point: GROUP, X, Y and, where there is an origin, LATITUDE, LONGITUDE.
std::string usersToCsv(const Scenario& scenario);

} // namespace cellwright
