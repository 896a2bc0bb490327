// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <vector>

#include "analytics/scenario/scenario.h"

namespace cellwright {

/// The kind of an entity type that a scenario keeps in a list.
template <class T>
constexpr EntityKind kindOf() {
    // clang-format off
    if constexpr (std::same_as<T, Carrier>) return EntityKind::carrier;
    else if constexpr (std::same_as<T, Site>) return EntityKind::site;
    else if constexpr (std::same_as<T, UserGroup>) return EntityKind::userGroup;
    else if constexpr (std::same_as<T, Host>) return EntityKind::host;
    else if constexpr (std::same_as<T, Link>) return EntityKind::link;
    else if constexpr (std::same_as<T, Workload>) return EntityKind::workload;
    else { static_assert(std::same_as<T, Deployment>); return EntityKind::deployment; }
    // clang-format on
}
template <class T>
constexpr EntityRef refTo(const T& entity) {
    return {kindOf<T>(), entity.id.value};
}

/// The list that holds the entities of type T, const where the scenario is.
template <class T, class S>
    requires std::same_as<std::remove_const_t<S>, Scenario>
constexpr auto& listOf(S& scenario) {
    // clang-format off
    if constexpr (std::same_as<T, Carrier>) return scenario.topology.carriers;
    else if constexpr (std::same_as<T, Site>) return scenario.topology.sites;
    else if constexpr (std::same_as<T, UserGroup>) return scenario.topology.groups;
    else if constexpr (std::same_as<T, Host>) return scenario.topology.hosts;
    else if constexpr (std::same_as<T, Link>) return scenario.topology.links;
    else if constexpr (std::same_as<T, Workload>) return scenario.workloads;
    else { static_assert(std::same_as<T, Deployment>); return scenario.deployments; }
    // clang-format on
}

/// The entity that a reference names, or null for another kind or an unknown id.
template <class T, class S>
auto* find(S& scenario, EntityRef ref) {
    auto& all = listOf<T>(scenario);
    return ref.kind == kindOf<T>() ? findById(all, decltype(T::id){ref.id}) : nullptr;
}

/// Calls f.template operator()<T>() for each type that a scenario keeps in a list.
template <class F>
void forEachListedType(F&& f) {
    f.template operator()<Carrier>();
    f.template operator()<Site>();
    f.template operator()<UserGroup>();
    f.template operator()<Host>();
    f.template operator()<Link>();
    f.template operator()<Workload>();
    f.template operator()<Deployment>();
}

} // namespace cellwright
