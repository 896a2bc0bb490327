// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/edit.h"
#include "analytics/scenario/entity_lists.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace cellwright {
namespace {

constexpr std::size_t absent = std::numeric_limits<std::size_t>::max();

template <class T>
std::unordered_map<std::int64_t, std::size_t> placesOf(const std::vector<T>& list) {
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < list.size(); ++i)
        places.emplace(list[i].id.value, i);
    return places;
}

template <class T>
std::size_t placeIn(const std::unordered_map<std::int64_t, std::size_t>& places, const T& entity) {
    const auto found = places.find(entity.id.value);
    return found == places.end() ? absent : found->second;
}

/// Marks a longest increasing subsequence of the targets (absent ones never belong to it): what may stay
/// where it is while everything else is taken out and put back elsewhere.
std::vector<bool> longestRise(const std::vector<std::size_t>& targets) {
    std::vector<std::size_t> tails, previous(targets.size(), absent);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i] == absent)
            continue;
        const auto place =
            std::lower_bound(tails.begin(), tails.end(), targets[i],
                             [&](std::size_t tail, std::size_t value) { return targets[tail] < value; });
        if (place != tails.begin())
            previous[i] = *std::prev(place);
        if (place == tails.end())
            tails.push_back(i);
        else
            *place = i;
    }
    std::vector<bool> stays(targets.size(), false);
    for (std::size_t i = tails.empty() ? absent : tails.back(); i != absent; i = previous[i])
        stays[i] = true;
    return stays;
}

/// Reports what turns one list into the other, to be done in this order: removals from the back, insertions
/// from the front, replacements. The sink gets (index, before or null, after or null).
template <class T, class Sink>
void compareLists(const std::vector<T>& before, const std::vector<T>& after, Sink&& sink) {
    const auto targets = placesOf(after);
    std::vector<std::size_t> target(before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        target[i] = placeIn(targets, before[i]);
    const auto stays = longestRise(target);

    std::vector<const T*> kept(after.size(), nullptr);
    for (std::size_t i = before.size(); i-- > 0;)
        if (stays[i])
            kept[target[i]] = &before[i];
        else
            sink(i, &before[i], static_cast<const T*>(nullptr));
    for (std::size_t i = 0; i < after.size(); ++i)
        if (!kept[i])
            sink(i, static_cast<const T*>(nullptr), &after[i]);
    for (std::size_t i = 0; i < after.size(); ++i)
        if (kept[i] && !(*kept[i] == after[i]))
            sink(i, kept[i], &after[i]);
}

template <class To, class T>
std::optional<To> optionalOf(const T* value) {
    return value ? std::optional<To>(*value) : std::nullopt;
}

/// Collects the changes within one scenario that exists before and after.
void compareScenarios(const Scenario& before, const Scenario& after, std::vector<Change>& changes) {
    const auto add = [&](std::size_t index, const auto* was, const auto* is) {
        changes.emplace_back(EntityChange{after.id, index, optionalOf<Entity>(was), optionalOf<Entity>(is)});
    };
    const auto compare = [&]<class T>(const std::vector<T>& list) {
        compareLists(listOf<T>(before), list, add);
    };
    forEachList(after, compare);
    if (!(before.assumptions == after.assumptions))
        add(0, &before.assumptions, &after.assumptions);
    const auto was = propertiesOf(before), is = propertiesOf(after);
    if (!(was == is))
        add(0, &was, &is);
}

} // namespace

Edit difference(const Project& before, const Project& after, std::string label) {
    Edit edit{std::move(label), {}};
    if (!(propertiesOf(before) == propertiesOf(after)))
        edit.changes.emplace_back(ProjectChange{propertiesOf(before), propertiesOf(after)});
    std::vector<std::pair<const Scenario*, const Scenario*>> common;
    compareLists(before.scenarios, after.scenarios,
                 [&](std::size_t index, const Scenario* was, const Scenario* is) {
                     if (was && is)
                         common.emplace_back(was, is);
                     else
                         edit.changes.emplace_back(
                             ScenarioChange{index, optionalOf<Scenario>(was), optionalOf<Scenario>(is)});
                 });
    for (const auto& [was, is] : common)
        compareScenarios(*was, *is, edit.changes);
    return edit;
}

} // namespace cellwright
