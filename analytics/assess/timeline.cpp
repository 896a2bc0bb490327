// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/timeline.h"

#include "analytics/assess/results.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cellwright {
namespace {

using inference::Leg;
using inference::Phase;
using inference::Place;

class Drawer {
public:
    void draw(const std::vector<Leg<NullRecorder>>& prompt, const std::vector<Leg<NullRecorder>>& token) {
        const auto order = inference::chainSchedule(inference::chainOf<NullRecorder>(prompt));
        for (std::size_t i = 0; i < prompt.size(); ++i)
            laneOf(prompt, i);
        for (const auto& slot : order) {
            add(prompt, std::size_t(slot.step), slot.job, slot.begin, slot.end);
            t_.firstToken = std::max(t_.firstToken, slot.end);
        }
        measure(prompt, order);
        Seconds now = t_.firstToken;
        for (std::size_t i = 0; i < token.size(); ++i) {
            const Seconds end = now + token[i].times.front();
            add(token, i, -1, now, end);
            now = end;
        }
        t_.secondToken = now;
    }
    Timeline take() {
        std::ranges::stable_sort(t_.bars, {}, &TimelineSlot::begin);
        return std::move(t_);
    }

private:
    using Key = std::pair<Place, int>;

    /// A delay is drawn where what comes after it happens.
    int laneOf(const std::vector<Leg<NullRecorder>>& legs, std::size_t leg) {
        while (legs[leg].place == Place::delay && leg + 1 < legs.size())
            ++leg;
        const auto& at = legs[leg];
        const auto [known, fresh] = lanes_.try_emplace({at.place, at.index}, int(t_.lanes.size()));
        if (fresh)
            t_.lanes.push_back({at.name, {}, 0.0});
        return known->second;
    }
    void add(const std::vector<Leg<NullRecorder>>& legs, std::size_t leg, int chunk, Seconds begin,
             Seconds end) {
        if (end <= begin)
            return;
        const auto& at = legs[leg];
        const auto kind = at.place == Place::delay      ? SlotKind::delay
                          : at.place != Place::computer ? SlotKind::transfer
                          : chunk < 0                   ? SlotKind::token
                                                        : SlotKind::prompt;
        t_.bars.push_back({laneOf(legs, leg), kind, chunk, at.name, begin, end});
    }
    /// Busy times and bubbles of the lanes while the prompt passes.
    void measure(const std::vector<Leg<NullRecorder>>& legs, const std::vector<inference::ChainSlot>& order) {
        std::map<int, std::pair<Seconds, Seconds>> spans;
        for (const auto& slot : order) {
            if (legs[std::size_t(slot.step)].place == Place::delay || slot.end <= slot.begin)
                continue;
            const int lane = laneOf(legs, std::size_t(slot.step));
            t_.lanes[std::size_t(lane)].busy += slot.end - slot.begin;
            auto [span, fresh] = spans.try_emplace(lane, slot.begin, slot.end);
            span->second = {std::min(span->second.first, slot.begin),
                            std::max(span->second.second, slot.end)};
        }
        for (const auto& [lane, span] : spans) {
            auto& at = t_.lanes[std::size_t(lane)];
            at.bubble = std::max(0.0, 1.0 - at.busy / (span.second - span.first));
        }
    }

    Timeline t_;
    std::map<Key, int> lanes_;
};

} // namespace

Expected<Timeline> timeline(const Scenario& scenario, const Facts& facts, std::size_t group) {
    const assessing::World world(scenario, facts);
    if (!world.usable())
        return failure("the scenario cannot be assessed", {}, "see the violations of its assessment");
    if (group >= world.plans().size() || !world.plans()[group])
        return failure("there is no such group, or its plan is incomplete", {},
                       "choose a group whose plan has no violation");
    const auto working = assessing::work(world);
    const auto& users = working.users[group];
    if (users.results.empty())
        return failure("no user of the group is served", {}, "see the violations of the assessment");
    const auto& median = users.results[users.atPercentile(assessing::Figure::ttft, 0.5)];
    if (!std::isfinite(median.timing.endToEnd.si()))
        return failure("requests wait without end", {}, "give the hosts and links more room");
    NullRecorder rec;
    const auto& plan = *world.plans()[group];
    const auto model = assessing::requestModel(rec, world, plan);
    const auto network = plan.usesHost() ? assessing::networkOf(rec, world, plan, median.link, true)
                                         : inference::Network<NullRecorder>{};
    const bool more = plan.workload->outputTokens > 1;
    Drawer drawer;
    drawer.draw(inference::promptLegs(rec, model.request, network),
                more ? inference::tokenLegs(rec, model.request, network) : std::vector<Leg<NullRecorder>>());
    return drawer.take();
}

} // namespace cellwright
