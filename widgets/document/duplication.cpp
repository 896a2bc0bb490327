// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/commands.h"
#include "widgets/document/names.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace cellwright::commands {
namespace {

struct Duplication {
    Q_DECLARE_TR_FUNCTIONS(Duplication)
};

/// Which copy stands for which original.
using Copies = std::map<EntityRef, EntityRef>;

void copyEntity(const Scenario& scenario, Site& site) {
    std::int64_t id = nextId(scenario);
    site.id = {id};
    for (auto& sector : site.sectors)
        sector.id = {++id};
}
void copyEntity(const Scenario& scenario, auto& entity) {
    entity.id = {nextId(scenario)};
}

template <class T>
void copyListed(Scenario& scenario, const EntityRefs& refs, Copies& copies) {
    const auto originals = listOf<T>(scenario);
    for (const T& original : originals) {
        if (std::ranges::find(refs, refTo(original)) == refs.end())
            continue;
        T copy = original;
        copyEntity(scenario, copy);
        copy.name = freshName(listOf<T>(scenario), stemOf(original.name));
        copies[refTo(original)] = refTo(copy);
        listOf<T>(scenario).push_back(std::move(copy));
    }
}

Endpoint copiedEnd(const Copies& copies, Endpoint end) {
    if (const auto site = copies.find({EntityKind::site, end.site.value}); site != copies.end())
        return {.site = {site->second.id}};
    if (const auto host = copies.find({EntityKind::host, end.host.value}); host != copies.end())
        return {.host = {host->second.id}};
    return {};
}

/// Links with both ends copied are copied too: a copied network stays connected.
void copyLinks(Scenario& scenario, Copies& copies) {
    const auto originals = scenario.topology.links;
    for (const Link& original : originals) {
        Link copy = original;
        copy.from = copiedEnd(copies, original.from);
        copy.to = copiedEnd(copies, original.to);
        if (copy.from == Endpoint{} || copy.to == Endpoint{})
            continue;
        copy.id = {nextId(scenario)};
        copy.name = freshName(scenario.topology.links, stemOf(original.name));
        copies[refTo(original)] = refTo(copy);
        scenario.topology.links.push_back(std::move(copy));
    }
}

} // namespace

EntityRefs duplicateEntities(Document& document, const EntityRefs& refs, Position offset) {
    Copies copies;
    EntityRefs added;
    const QString label = refs.size() == 1 ? Duplication::tr("Duplicate one object")
                                           : Duplication::tr("Duplicate %1 objects").arg(refs.size());
    const bool done = document.edit(label, [&](Scenario& scenario) {
        copyListed<Carrier>(scenario, refs, copies);
        copyListed<Workload>(scenario, refs, copies);
        copyListed<Deployment>(scenario, refs, copies);
        copyListed<Site>(scenario, refs, copies);
        copyListed<Host>(scenario, refs, copies);
        copyListed<UserGroup>(scenario, refs, copies);
        copyLinks(scenario, copies);
        for (const auto& [original, copy] : copies)
            added.push_back(copy);
        moveBy(scenario, added, offset);
    });
    return done ? added : EntityRefs{};
}

} // namespace cellwright::commands
