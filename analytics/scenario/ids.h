// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace cellwright {

/// The identity of an entity within a scenario. 0 is "none". Ids survive undo, saving and copying.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    constexpr auto operator<=>(const Id&) const = default;
    constexpr explicit operator bool() const { return value != 0; }
};

using CarrierId = Id<struct CarrierTag>;
using SiteId = Id<struct SiteTag>;
using SectorId = Id<struct SectorTag>;
using UserGroupId = Id<struct UserGroupTag>;
using HostId = Id<struct HostTag>;
using LinkId = Id<struct LinkTag>;
using AntennaId = Id<struct AntennaTag>;
using WorkloadId = Id<struct WorkloadTag>;
using DeploymentId = Id<struct DeploymentTag>;
using ScenarioId = Id<struct ScenarioTag>;

/// The kinds of entity that a scenario holds in lists and that an edit can add, change or remove.
/// Sectors belong to their site and change with it. Assumptions and properties exist once, with id 1.
enum class EntityKind {
    carrier,
    site,
    userGroup,
    host,
    link,
    antenna,
    workload,
    deployment,
    assumptions,
    properties
};

/// Any entity of a scenario, by kind and number: what a selection, a violation or an edit points at.
struct EntityRef {
    EntityKind kind = EntityKind::site;
    std::int64_t id = 0;
    constexpr auto operator<=>(const EntityRef&) const = default;
    constexpr explicit operator bool() const { return id != 0; }
};

} // namespace cellwright

template <class Tag>
struct std::hash<cellwright::Id<Tag>> {
    std::size_t operator()(const cellwright::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
