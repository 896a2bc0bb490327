// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/schema.h"
#include "analytics/scenario/topology.h"

#include <QString>

#include <optional>

namespace cellwright {

/// A sector with its site, found by its id.
struct FoundSector {
    const Site* site = nullptr;
    const Sector* sector = nullptr;
};
std::optional<FoundSector> findSector(const Topology& topology, SectorId id);
/// "Roof A"
QString sectorName(const Topology& topology, SectorId id);
/// A place in front of the sector, so that lines between sectors of one site can be told apart: `ahead`
/// metres along its azimuth.
Position sectorPlace(const FoundSector& found, Metres ahead);

} // namespace cellwright
