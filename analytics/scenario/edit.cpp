// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/edit.h"

#include "analytics/scenario/entity_lists.h"

#include <algorithm>
#include <unordered_set>

namespace cellwright {
namespace {

template <class T>
std::string describe(const T& entity) {
    return std::string(enumLabel(refOf(Entity(entity)).kind)) + " \"" + nameOf(Entity(entity)) + "\"";
}
std::string describe(const Scenario& scenario) {
    return "Scenario \"" + scenario.name + "\"";
}

tl::unexpected<Error> conflict(const std::string& what) {
    return failure(what + " is not as this edit expects", {},
                   "apply edits in the order in which they were made");
}

template <class T>
Expected<void> insertAt(std::vector<T>& list, std::size_t index, const T& entity) {
    if (index > list.size() || entity.id.value <= 0)
        return conflict("the place of " + describe(entity));
    list.insert(list.begin() + std::ptrdiff_t(index), entity);
    return {};
}
template <class T>
Expected<void> eraseAt(std::vector<T>& list, std::size_t index, const T& entity) {
    if (index >= list.size() || !(list[index] == entity))
        return conflict(describe(entity));
    list.erase(list.begin() + std::ptrdiff_t(index));
    return {};
}
template <class T>
Expected<void> replaceAt(std::vector<T>& list, std::size_t index, const T& before, const T& after) {
    if (index >= list.size() || !(list[index] == before) || before.id != after.id)
        return conflict(describe(before));
    list[index] = after;
    return {};
}
/// Adds, removes or replaces, whichever the pair says.
template <class T>
Expected<void> changeList(std::vector<T>& list, std::size_t index, const T* before, const T* after) {
    if (before && after)
        return replaceAt(list, index, *before, *after);
    return before ? eraseAt(list, index, *before) : insertAt(list, index, *after);
}

/// The same for the entities that exist once: they can only be replaced.
template <class T, class Get, class Set>
Expected<void> changeSingle(const T* before, const T* after, Get get, Set set) {
    if (!before || !after)
        return failure("assumptions and properties can only be changed, not added or removed");
    if (!(get() == *before))
        return conflict(describe(*before));
    set(*after);
    return {};
}

template <class T>
Expected<void> changeEntity(Scenario& scenario, std::size_t index, const T* before, const T* after) {
    if constexpr (std::same_as<T, Assumptions>)
        return changeSingle(
            before, after, [&]() -> const Assumptions& { return scenario.assumptions; },
            [&](const Assumptions& value) { scenario.assumptions = value; });
    else if constexpr (std::same_as<T, ScenarioProperties>)
        return changeSingle(
            before, after, [&] { return propertiesOf(scenario); },
            [&](const ScenarioProperties& value) { setProperties(scenario, value); });
    else
        return changeList(listOf<T>(scenario), index, before, after);
}

Expected<void> applyOne(Project& project, const EntityChange& change) {
    auto* scenario = findById(project.scenarios, change.scenario);
    if (!scenario)
        return conflict("the list of scenarios");
    if (!change.before && !change.after)
        return failure("the edit holds a change without content");
    const Entity& any = change.after ? *change.after : *change.before;
    return std::visit(
        [&]<class T>(const T&) -> Expected<void> {
            const T* before = change.before ? std::get_if<T>(&*change.before) : nullptr;
            const T* after = change.after ? std::get_if<T>(&*change.after) : nullptr;
            if (bool(before) != bool(change.before))
                return failure("the edit replaces an entity with one of another kind");
            return changeEntity(*scenario, change.index, before, after);
        },
        any);
}

Expected<void> applyOne(Project& project, const ScenarioChange& change) {
    if (!change.before && !change.after)
        return failure("the edit holds a change without content");
    return changeList(project.scenarios, change.index, change.before ? &*change.before : nullptr,
                      change.after ? &*change.after : nullptr);
}

Expected<void> applyOne(Project& project, const ProjectChange& change) {
    if (!(propertiesOf(project) == change.before))
        return conflict("the project's description");
    setProperties(project, change.after);
    return {};
}

Expected<void> applyOne(Project& project, const Change& change) {
    return std::visit([&](const auto& each) { return applyOne(project, each); }, change);
}

template <class T>
Expected<void> uniqueIds(const std::vector<T>& list) {
    std::unordered_set<std::int64_t> ids;
    for (const auto& entity : list)
        if (!ids.insert(entity.id.value).second)
            return failure(describe(entity) + " has the id " + std::to_string(entity.id.value) +
                               ", which is taken",
                           {}, "use nextId() for what is new");
    return {};
}

/// Checked once per list that grew, at the end, so that adding n entities costs O(n).
Expected<void> uniqueIdsAfter(const Project& project, const Edit& edit) {
    std::unordered_set<std::int64_t> grown;
    bool scenarios = false;
    for (const auto& change : edit.changes) {
        if (const auto* entity = std::get_if<EntityChange>(&change); entity && !entity->before)
            grown.insert(entity->scenario.value);
        if (const auto* scenario = std::get_if<ScenarioChange>(&change))
            scenarios = scenarios || !scenario->before;
    }
    Expected<void> result = scenarios ? uniqueIds(project.scenarios) : Expected<void>{};
    for (const auto& scenario : project.scenarios)
        if (grown.contains(scenario.id.value))
            forEachList(scenario, [&](const auto& list) {
                if (result)
                    result = uniqueIds(list);
            });
    return result;
}

Change inverse(const EntityChange& c) {
    return EntityChange{c.scenario, c.index, c.after, c.before};
}
Change inverse(const ScenarioChange& c) {
    return ScenarioChange{c.index, c.after, c.before};
}
Change inverse(const ProjectChange& c) {
    return ProjectChange{c.after, c.before};
}
Change inverse(const Change& change) {
    return std::visit([](const auto& each) { return inverse(each); }, change);
}

/// Takes back the first `count` changes of an edit that could not be finished.
void rollBack(Project& project, const Edit& edit, std::size_t count) {
    for (std::size_t i = count; i-- > 0;)
        static_cast<void>(applyOne(project, inverse(edit.changes[i])));
}

} // namespace

EntityRef refOf(const Entity& entity) {
    const auto id = std::visit(
        []<class T>(const T& each) -> std::int64_t {
            if constexpr (isListed<T>)
                return each.id.value;
            else
                return 1;
        },
        entity);
    return {EntityKind(entity.index()), id};
}

std::string nameOf(const Entity& entity) {
    const auto name = std::visit(
        []<class T>(const T& each) -> std::string {
            if constexpr (requires { each.name; })
                return each.name;
            else
                return {};
        },
        entity);
    return name.empty() ? std::string(enumLabel(EntityKind(entity.index()))) : name;
}

std::optional<Entity> entityOf(const Scenario& scenario, EntityRef ref) {
    if (ref.kind == EntityKind::assumptions)
        return Entity(scenario.assumptions);
    if (ref.kind == EntityKind::properties)
        return Entity(propertiesOf(scenario));
    std::optional<Entity> found;
    forEachList(scenario, [&]<class T>(const std::vector<T>& list) {
        if (kindOf<T>() == ref.kind)
            if (const T* entity = findById(list, decltype(T::id){ref.id}))
                found = *entity;
    });
    return found;
}

std::vector<EntityRef> entitiesOf(const Scenario& scenario) {
    std::vector<EntityRef> refs;
    forEachList(scenario, [&]<class T>(const std::vector<T>& list) {
        for (const T& entity : list)
            refs.push_back({kindOf<T>(), entity.id.value});
    });
    refs.push_back({EntityKind::assumptions, 1});
    refs.push_back({EntityKind::properties, 1});
    return refs;
}

Edit inverse(const Edit& edit) {
    Edit back{edit.label, {}};
    back.changes.reserve(edit.changes.size());
    std::for_each(edit.changes.rbegin(), edit.changes.rend(),
                  [&](const Change& change) { back.changes.push_back(inverse(change)); });
    return back;
}

Expected<void> apply(Project& project, const Edit& edit) {
    Expected<void> result;
    std::size_t done = 0;
    while (done < edit.changes.size() && (result = applyOne(project, edit.changes[done])))
        ++done;
    if (result)
        result = uniqueIdsAfter(project, edit);
    if (!result)
        rollBack(project, edit, done);
    return result;
}

} // namespace cellwright
