// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/site_table.h"

#include "analytics/nr/raster.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/geography.h"

#include <string>
#include <utility>

namespace cellwright {
namespace {

/// The NR-ARFCN whose frequency is exactly this one, or nothing.
std::string channelText(Hertz frequency) {
    const auto nearest = nr::nearestArfcn(frequency);
    return nearest && nearest->offset.si() == 0.0 ? std::to_string(nearest->number) : std::string();
}

std::string yes(bool value) {
    return value ? "TRUE" : "FALSE";
}

std::string upper(std::string_view key) {
    std::string text;
    for (const char c : key)
        text += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    return text;
}

using Cells = std::vector<std::pair<std::string, std::string>>; ///< by column title

Cells siteCells(const Scenario& scenario, const Site& site) {
    Cells cells{{"SITE_ID", std::to_string(site.id.value)},
                {"NAME", site.name},
                {"SITE_X", exactText(site.position.x.si())},
                {"SITE_Y", exactText(site.position.y.si())}};
    if (const auto& origin = scenario.topology.origin) {
        const auto place = toGeographic(*origin, site.position);
        cells.insert(cells.end(), {{"LAT", exactText(place.latitude)},
                                   {"LON", exactText(place.longitude)},
                                   {"ORIGIN_LAT", exactText(origin->latitude)},
                                   {"ORIGIN_LON", exactText(origin->longitude)}});
    }
    cells.insert(cells.end(), {{"HEIGHT", exactText(site.height.si())},
                               {"PROPAGATION", std::string(enumKey(site.propagation))},
                               {"STATUS", upper(enumKey(site.status))},
                               {"LOCKED", yes(site.locked)},
                               {"ON_AIR", yes(site.enabled)}});
    return cells;
}

void addCarrier(Cells& cells, const Carrier* carrier) {
    const auto number = [&](const char* title, Hertz value) {
        cells.emplace_back(title, carrier ? exactText(value.si()) : std::string());
    };
    const Carrier c = carrier ? *carrier : Carrier{};
    cells.emplace_back("CARRIER", carrier ? c.name : "");
    cells.emplace_back("BAND", carrier ? c.band : "");
    cells.emplace_back("NRARFCN", carrier ? channelText(c.frequency) : "");
    number("FREQUENCY_HZ", c.frequency);
    number("BANDWIDTH_HZ", c.bandwidth);
    number("SCS_HZ", c.subcarrierSpacing);
}

Cells sectorCells(const Scenario& scenario, const Sector& s) {
    const bool omni = s.antenna == Antenna::omni;
    Cells cells{{"SECTOR", s.name},
                {"SECTOR_ON_AIR", yes(s.enabled)},
                {"AZIMUTH", exactText(s.azimuth.degrees())},
                {"BEAMWIDTH", omni                  ? "360"
                              : s.panelColumns == 1 ? "65"
                                                    : ""},
                {"MTILT", exactText(s.downtilt.degrees())},
                {"ETILT", exactText(s.electricalTilt.degrees())},
                {"PMAX", exactText(s.power.db())},
                {"ANT_GAIN", exactText(s.antennaGain.db())},
                {"ANTENNA", std::string(enumKey(s.antenna))},
                {"PANEL_ROWS", std::to_string(s.panelRows)},
                {"PANEL_COLUMNS", std::to_string(s.panelColumns)},
                {"BEAMS", std::to_string(s.beams)},
                {"NOISE_FIGURE", exactText(s.noiseFigure.db())},
                {"LOAD", exactText(s.load)},
                {"BIAS", exactText(s.bias.db())},
                {"PCI", s.pci ? std::to_string(*s.pci) : ""},
                {"TECH", "NR"}};
    addCarrier(cells, findById(scenario.topology.carriers, s.carrier));
    return cells;
}

void addRow(CsvTable& table, const Cells& site, const Cells& sector) {
    CsvTable::Row row{table.rows.size() + 2, {}};
    for (const auto* cells : {&site, &sector})
        for (const auto& [title, text] : *cells) {
            if (table.rows.empty())
                table.header.push_back(title);
            row.cells.push_back(text);
        }
    table.rows.push_back(std::move(row));
}

} // namespace

CsvTable siteTable(const Scenario& scenario) {
    CsvTable table;
    for (const auto& site : scenario.topology.sites) {
        const auto own = siteCells(scenario, site);
        for (const auto& sector : site.sectors)
            addRow(table, own, sectorCells(scenario, sector));
        if (!site.sectors.empty())
            continue;
        auto none = sectorCells(scenario, Sector{});
        for (auto& [title, text] : none)
            text = title == "SECTOR" ? std::string(withoutSectors) : "";
        addRow(table, own, none);
    }
    if (table.rows.empty())
        table.header = {"SITE_ID", "NAME", "SITE_X", "SITE_Y"};
    return table;
}

} // namespace cellwright
