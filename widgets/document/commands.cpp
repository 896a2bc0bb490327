// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/commands.h"

#include "widgets/document/names.h"

#include <QCoreApplication>

#include <utility>

namespace cellwright::commands {
namespace {

struct Commands {
    Q_DECLARE_TR_FUNCTIONS(Commands)
};

Carrier newCarrier(const Scenario& scenario) {
    return {.id = {nextId(scenario)}, .name = freshName(scenario.topology.carriers, Commands::tr("Carrier"))};
}

Workload newWorkload(const Scenario& scenario) {
    return {.id = {nextId(scenario)}, .name = freshName(scenario.workloads, Commands::tr("Workload"))};
}

Deployment newDeployment(const Scenario& scenario) {
    Deployment deployment{.id = {nextId(scenario)},
                          .name = freshName(scenario.deployments, Commands::tr("Deployment"))};
    if (scenario.topology.hosts.empty())
        deployment.placement = Placement::device;
    else
        deployment.host = scenario.topology.hosts.front().id;
    return deployment;
}

CarrierId firstCarrier(Scenario& scenario) {
    if (scenario.topology.carriers.empty())
        scenario.topology.carriers.push_back(newCarrier(scenario));
    return scenario.topology.carriers.front().id;
}

Site newSite(Scenario& scenario, Position position) {
    const CarrierId carrier = firstCarrier(scenario);
    std::int64_t id = nextId(scenario);
    Site site{
        .id = {id}, .name = freshName(scenario.topology.sites, Commands::tr("Site")), .position = position};
    for (int face = 0; face < 3; ++face)
        site.sectors.push_back({.id = {++id},
                                .name = std::string(1, char('A' + face)),
                                .carrier = carrier,
                                .azimuth = Degrees(120.0 * face)});
    return site;
}

QString tierName(HostTier tier) {
    switch (tier) {
    case HostTier::site:
        return Commands::tr("Site server");
    case HostTier::edge:
        return Commands::tr("Edge host");
    case HostTier::cloud:
        break;
    }
    return Commands::tr("Cloud");
}

TrustZone usualZone(HostTier tier) {
    switch (tier) {
    case HostTier::site:
        return TrustZone::premises;
    case HostTier::edge:
        return TrustZone::operatorEdge;
    case HostTier::cloud:
        break;
    }
    return TrustZone::cloudDomestic;
}

std::string nodeName(const Scenario& scenario, Endpoint end) {
    if (const auto* site = findById(scenario.topology.sites, end.site))
        return site->name;
    const auto* host = findById(scenario.topology.hosts, end.host);
    return host ? host->name : std::string();
}

const Link* linkBetween(const Scenario& scenario, Endpoint a, Endpoint b) {
    for (const auto& link : scenario.topology.links)
        if ((link.from == a && link.to == b) || (link.from == b && link.to == a))
            return &link;
    return nullptr;
}

/// Adds one entity made by `make(scenario)` to its list; the reference of what was added, or null.
template <class T>
EntityRef addOne(Document& document, const QString& label, auto&& make) {
    EntityRef added;
    const bool done = document.edit(label, [&](Scenario& scenario) {
        T entity = make(scenario);
        added = refTo(entity);
        listOf<T>(scenario).push_back(std::move(entity));
    });
    return done ? added : EntityRef{};
}

} // namespace

EntityRef addSite(Document& document, Position position) {
    return addOne<Site>(document, Commands::tr("Add site"),
                        [&](Scenario& scenario) { return newSite(scenario, position); });
}

EntityRef addHost(Document& document, Position position, HostTier tier) {
    return addOne<Host>(document, Commands::tr("Add host"), [&](Scenario& scenario) {
        return Host{.id = {nextId(scenario)},
                    .name = freshName(scenario.topology.hosts, tierName(tier)),
                    .position = position,
                    .tier = tier,
                    .zone = usualZone(tier)};
    });
}

EntityRef addLink(Document& document, Endpoint from, Endpoint to) {
    if (from == to)
        return {};
    if (const Link* present = linkBetween(document.scenario(), from, to))
        return refTo(*present);
    return addOne<Link>(document, Commands::tr("Add link"), [&](Scenario& scenario) {
        return Link{.id = {nextId(scenario)},
                    .name = nodeName(scenario, from) + " – " + nodeName(scenario, to),
                    .from = from,
                    .to = to};
    });
}

EntityRef addUserArea(Document& document, std::vector<Position> corners) {
    if (corners.size() < 3)
        return {};
    return addOne<UserGroup>(document, Commands::tr("Add user area"), [&](Scenario& scenario) {
        if (scenario.workloads.empty())
            scenario.workloads.push_back(newWorkload(scenario));
        if (scenario.deployments.empty())
            scenario.deployments.push_back(newDeployment(scenario));
        return UserGroup{.id = {nextId(scenario)},
                         .name = freshName(scenario.topology.groups, Commands::tr("Users")),
                         .area = std::move(corners),
                         .workload = scenario.workloads.front().id,
                         .deployment = scenario.deployments.front().id};
    });
}

EntityRef addCarrier(Document& document) {
    return addOne<Carrier>(document, Commands::tr("Add carrier"), newCarrier);
}

EntityRef addWorkload(Document& document) {
    return addOne<Workload>(document, Commands::tr("Add workload"), newWorkload);
}

EntityRef addDeployment(Document& document) {
    return addOne<Deployment>(document, Commands::tr("Add deployment"), newDeployment);
}

void moveBy(Scenario& scenario, const EntityRefs& refs, Position delta) {
    const auto shift = [&](Position& position) {
        position.x += delta.x;
        position.y += delta.y;
    };
    for (const EntityRef ref : refs) {
        if (auto* site = find<Site>(scenario, ref)) {
            if (!site->locked)
                shift(site->position);
        } else if (auto* host = find<Host>(scenario, ref))
            shift(host->position);
        else if (auto* group = find<UserGroup>(scenario, ref)) {
            std::ranges::for_each(group->area, shift);
            std::ranges::for_each(group->points, shift);
        }
    }
}

bool moveEntities(Document& document, const EntityRefs& refs, Position delta) {
    return document.edit(moveLabel(refs.size()), [&](Scenario& scenario) { moveBy(scenario, refs, delta); });
}

QString moveLabel(std::size_t count) {
    return count == 1 ? Commands::tr("Move one object") : Commands::tr("Move %1 objects").arg(count);
}

bool setAssumptions(Document& document, const QString& label, const Assumptions& assumptions) {
    return document.edit(label, [&](Scenario& scenario) { scenario.assumptions = assumptions; });
}

bool setProperties(Document& document, const QString& label, const ScenarioProperties& properties) {
    return document.edit(label, [&](Scenario& scenario) {
        scenario.name = properties.name;
        scenario.topology.origin = properties.origin;
    });
}

} // namespace cellwright::commands
