// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>

namespace cellwright {

/// The drawing as SVG, for pages and other drawing programs: areas, links by medium, sites with a wedge for
/// each sector, hosts, users and names, in one layer (group) per kind. A unit of the drawing is a metre of
/// the plane, with a scale bar; needs no window. What is off is drawn pale.
std::string toSvg(const Scenario& scenario);

} // namespace cellwright
