// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"

#include <concepts>
#include <vector>

namespace cellwright {

/// True for the kinds that a scenario keeps in a list; assumptions and properties exist once.
template <class T>
inline constexpr bool isListed = !std::same_as<T, Assumptions> && !std::same_as<T, ScenarioProperties>;

/// The list that holds entities of type T, of a scenario or a const scenario.
template <class T, class ScenarioType>
auto& listOf(ScenarioType& scenario) {
    // clang-format off
    if constexpr (std::same_as<T, Carrier>) return scenario.topology.carriers;
    else if constexpr (std::same_as<T, Site>) return scenario.topology.sites;
    else if constexpr (std::same_as<T, UserGroup>) return scenario.topology.groups;
    else if constexpr (std::same_as<T, Host>) return scenario.topology.hosts;
    else if constexpr (std::same_as<T, Link>) return scenario.topology.links;
    else if constexpr (std::same_as<T, AntennaPattern>) return scenario.topology.antennas;
    else if constexpr (std::same_as<T, Workload>) return scenario.workloads;
    else {
        static_assert(std::same_as<T, Deployment>);
        return scenario.deployments;
    }
    // clang-format on
}

/// Calls f(list) for each of the lists of entities, in the order of EntityKind.
template <class ScenarioType, class F>
void forEachList(ScenarioType& scenario, F&& f) {
    f(scenario.topology.carriers);
    f(scenario.topology.sites);
    f(scenario.topology.groups);
    f(scenario.topology.hosts);
    f(scenario.topology.links);
    f(scenario.topology.antennas);
    f(scenario.workloads);
    f(scenario.deployments);
}

/// The kind of an entity type, and the entity type of an alternative.
template <class T>
constexpr EntityKind kindOf() {
    return EntityKind(Entity(std::in_place_type<T>).index());
}

ScenarioProperties propertiesOf(const Scenario& scenario);
void setProperties(Scenario& scenario, const ScenarioProperties& properties);

ProjectProperties propertiesOf(const Project& project);
void setProperties(Project& project, const ProjectProperties& properties);

} // namespace cellwright
