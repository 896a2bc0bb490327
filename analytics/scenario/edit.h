// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/schema.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cellwright {

using Entity = std::variant<Carrier, Site, UserGroup, Host, Link, AntennaPattern, Workload, Deployment,
                            Assumptions, ScenarioProperties>;

EntityRef refOf(const Entity& entity);
/// The display name: the entity's own, or its kind where it has none.
std::string nameOf(const Entity& entity);

/// The entity as it stands in the scenario, or nothing.
std::optional<Entity> entityOf(const Scenario& scenario, EntityRef ref);
std::vector<EntityRef> entitiesOf(const Scenario& scenario);

/// One entity was added (no before), removed (no after) or replaced. `index` is its place in its list.
struct EntityChange {
    ScenarioId scenario;
    std::size_t index = 0;
    std::optional<Entity> before, after;
    bool operator==(const EntityChange&) const = default;
};
/// A whole scenario was added, removed or replaced.
struct ScenarioChange {
    std::size_t index = 0;
    std::optional<Scenario> before, after;
    bool operator==(const ScenarioChange&) const = default;
};
/// The project's own fields and attachments were replaced.
struct ProjectProperties {
    std::string name, description;
    std::vector<Project::Attachment> attachments;
    bool operator==(const ProjectProperties&) const = default;
};
struct ProjectChange {
    ProjectProperties before, after;
    bool operator==(const ProjectChange&) const = default;
};
using Change = std::variant<EntityChange, ScenarioChange, ProjectChange>;

/// One user action: what undo takes back in one step, and what the journal stores in one transaction.
struct Edit {
    std::string label; ///< "Move 3 sites"
    std::vector<Change> changes;
    [[nodiscard]] bool empty() const { return changes.empty(); }
    bool operator==(const Edit&) const = default;
};

/// What turns `before` into `after`, entity by entity (list order included; scenarios are matched by id).
Edit difference(const Project& before, const Project& after, std::string label);
/// The edit that takes this one back.
Edit inverse(const Edit& edit);
/// Applies all changes or none. Fails when the project is not as the edit's `before` parts say.
Expected<void> apply(Project& project, const Edit& edit);

/// JSON of an edit, for the journal: exact, locale-free; reading is checked like any untrusted input.
std::string toJsonText(const Edit& edit);
Expected<Edit> editFromJson(std::string_view text, const std::string& where);

/// JSON of one entity body, {"id": 3, "name": …}; the kind is not part of it.
std::string toJsonText(const Entity& entity);
Expected<Entity> entityFromJson(EntityKind kind, std::string_view text, const std::string& where);

} // namespace cellwright
