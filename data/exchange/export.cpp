// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"

#include "analytics/quantity/text.h"
#include "data/exchange/csv.h"
#include "data/exchange/geography.h"

namespace cellwright {
namespace {

std::string placeCells(const std::optional<GeoOrigin>& origin, const Position& position) {
    std::string cells = exactText(position.x.si()) + "," + exactText(position.y.si());
    if (!origin)
        return cells;
    const auto place = toGeographic(*origin, position);
    return cells + "," + exactText(place.latitude) + "," + exactText(place.longitude);
}

const char* placeHeader(const std::optional<GeoOrigin>& origin) {
    return origin ? "X,Y,LATITUDE,LONGITUDE" : "X,Y";
}

std::string radioCells(const Scenario& scenario, const Sector& sector) {
    std::string cells = exactText(sector.azimuth.degrees()) + "," + exactText(sector.downtilt.degrees()) +
                        "," + exactText(sector.power.db()) + "," + exactText(sector.antennaGain.db());
    const auto* carrier = findById(scenario.topology.carriers, sector.carrier);
    if (!carrier)
        return cells + ",,";
    return cells + "," + exactText(carrier->frequency.si()) + "," + exactText(carrier->bandwidth.si());
}

} // namespace

std::string sitesToCsv(const Scenario& scenario) {
    const auto& topology = scenario.topology;
    std::string csv = std::string("SITE_ID,NAME,") + placeHeader(topology.origin) +
                      ",HEIGHT,AZIMUTH,DOWNTILT,PMAX,GAIN,FREQUENCY_HZ,BANDWIDTH_HZ\r\n";
    for (const auto& site : topology.sites) {
        const auto start = std::to_string(site.id.value) + "," + csvCell(site.name) + "," +
                           placeCells(topology.origin, site.position) + "," + exactText(site.height.si()) +
                           ",";
        for (const auto& sector : site.sectors)
            csv += start + radioCells(scenario, sector) + "\r\n";
        if (site.sectors.empty())
            csv += start + ",,,,,\r\n";
    }
    return csv;
}

std::string usersToCsv(const Scenario& scenario) {
    const auto& topology = scenario.topology;
    std::string csv = std::string("GROUP,") + placeHeader(topology.origin) + "\r\n";
    for (const auto& group : topology.groups)
        for (const auto& point : group.points)
            csv += csvCell(group.name) + "," + placeCells(topology.origin, point) + "\r\n";
    return csv;
}

} // namespace cellwright
