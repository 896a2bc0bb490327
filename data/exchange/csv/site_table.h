// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/csv.h"
#include "data/exchange/import.h"

namespace cellwright {

/// Adds the sites of a table (see importSites), whatever file it came from.
Expected<ImportResult> addSiteTable(const CsvTable& table, const std::string& where, Scenario& scenario,
                                    const ImportSettings& settings = {});

/// In the column SECTOR: a site that has none, where otherwise three are assumed.
inline constexpr std::string_view withoutSectors = "NONE";

/// The sites as a table that addSiteTable() reads back to the same sites, one row per sector.
CsvTable siteTable(const Scenario& scenario);

} // namespace cellwright
