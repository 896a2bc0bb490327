// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <string_view>

namespace cellwright {

/// One row per sector, which importSites reads back: SITE_ID, NAME, X, Y (metres), LATITUDE, LONGITUDE (where
/// the scenario has an origin), HEIGHT, AZIMUTH, DOWNTILT, PMAX, GAIN, FREQUENCY, BANDWIDTH. Numbers are
/// exact.
std::string sitesToCsv(const Scenario& scenario);
/// One row per user that is given as a point: GROUP, X, Y and, where there is an origin, LATITUDE, LONGITUDE.
std::string usersToCsv(const Scenario& scenario);

/// The place of a point on the Earth, and back; within 0.1 % of distances up to 50 km from the origin.
Position toLocal(const GeoOrigin& origin, double latitude, double longitude);
GeoOrigin toGeographic(const GeoOrigin& origin, const Position& position);

} // namespace cellwright
