// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/geo/features.h"

namespace cellwright {

/// A scenario as features that addFeatures() reads back: a point for each sector with the columns of the
/// table of sites, points for hosts and users, lines for links, polygons for areas. Fails without an origin.
Expected<std::vector<Feature>> featuresOf(const Scenario& scenario);

} // namespace cellwright
