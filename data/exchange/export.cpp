// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/geography.h"

namespace cellwright {
namespace {

std::string placeCells(const std::optional<GeoOrigin>& origin, const Position& position) {
    std::string cells = exactText(position.x.si()) + "," + exactText(position.y.si());
    if (!origin)
        return cells;
    const auto place = toGeographic(*origin, position);
    return cells + "," + exactText(place.latitude) + "," + exactText(place.longitude) + "," +
           exactText(origin->latitude) + "," + exactText(origin->longitude);
}

const char* placeHeader(const std::optional<GeoOrigin>& origin) {
    return origin ? "X,Y,LATITUDE,LONGITUDE,ORIGIN_LAT,ORIGIN_LON" : "X,Y";
}

std::string lineOf(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i == 0 ? "" : ",") + csvCell(cells[i]);
    return line + "\r\n";
}

std::string nameOf(const Topology& topology, const Endpoint& end) {
    if (const auto* site = findById(topology.sites, end.site))
        return site->name;
    const auto* host = findById(topology.hosts, end.host);
    return host ? host->name : std::string();
}

} // namespace

std::string sitesToCsv(const Scenario& scenario) {
    const auto table = siteTable(scenario);
    auto csv = lineOf(table.header);
    for (const auto& row : table.rows)
        csv += lineOf(row.cells);
    return csv;
}

std::vector<std::string> lostInCsv(const Scenario& scenario) {
    return lostInSiteTable(scenario);
}

std::string usersToCsv(const Scenario& scenario) {
    const auto& topology = scenario.topology;
    std::string csv = std::string("GROUP,") + placeHeader(topology.origin) + "\r\n";
    for (const auto& group : topology.groups)
        for (const auto& point : group.points)
            csv += csvCell(group.name) + "," + placeCells(topology.origin, point) + "\r\n";
    return csv;
}

std::string linksToCsv(const Scenario& scenario) {
    std::string csv = lineOf({"NAME", "FROM", "TO", "MEDIUM", "CAPACITY", "LENGTH", "FREQUENCY"});
    for (const auto& link : scenario.topology.links)
        csv += lineOf({link.name, nameOf(scenario.topology, link.from), nameOf(scenario.topology, link.to),
                       std::string(enumKey(link.medium)), exactText(link.capacity.si()),
                       link.length ? exactText(link.length->si()) : "",
                       link.frequency ? exactText(link.frequency->si()) : ""});
    return csv;
}

} // namespace cellwright
