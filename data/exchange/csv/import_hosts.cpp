// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/columns.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/csv/table_words.h"
#include "data/exchange/import.h"
#include "data/exchange/known.h"

namespace cellwright {

Expected<ImportResult> importHosts(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings) {
    const auto table = parseCsv(text, where);
    if (!table)
        return tl::make_unexpected(table.error());
    const auto columns = Columns::find(*table, where, positionColumns);
    if (!columns)
        return tl::make_unexpected(columns.error());
    const auto placed = placeRows(*table, *columns, where, scenario.topology.origin, settings.crs);
    if (!placed)
        return tl::make_unexpected(placed.error());
    if (const auto fits = checkOrigin(scenario.topology, placed->origin, where); !fits)
        return tl::make_unexpected(fits.error());

    const TableWords words(*table, where);
    auto hosts = scenario.topology.hosts;
    Known<Host> known(hosts);
    auto id = nextId(scenario);
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        const auto& row = table->rows[i];
        const auto name = words.text(row, "name");
        if (name.empty())
            return failure("the host has no name", words.at(row, "name"), "give each host a NAME");
        const auto [met, free] = known.meet(name);
        auto& host = met ? hosts[*met] : hosts.emplace_back();
        if (!met)
            host.id = {id++};
        host.name = free;
        host.position = settled(host.position, placed->positions[i]);
        if (const auto read = words.read(row, host); !read)
            return tl::make_unexpected(read.error());
    }
    ImportResult result{int(table->rows.size()), {}, placed->warnings};
    known.say("hosts", result);
    if (const auto ignored = words.ignored<Host>(columns->ignored(), {"name"}); !ignored.empty())
        result.warnings.push_back("columns ignored: " + listed(ignored));
    scenario.topology.hosts = std::move(hosts);
    scenario.topology.origin = placed->origin;
    return result;
}

} // namespace cellwright
