// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/geo/features.h"

namespace cellwright {

/// Reads KML 2.2: the placemarks of all folders, with points, lines, polygons and their collections, and the
/// data that they carry (Data, SimpleData). Coordinates are WGS 84 by definition. Overlays, tours, models and
/// network links are counted among what was skipped.
Expected<Features> readKml(std::string_view text, const std::string& where);

/// The scenario for Google Earth and GIS programs: a folder each of sites, hosts, links, areas and users.
/// Every site placemark carries the columns of its sectors, so that reading it back gives the same sites.
/// Fails without an origin.
Expected<std::string> toKml(const Scenario& scenario);

} // namespace cellwright
