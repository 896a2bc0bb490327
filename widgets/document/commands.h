// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/schema.h"
#include "widgets/document/document.h"
#include "widgets/document/entity_lists.h"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <vector>

/// What a person can do to the current scenario. Each is one undoable edit; a null result means that nothing
/// changed (Document::failed has said why). Names of new entities are unique within their kind ("Site 4").
namespace cellwright::commands {

/// A site with three sectors (azimuths 0, 120, 240) on the first carrier; a default carrier is added where
/// there is none.
EntityRef addSite(Document& document, Position position);
EntityRef addHost(Document& document, Position position, HostTier tier = HostTier::edge);
/// Refuses a link from a node to itself and a second link between the same ends (returns the existing one).
EntityRef addLink(Document& document, Endpoint from, Endpoint to);
/// Users over a polygon of at least three corners, with the scenario's first workload and deployment.
EntityRef addUserArea(Document& document, std::vector<Position> corners);
EntityRef addCarrier(Document& document);
EntityRef addWorkload(Document& document);
EntityRef addDeployment(Document& document);

/// Shifts sites, hosts and the areas and points of groups; other kinds and locked sites stay.
void moveBy(Scenario& scenario, const EntityRefs& refs, Position delta);
bool moveEntities(Document& document, const EntityRefs& refs, Position delta);
QString moveLabel(std::size_t count);

/// Removes the entities, the links that end at removed nodes, sectors of removed carriers, and references to
/// what is removed; the label counts them.
bool removeEntities(Document& document, const EntityRefs& refs);
/// Copies with fresh ids, shifted by `offset`; links between copied nodes are copied along with them. Returns
/// the copies.
EntityRefs duplicateEntities(Document& document, const EntityRefs& refs, Position offset);

/// Changes every entity of type T among `refs` in one edit.
template <class T>
bool editEntities(Document& document, const QString& label, const EntityRefs& refs,
                  std::invocable<T&> auto&& change) {
    return document.edit(label, [&](Scenario& scenario) {
        for (auto& entity : listOf<T>(scenario))
            if (std::find(refs.begin(), refs.end(), refTo(entity)) != refs.end())
                change(entity);
    });
}
/// Sets one field of every entity of type T among `refs`.
template <class T, class Value>
bool setField(Document& document, const QString& label, const EntityRefs& refs, Value T::*member,
              const std::type_identity_t<Value>& value) {
    return editEntities<T>(document, label, refs, [&](T& entity) { entity.*member = value; });
}
bool setAssumptions(Document& document, const QString& label, const Assumptions& assumptions);
bool setProperties(Document& document, const QString& label, const ScenarioProperties& properties);

/// Scenarios as a whole. New ones become current.
ScenarioId addScenario(Document& document, Scenario scenario);
ScenarioId duplicateScenario(Document& document, ScenarioId id);
bool removeScenario(Document& document, ScenarioId id);

} // namespace cellwright::commands
