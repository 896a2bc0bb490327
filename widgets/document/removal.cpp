// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/commands.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <set>

namespace cellwright::commands {
namespace {

struct Removal {
    Q_DECLARE_TR_FUNCTIONS(Removal)
};

using RefSet = std::set<EntityRef>;

/// What goes along or loses its target when entities go.
struct Fallout {
    RefSet links;       ///< end at a removed node
    RefSet clearedRefs; ///< groups, sites and deployments that refer to something removed
};

bool hangsOn(const RefSet& gone, Endpoint end) {
    return gone.contains({EntityKind::site, end.site.value}) ||
           gone.contains({EntityKind::host, end.host.value});
}

template <class IdType>
bool clearIfGone(const RefSet& gone, EntityKind kind, IdType& id) {
    if (!gone.contains({kind, id.value}))
        return false;
    id = {};
    return true;
}

/// Clears the references of one entity; whether there were any.
bool clearReferences(const RefSet& gone, UserGroup& group) {
    const bool workload = clearIfGone(gone, EntityKind::workload, group.workload);
    const bool deployment = clearIfGone(gone, EntityKind::deployment, group.deployment);
    return workload || deployment;
}
bool clearReferences(const RefSet& gone, Deployment& deployment) {
    const bool cleared = clearIfGone(gone, EntityKind::host, deployment.host);
    const auto erased = std::erase_if(deployment.addedHosts, [&](const AddedHost& added) {
        return gone.contains({EntityKind::host, added.host.value});
    });
    return cleared || erased > 0;
}
bool clearReferences(const RefSet& gone, Site& site) {
    bool cleared = false;
    for (auto& sector : site.sectors)
        cleared = clearIfGone(gone, EntityKind::antenna, sector.pattern) || cleared;
    const auto erased = std::erase_if(site.sectors, [&](const Sector& sector) {
        return gone.contains({EntityKind::carrier, sector.carrier.value});
    });
    return cleared || erased > 0;
}

template <class T>
void clearAll(Scenario& scenario, const RefSet& gone, Fallout& fallout) {
    for (auto& entity : listOf<T>(scenario))
        if (!gone.contains(refTo(entity)) && clearReferences(gone, entity))
            fallout.clearedRefs.insert(refTo(entity));
}

Fallout removeFrom(Scenario& scenario, const EntityRefs& refs) {
    RefSet gone(refs.begin(), refs.end());
    Fallout fallout;
    for (const auto& link : scenario.topology.links)
        if (!gone.contains(refTo(link)) && (hangsOn(gone, link.from) || hangsOn(gone, link.to)))
            fallout.links.insert(refTo(link));
    clearAll<UserGroup>(scenario, gone, fallout);
    clearAll<Deployment>(scenario, gone, fallout);
    clearAll<Site>(scenario, gone, fallout);
    gone.insert(fallout.links.begin(), fallout.links.end());
    forEachListedType([&]<class T>() {
        std::erase_if(listOf<T>(scenario), [&](const T& entity) { return gone.contains(refTo(entity)); });
    });
    return fallout;
}

QString labelOf(const Scenario& scenario, const EntityRefs& refs, const Fallout& fallout) {
    QString label = Removal::tr("Delete %1 objects").arg(refs.size());
    if (refs.size() == 1)
        if (const auto entity = entityOf(scenario, refs.front()))
            label = Removal::tr("Delete %1").arg(QString::fromStdString(nameOf(*entity)));
    QStringList along;
    if (!fallout.links.empty())
        along << (fallout.links.size() == 1 ? Removal::tr("one link")
                                            : Removal::tr("%1 links").arg(fallout.links.size()));
    if (!fallout.clearedRefs.empty())
        along << (fallout.clearedRefs.size() == 1
                      ? Removal::tr("its use in one object")
                      : Removal::tr("its use in %1 objects").arg(fallout.clearedRefs.size()));
    return along.isEmpty() ? label : Removal::tr("%1 with %2").arg(label, along.join(Removal::tr(" and ")));
}

} // namespace

bool removeEntities(Document& document, const EntityRefs& refs) {
    if (refs.empty())
        return false;
    document.cancelPreview();
    Scenario after = document.scenario();
    const Fallout fallout = removeFrom(after, refs);
    return document.edit(labelOf(document.scenario(), refs, fallout),
                         [&](Scenario& scenario) { scenario = std::move(after); });
}

} // namespace cellwright::commands
