// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/columns.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/import.h"

namespace cellwright {

Expected<ImportResult> importUsers(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings) {
    const auto table = parseCsv(text, where);
    if (!table)
        return tl::make_unexpected(table.error());
    const auto columns = Columns::find(*table, where, positionColumns);
    if (!columns)
        return tl::make_unexpected(columns.error());
    auto placed = placeRows(*table, *columns, where, scenario.topology.origin, settings.crs);
    if (!placed)
        return tl::make_unexpected(placed.error());
    if (const auto fits = checkOrigin(scenario.topology, placed->origin, where); !fits)
        return tl::make_unexpected(fits.error());

    UserGroup group;
    group.id = {nextId(scenario)};
    group.name = "Imported users";
    group.points = std::move(placed->positions);
    group.count = int(group.points.size());
    if (!scenario.workloads.empty())
        group.workload = scenario.workloads.front().id;
    if (!scenario.deployments.empty())
        group.deployment = scenario.deployments.front().id;

    ImportResult result{group.count, {}, std::move(placed->warnings)};
    if (!columns->ignored().empty())
        result.warnings.push_back("columns ignored: " + listed(columns->ignored()));
    scenario.topology.origin = placed->origin;
    scenario.topology.groups.push_back(std::move(group));
    return result;
}

} // namespace cellwright
