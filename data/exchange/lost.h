// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <vector>

namespace cellwright {

/// What a file of each kind does not hold of a scenario, a sentence for each kind of loss. Found by reading
/// the file back: whatever an importer makes otherwise than it was is named, so that nothing can be forgotten
/// here. Empty where all of it is there.
std::vector<std::string> lostInSiteTable(const Scenario& scenario);
std::vector<std::string> lostInUserTable(const Scenario& scenario);
std::vector<std::string> lostInLinkTable(const Scenario& scenario);
std::vector<std::string> lostInHostTable(const Scenario& scenario);
/// Of GeoJSON, KML and KMZ, which hold sites, hosts, links and users. Nothing where there is no origin.
std::vector<std::string> lostOnMap(const Scenario& scenario);

} // namespace cellwright
