// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/geography.h"
#include "data/exchange/words.h"

namespace cellwright {
namespace {

using Cells = std::vector<std::string>;

void addPlace(Cells& cells, const std::optional<GeoOrigin>& origin, const Position& position) {
    cells.insert(cells.end(), {exactText(position.x.si()), exactText(position.y.si())});
    if (!origin)
        return;
    const auto place = toGeographic(*origin, position);
    cells.insert(cells.end(), {exactText(place.latitude), exactText(place.longitude),
                               exactText(origin->latitude), exactText(origin->longitude)});
}

void addPlaceTitles(Cells& titles, const std::optional<GeoOrigin>& origin) {
    titles.insert(titles.end(), {"X", "Y"});
    if (origin)
        titles.insert(titles.end(), {"LATITUDE", "LONGITUDE", "ORIGIN_LAT", "ORIGIN_LON"});
}

/// The titles, or the cells, of an entity's fields.
template <class T>
void addTitles(Cells& titles) {
    for (const auto& [key, text] : wordsOf(T{}))
        titles.push_back(columnTitle(key));
}
template <class T>
void addWords(Cells& cells, const T& object) {
    for (auto& [key, text] : wordsOf(object))
        cells.push_back(std::move(text));
}

template <class T, class IdType>
std::string nameOf(const std::vector<T>& all, IdType id) {
    const auto* found = findById(all, id);
    return found ? found->name : std::string();
}

std::string lineOf(const Cells& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i == 0 ? "" : ",") + csvCell(cells[i]);
    return line + "\r\n";
}

std::string nameOf(const Topology& topology, const Endpoint& end) {
    return end.host ? nameOf(topology.hosts, end.host) : nameOf(topology.sites, end.site);
}

} // namespace

std::string sitesToCsv(const Scenario& scenario) {
    const auto table = siteTable(scenario);
    auto csv = lineOf(table.header);
    for (const auto& row : table.rows)
        csv += lineOf(row.cells);
    return csv;
}

std::string usersToCsv(const Scenario& scenario) {
    const auto& topology = scenario.topology;
    Cells titles{"GROUP"};
    addPlaceTitles(titles, topology.origin);
    addTitles<UserGroup>(titles);
    titles.insert(titles.end(), {"WORKLOAD", "DEPLOYMENT"});
    std::string csv = lineOf(titles);
    for (const auto& group : topology.groups) {
        Cells own;
        addWords(own, group);
        own.push_back(nameOf(scenario.workloads, group.workload));
        own.push_back(nameOf(scenario.deployments, group.deployment));
        for (const auto& point : group.points) {
            Cells cells{group.name};
            addPlace(cells, topology.origin, point);
            cells.insert(cells.end(), own.begin(), own.end());
            csv += lineOf(cells);
        }
    }
    return csv;
}

std::string linksToCsv(const Scenario& scenario) {
    std::string csv = lineOf({"NAME", "FROM", "TO", "MEDIUM", "CAPACITY", "LENGTH", "FREQUENCY", "HOP_DELAY",
                              "BACKGROUND_LOAD", "ROUTING_COST", "IN_SERVICE"});
    for (const auto& link : scenario.topology.links)
        csv +=
            lineOf({link.name, nameOf(scenario.topology, link.from), nameOf(scenario.topology, link.to),
                    std::string(enumKey(link.medium)), exactText(link.capacity.si()),
                    link.length ? exactText(link.length->si()) : "",
                    link.frequency ? exactText(link.frequency->si()) : "", exactText(link.hopDelay.si()),
                    exactText(link.backgroundLoad), exactText(link.cost), link.enabled ? "TRUE" : "FALSE"});
    return csv;
}

std::string hostsToCsv(const Scenario& scenario) {
    Cells titles{"NAME"};
    addPlaceTitles(titles, scenario.topology.origin);
    addTitles<Host>(titles);
    std::string csv = lineOf(titles);
    for (const auto& host : scenario.topology.hosts) {
        Cells cells{host.name};
        addPlace(cells, scenario.topology.origin, host.position);
        addWords(cells, host);
        csv += lineOf(cells);
    }
    return csv;
}

} // namespace cellwright
