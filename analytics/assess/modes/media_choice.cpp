// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/media_choice.h"

#include "analytics/assess/results.h"

#include <algorithm>
#include <array>

namespace cellwright {
namespace assessing {
namespace {

/// The scenario with another way for the media of one group, which gets a deployment of its own.
Scenario withWay(const Scenario& scenario, std::size_t group, MediaWay way) {
    Scenario changed = scenario;
    auto& users = changed.topology.groups[group];
    auto own = *findById(scenario.deployments, users.deployment);
    const bool wasSplit = own.placement == Placement::split;
    own.id = {nextId(scenario)};
    own.placement = way == MediaWay::split ? Placement::split : Placement::host;
    own.cut = wasSplit ? own.cut : 0;
    own.tailLayers = way == MediaWay::split ? own.tailLayers : 0;
    own.mediaHandling = way == MediaWay::embeddings ? MediaHandling::embeddings : MediaHandling::upload;
    users.deployment = own.id;
    changed.deployments.push_back(std::move(own));
    return changed;
}

struct Way {
    MediaWayResult result;
    Seconds restOfTtft; ///< without the airtime of the first message
    BitsPerSecond uplink;
};

Expected<Way> assessed(const Scenario& scenario, const Facts& facts, std::size_t group, MediaWay kind) {
    const auto changed = withWay(scenario, group, kind);
    const World world(changed, facts);
    if (!world.usable() || !world.plans()[group]) {
        const auto& problems = world.problems();
        return failure(problems.empty() ? "the plan cannot be made" : problems.front().what,
                       std::string(mediaWayKey(kind)), problems.empty() ? "" : problems.front().remedy);
    }
    const auto working = work(world);
    const auto& users = working.users[group];
    const auto& got = working.assessment.groups[group];
    if (users.results.empty())
        return failure("no user of this group is served", "group", "see the violations of the scenario");
    Way way;
    way.result = {kind,
                  got.ttft.mean,
                  got.endToEnd.mean,
                  got.energy.total(),
                  {},
                  got.deviceMemory,
                  got.deviceMemory <= got.deviceCapacity,
                  {}};
    way.result.uplink = requestMessages(*world.plans()[group], world.assumptions()).prompt;
    double perBit = 0.0;
    for (const auto& user : users.results)
        perBit += 1.0 / user.link.up.rateShared.si() / double(users.results.size());
    way.uplink = BitsPerSecond(1.0 / perBit);
    way.restOfTtft = got.ttft.mean - toBits(way.result.uplink) / way.uplink;
    return way;
}

/// Airtime is bytes over rate, all else is fixed: the lines cross at one rate, or at none.
std::optional<BitsPerSecond> breakEven(const Way& upload, const Way& other) {
    const double bits = toBits(upload.result.uplink - other.result.uplink).si();
    const double time = (other.restOfTtft - upload.restOfTtft).si();
    if (bits == 0.0 || time == 0.0 || (bits > 0.0) != (time > 0.0))
        return std::nullopt;
    return BitsPerSecond(bits / time);
}

} // namespace
} // namespace assessing

std::string_view mediaWayKey(MediaWay way) {
    constexpr std::array<std::string_view, 3> keys = {"upload", "embeddings", "split"};
    return keys[std::size_t(way)];
}

std::string_view mediaWayName(MediaWay way) {
    constexpr std::array<std::string_view, 3> names = {"Upload media", "Upload embeddings",
                                                       "Split after the tower"};
    return names[std::size_t(way)];
}

const MediaWayResult& MediaComparison::fastest() const {
    return *std::ranges::min_element(
        ways, {}, [](const MediaWayResult& way) { return std::pair(!way.fits, way.ttft); });
}

Expected<MediaComparison> compareMedia(const Scenario& scenario, const Facts& facts, std::size_t group) {
    const auto* users = group < scenario.topology.groups.size() ? &scenario.topology.groups[group] : nullptr;
    const auto* workload = users ? findById(scenario.workloads, users->workload) : nullptr;
    const auto* deployment = users ? findById(scenario.deployments, users->deployment) : nullptr;
    if (!workload || workload->media == MediaKind::none)
        return failure("this group sends no media", "group", "give its workload a kind of media");
    if (!deployment || deployment->placement == Placement::device ||
        deployment->cooperation == Cooperation::speculation)
        return failure("media stay on the device, or the deployment speculates", "group",
                       "choose a deployment of one model that uses a host");
    std::vector<assessing::Way> ways;
    for (const auto kind : {MediaWay::upload, MediaWay::embeddings, MediaWay::split}) {
        auto one = assessing::assessed(scenario, facts, group, kind);
        if (!one)
            return tl::make_unexpected(one.error());
        ways.push_back(std::move(*one));
    }
    MediaComparison all;
    all.uplink = ways.front().uplink;
    for (auto& way : ways) {
        if (&way != &ways.front())
            way.result.breakEvenUplink = assessing::breakEven(ways.front(), way);
        all.ways.push_back(way.result);
    }
    return all;
}

} // namespace cellwright
