// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"

/// What planners do with sites besides drawing them. As in commands.h each is one undoable edit.
namespace cellwright::commands {

/// Sites made elsewhere (a grid, an import), whose ids must be fresh. A carrier is added where there is none,
/// and sectors whose carrier is not there get the first. Returns the sites.
void putSites(Scenario& scenario, std::vector<Site> sites);
EntityRefs addSites(Document& document, const QString& label, std::vector<Site> sites);

/// Whether any of these (sites, hosts, links) can be switched, and whether all that can are on.
bool canSwitch(const Scenario& scenario, const EntityRefs& refs);
bool areOn(const Scenario& scenario, const EntityRefs& refs);
/// Switches them all off where all are on, else all on; nothing is deleted.
bool toggleOn(Document& document, const EntityRefs& refs);
bool setSectorOn(Document& document, EntityRef site, SectorId sector, bool on);

bool setStatus(Document& document, const EntityRefs& refs, SiteStatus status);
/// Locks all sites among `refs`, or unlocks them where all are locked.
bool toggleLocked(Document& document, const EntityRefs& refs);
/// The locked sites among `refs`: nobody moves them.
EntityRefs lockedAmong(const Scenario& scenario, const EntityRefs& refs);
/// Why some of `refs` cannot be moved, or nothing: "Site 3 is locked: …".
QString lockedReason(const Scenario& scenario, const EntityRefs& refs);

} // namespace cellwright::commands
