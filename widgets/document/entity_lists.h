// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"
#include "analytics/scenario/entity_lists.h"

#include <concepts>

namespace cellwright {

/// The kind of an entity type that a scenario keeps in a list, as a constant.
template <class T>
constexpr EntityKind listedKind() {
    // clang-format off
    if constexpr (std::same_as<T, Carrier>) return EntityKind::carrier;
    else if constexpr (std::same_as<T, Site>) return EntityKind::site;
    else if constexpr (std::same_as<T, UserGroup>) return EntityKind::userGroup;
    else if constexpr (std::same_as<T, Host>) return EntityKind::host;
    else if constexpr (std::same_as<T, Link>) return EntityKind::link;
    else if constexpr (std::same_as<T, AntennaPattern>) return EntityKind::antenna;
    else if constexpr (std::same_as<T, Workload>) return EntityKind::workload;
    else { static_assert(std::same_as<T, Deployment>); return EntityKind::deployment; }
    // clang-format on
}

/// The reference of an entity. Costs nothing: for loops over ten thousand entities.
template <class T>
constexpr EntityRef refTo(const T& entity) {
    return {listedKind<T>(), entity.id.value};
}

/// The entity that a reference names, or null for another kind or an unknown id.
template <class T, class S>
auto* find(S& scenario, EntityRef ref) {
    auto& all = listOf<T>(scenario);
    return ref.kind == listedKind<T>() ? findById(all, decltype(T::id){ref.id}) : nullptr;
}

/// Calls f.template operator()<T>() for each type that a scenario keeps in a list.
template <class F>
void forEachListedType(F&& f) {
    f.template operator()<Carrier>();
    f.template operator()<Site>();
    f.template operator()<UserGroup>();
    f.template operator()<Host>();
    f.template operator()<Link>();
    f.template operator()<AntennaPattern>();
    f.template operator()<Workload>();
    f.template operator()<Deployment>();
}

} // namespace cellwright
