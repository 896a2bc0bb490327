// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/painting/site_look.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/beamwidth.h"
#include "analytics/scenario/schema.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct SectorKeyText {
    Q_DECLARE_TR_FUNCTIONS(SectorKey)
};

constexpr double nesting = 0.76; ///< each higher band of a site reaches so much less far

/// The place of a carrier's frequency among those of the scenario, the lowest first.
int bandIndex(const Topology& topology, CarrierId id) {
    const auto* own = findById(topology.carriers, id);
    if (!own)
        return 0;
    std::vector<double> below;
    for (const auto& carrier : topology.carriers)
        if (carrier.frequency < own->frequency)
            below.push_back(carrier.frequency.si());
    std::ranges::sort(below);
    const auto repeated = std::ranges::unique(below);
    return int(below.size() - repeated.size());
}

/// How many lower frequencies the same site radiates.
int lowerBands(const Site& site, const Topology& topology, const Sector& sector) {
    const auto* own = findById(topology.carriers, sector.carrier);
    std::vector<double> below;
    for (const auto& other : site.sectors)
        if (const auto* carrier = findById(topology.carriers, other.carrier);
            own && carrier && carrier->frequency < own->frequency &&
            std::ranges::find(below, carrier->frequency.si()) == below.end())
            below.push_back(carrier->frequency.si());
    return int(below.size());
}

QColor statusColour(const Theme& theme, SiteStatus status) {
    switch (status) {
    case SiteStatus::existing:
        return theme.category(0);
    case SiteStatus::proposed:
        return theme.category(1);
    case SiteStatus::candidate:
        break;
    }
    return theme.category(3);
}

QColor opaque(QColor colour) {
    colour.setAlpha(255);
    return colour;
}

QColor wedgeColour(const Site& site, const Sector& sector, const Topology& topology, const Theme& theme,
                   SectorColour colour) {
    switch (colour) {
    case SectorColour::azimuth:
        return QColor::fromRgb(cyclicColour(sector.azimuth.degrees() / 360.0));
    case SectorColour::band:
        return theme.category(bandIndex(topology, sector.carrier));
    case SectorColour::status:
        return statusColour(theme, site.status);
    case SectorColour::plain:
        break;
    }
    return opaque(theme.sectorFill);
}

WedgeLook wedgeOf(const Site& site, const Sector& sector, const Topology& topology, const Theme& theme,
                  SectorColour colour) {
    WedgeLook wedge{.azimuth = sector.azimuth.degrees(),
                    .width = radio::horizontalBeamwidth(sector, topology).degrees(),
                    .reach = std::pow(nesting, lowerBands(site, topology, sector)),
                    .on = site.enabled && sector.enabled};
    wedge.fill = wedge.on ? wedgeColour(site, sector, topology, theme, colour) : theme.siteOff;
    wedge.edge = !wedge.on ? theme.siteOff : colour == SectorColour::plain ? theme.site : wedge.fill;
    return wedge;
}

/// "n78, 3.5 GHz", or the frequency alone.
QString bandText(const Carrier& carrier) {
    const QString frequency = QString::fromStdString(toDisplay(carrier.frequency, 4));
    return carrier.band.empty() ? frequency
                                : u"%1, %2"_s.arg(QString::fromStdString(carrier.band), frequency);
}

} // namespace

SiteLook lookOf(const Site& site, const Topology& topology, const Theme& theme, SectorColour colour) {
    SiteLook look{.status = site.status,
                  .on = site.enabled,
                  .locked = site.locked,
                  .plain = colour == SectorColour::plain,
                  .dot = site.enabled ? theme.site : theme.siteOff,
                  .ground = theme.canvas};
    for (const auto& sector : site.sectors)
        look.wedges.push_back(wedgeOf(site, sector, topology, theme, colour));
    std::ranges::stable_sort(look.wedges, std::greater(), &WedgeLook::reach);
    return look;
}

QString SiteLook::key() const {
    QString key = u"%1%2%3%4 %5"_s.arg(int(status)).arg(on).arg(locked).arg(plain).arg(dot.rgba(), 0, 16);
    for (const auto& wedge : wedges)
        key += u" %1/%2/%3/%4/%5"_s.arg(wedge.azimuth)
                   .arg(wedge.width)
                   .arg(wedge.reach)
                   .arg(wedge.on)
                   .arg(wedge.fill.rgba(), 0, 16);
    return key;
}

std::vector<SectorKeyEntry> sectorKey(const Topology& topology, const Theme& theme, SectorColour colour) {
    std::vector<SectorKeyEntry> entries;
    if (colour == SectorColour::status) {
        for (const auto& entry : EnumText<SiteStatus>::entries)
            entries.push_back({statusColour(theme, entry.value),
                               QCoreApplication::translate("Schema", std::string(entry.label).c_str())});
    } else if (colour == SectorColour::band) {
        std::vector<const Carrier*> carriers;
        for (const auto& carrier : topology.carriers)
            carriers.push_back(&carrier);
        std::ranges::stable_sort(carriers, {}, [](const Carrier* c) { return c->frequency; });
        for (const Carrier* carrier : carriers)
            if (const QColor shade = theme.category(bandIndex(topology, carrier->id));
                entries.empty() || entries.back().colour != shade)
                entries.push_back({shade, bandText(*carrier)});
    }
    return entries;
}

} // namespace cellwright
