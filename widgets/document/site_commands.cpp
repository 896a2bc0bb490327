// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/site_commands.h"

#include "widgets/document/commands.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <span>

namespace cellwright::commands {
namespace {

struct SiteCommands {
    Q_DECLARE_TR_FUNCTIONS(SiteCommands)
};

/// Calls f(bool& on) for whatever of the references can be switched.
void forEachSwitch(Scenario& scenario, const EntityRefs& refs, auto&& f) {
    for (const EntityRef ref : refs) {
        if (auto* site = find<Site>(scenario, ref))
            f(site->enabled);
        else if (auto* host = find<Host>(scenario, ref))
            f(host->enabled);
        else if (auto* link = find<Link>(scenario, ref))
            f(link->enabled);
    }
}

std::vector<bool> switchesOf(const Scenario& scenario, const EntityRefs& refs) {
    std::vector<bool> all;
    for (const EntityRef ref : refs) {
        if (const auto* site = find<Site>(scenario, ref))
            all.push_back(site->enabled);
        else if (const auto* host = find<Host>(scenario, ref))
            all.push_back(host->enabled);
        else if (const auto* link = find<Link>(scenario, ref))
            all.push_back(link->enabled);
    }
    return all;
}

/// After the sites are in the scenario: the id of a new carrier must differ from theirs.
void giveCarriers(Scenario& scenario, std::span<Site> sites) {
    auto& carriers = scenario.topology.carriers;
    if (carriers.empty())
        carriers.push_back({.id = {nextId(scenario)}, .name = SiteCommands::tr("Carrier 1").toStdString()});
    for (auto& site : sites)
        for (auto& sector : site.sectors)
            if (!findById(carriers, sector.carrier))
                sector.carrier = carriers.front().id;
}

} // namespace

void putSites(Scenario& scenario, std::vector<Site> sites) {
    auto& all = scenario.topology.sites;
    const auto before = std::ptrdiff_t(all.size());
    std::ranges::move(sites, std::back_inserter(all));
    giveCarriers(scenario, std::span(all).subspan(std::size_t(before)));
}

EntityRefs addSites(Document& document, const QString& label, std::vector<Site> sites) {
    EntityRefs added;
    for (const auto& site : sites)
        added.push_back(refTo(site));
    const bool done = document.edit(label, [&](Scenario& scenario) { putSites(scenario, std::move(sites)); });
    return done ? added : EntityRefs{};
}

bool canSwitch(const Scenario& scenario, const EntityRefs& refs) {
    return !switchesOf(scenario, refs).empty();
}

bool areOn(const Scenario& scenario, const EntityRefs& refs) {
    const auto all = switchesOf(scenario, refs);
    return !all.empty() && std::ranges::find(all, false) == all.end();
}

bool toggleOn(Document& document, const EntityRefs& refs) {
    const bool on = !areOn(document.scenario(), refs);
    return document.edit(
        on ? SiteCommands::tr("Switch on") : SiteCommands::tr("Switch off"),
        [&](Scenario& scenario) { forEachSwitch(scenario, refs, [on](bool& enabled) { enabled = on; }); });
}

bool setSectorOn(Document& document, EntityRef site, SectorId sector, bool on) {
    return editEntities<Site>(
        document, on ? SiteCommands::tr("Switch sector on") : SiteCommands::tr("Switch sector off"), {site},
        [&](Site& owner) {
            if (auto* face = findById(owner.sectors, sector))
                face->enabled = on;
        });
}

bool setStatus(Document& document, const EntityRefs& refs, SiteStatus status) {
    return setField(document, SiteCommands::tr("Change status"), refs, &Site::status, status);
}

bool toggleLocked(Document& document, const EntityRefs& refs) {
    EntityRefs sites;
    for (const EntityRef ref : refs)
        if (find<Site>(document.scenario(), ref))
            sites.push_back(ref);
    const bool lock = lockedAmong(document.scenario(), sites).size() < sites.size();
    return setField(document, lock ? SiteCommands::tr("Lock") : SiteCommands::tr("Unlock"), sites,
                    &Site::locked, lock);
}

EntityRefs lockedAmong(const Scenario& scenario, const EntityRefs& refs) {
    EntityRefs locked;
    for (const EntityRef ref : refs)
        if (const auto* site = find<Site>(scenario, ref); site && site->locked)
            locked.push_back(ref);
    return locked;
}

QString lockedReason(const Scenario& scenario, const EntityRefs& refs) {
    const EntityRefs locked = lockedAmong(scenario, refs);
    if (locked.empty())
        return {};
    if (locked.size() > 1)
        return SiteCommands::tr("%1 of the selected sites are locked and stay where they are. "
                                "Ctrl+L unlocks them.")
            .arg(locked.size());
    return SiteCommands::tr("%1 is locked and stays where it is. Ctrl+L unlocks it.")
        .arg(QString::fromStdString(find<Site>(scenario, locked.front())->name));
}

} // namespace cellwright::commands
