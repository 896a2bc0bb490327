// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/planning/sector_places.h"

#include "analytics/scenario/scenario.h"

#include <cmath>
#include <numbers>

using namespace Qt::StringLiterals;

namespace cellwright {

std::optional<FoundSector> findSector(const Topology& topology, SectorId id) {
    for (const auto& site : topology.sites)
        if (const auto* sector = findById(site.sectors, id))
            return FoundSector{&site, sector};
    return std::nullopt;
}

QString sectorName(const Topology& topology, SectorId id) {
    const auto found = findSector(topology, id);
    return found ? QString::fromStdString(found->site->name + " " + found->sector->name)
                 : u"#%1"_s.arg(id.value);
}

Position sectorPlace(const FoundSector& found, Metres ahead) {
    const double azimuth = found.sector->azimuth.degrees() * std::numbers::pi / 180.0;
    return {found.site->position.x + ahead * std::sin(azimuth),
            found.site->position.y + ahead * std::cos(azimuth)};
}

} // namespace cellwright
