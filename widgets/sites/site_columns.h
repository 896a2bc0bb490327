// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <QString>
#include <QStringList>

#include <span>
#include <vector>

namespace cellwright {

/// A sector with the site that it belongs to; a site without sectors has one row of its own.
struct SiteRow {
    SiteId site;
    SectorId sector; ///< null for a site without sectors
    bool operator==(const SiteRow&) const = default;
};

/// What a column reads and changes.
struct SiteCell {
    Scenario& scenario;
    Site& site;
    Sector* sector; ///< null where the site has none
};

/// A column of the table of sites, by the name that planners' files have.
struct SiteColumn {
    enum class Kind {
        number, ///< right-aligned, without its unit: columns paste into spreadsheets
        text,
        flag,   ///< "yes" or "no"
        choice, ///< one of choices()
    };
    const char* name; ///< "AZIMUTH"
    const char* help; ///< what it is, with its unit; translated by the table
    Kind kind = Kind::number;
    bool perSector = true;          ///< else of the site: a change shows in all rows of the site
    const char* readOnly = nullptr; ///< why it cannot be typed
    QString (*text)(const Scenario&, const Site&, const Sector*) = nullptr; ///< empty where there is none
    double (*value)(const Scenario&, const Site&, const Sector*) = nullptr; ///< of numbers, NaN where none
    /// Takes a typed text, with or without unit, or says why not.
    Expected<void> (*set)(const SiteCell&, const QString&) = nullptr;
    QStringList (*choices)(const Scenario&) = nullptr;
};

std::span<const SiteColumn> siteColumns();
/// The column of a name, or -1.
int siteColumn(std::string_view name);

/// All rows in the order of the sites.
std::vector<SiteRow> siteRows(const Scenario& scenario);

} // namespace cellwright
