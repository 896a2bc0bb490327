// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/schedule.h"

#include "analytics/kernels/statistics.h"

#include <algorithm>

namespace cellwright::kernels {
namespace {

constexpr double slowRun = 0.1;   ///< seconds
constexpr double blockTime = 0.2; ///< seconds: a disturbance spoils one block
constexpr std::size_t blockGroups = 16;
constexpr std::size_t fewSamples = 3;

double visitOf(const Group& group) {
    double total = 0.0;
    for (const Subject* subject : group)
        total += subject->usable() ? subject->visit() : 0.0;
    return total;
}

std::size_t fewestSamples(const Group& group) {
    std::size_t fewest = ~std::size_t(0);
    for (const Subject* subject : group)
        if (subject->usable())
            fewest = std::min(fewest, subject->samples().size());
    return fewest;
}

bool due(const Group& group, int round) {
    return round % 2 == 0 || fewestSamples(group) < fewSamples || visitOf(group) < slowRun;
}

} // namespace

std::vector<Group> groupsOf(std::span<Subject> subjects) {
    std::vector<Group> groups;
    for (Subject& subject : subjects) {
        const auto same = std::ranges::find_if(
            groups, [&](const Group& group) { return group.front()->sameWork(subject); });
        if (same != groups.end())
            same->push_back(&subject);
        else
            groups.push_back({&subject});
    }
    return groups;
}

bool settled(const Group& group, const Patience& patience) {
    return std::ranges::all_of(group, [&](const Subject* subject) {
        return !subject->usable() || (subject->samples().size() >= patience.samples &&
                                      medianError(subject->samples().all()) <= patience.error);
    });
}

void fitInto(std::span<const Group> groups, int samples, double seconds) {
    std::vector<Subject*> slowestFirst;
    double total = 0.0;
    for (const Group& group : groups)
        for (Subject* subject : group)
            if (subject->usable()) {
                slowestFirst.push_back(subject);
                total += samples * subject->visit();
            }
    std::ranges::stable_sort(slowestFirst, std::greater<>(), &Subject::visit);
    for (Subject* subject : slowestFirst) {
        if (total <= seconds)
            return;
        total -= samples * subject->visit();
        subject->leaveOut();
    }
}

std::vector<std::vector<const Group*>> blocksOf(std::span<const Group> groups, const Patience& patience,
                                                int round, std::mt19937_64& random) {
    std::vector<const Group*> order;
    for (const Group& group : groups)
        if (!settled(group, patience) && due(group, round))
            order.push_back(&group);
    std::ranges::shuffle(order, random);
    std::vector<std::vector<const Group*>> blocks;
    double time = 0.0;
    for (const Group* group : order) {
        if (blocks.empty() || time > blockTime || blocks.back().size() >= blockGroups) {
            blocks.emplace_back();
            time = 0.0;
        }
        blocks.back().push_back(group);
        time += visitOf(*group);
    }
    return blocks;
}

} // namespace cellwright::kernels
