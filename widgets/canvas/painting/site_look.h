// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/painting/scene_painter.h"

#include <QColor>
#include <QString>

#include <vector>

namespace cellwright {

/// One sector of a site as it is drawn.
struct WedgeLook {
    double azimuth = 0.0, width = 65.0; ///< degrees
    double reach = 1.0;                 ///< share of the full radius; higher bands reach less far
    bool on = true;
    QColor fill, edge; ///< opaque
    bool operator==(const WedgeLook&) const = default;
};

/// A site as it is drawn, without its place: equal looks share a stamp.
struct SiteLook {
    std::vector<WedgeLook> wedges; ///< the widest reach first
    SiteStatus status = SiteStatus::existing;
    bool on = true;
    bool locked = false;
    bool plain = true; ///< the colours of the wedges say nothing
    QColor dot, ground;
    [[nodiscard]] QString key() const;
};
SiteLook lookOf(const Site& site, const Topology& topology, const Theme& theme, SectorColour colour);

/// One entry of the key to the colours of the wedges.
struct SectorKeyEntry {
    QColor colour;
    QString text;
};
/// What the colours say: a band or a status each; empty for plain wedges and for directions, which are a
/// wheel.
std::vector<SectorKeyEntry> sectorKey(const Topology& topology, const Theme& theme, SectorColour colour);

} // namespace cellwright
