// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/user.h"

#include "analytics/assess/modes/cascade.h"
#include "analytics/assess/modes/speculation.h"
#include "analytics/assess/modes/storage.h"
#include "analytics/assess/ways.h"

#include <algorithm>
#include <cmath>

namespace cellwright::assessing {
namespace {

template <class R>
radio::UserLinkOf<R> linkOf(R& rec, const World& world, std::size_t group, std::size_t user) {
    if constexpr (!R::recording) {
        return world.links(group)[user]; // made by the same function when the world was
    } else {
        const auto& known = world.links(group)[user];
        const auto& members = world.field().groups()[group];
        const auto sharing = world.field().sharing(known.cell, group);
        return radio::evaluateUser(rec, world.field(), members.positions[user], members.group, sharing,
                                   members.indoors[user]);
    }
}

/// The delay of one direction out of its steps and the further rounds of HARQ.
template <class R>
Of<Seconds, R> waitForAir(R& rec, const Assumptions& assumptions, const nr::AccessDelay& delay,
                          const char* symbol, const char* name) {
    using N = typename R::Number;
    std::vector<Of<Seconds, R>> steps;
    for (const auto& step : delay.steps)
        steps.push_back(rec.input(step.mean, step.symbol, step.name, Label::computed, step.source));
    const auto first = rec.name(rec.template sum<Of<Seconds, R>>(steps), "t_1", "first transmission",
                                "numerology and slot pattern of the carrier");
    const auto round = rec.input(delay.retransmission, "t_HARQ", "one more round of HARQ", Label::computed,
                                 "TR 37.910 clause 5.7.1");
    const N errors = rec.input(assumptions.blockErrorRate, "BLER", "block error rate", Label::assumed,
                               "assumptions", "share");
    return rec.name(first + round * (errors / (N(1.0) - errors)), symbol, name,
                    "steps of TR 37.910 clause 5.7.1, each transmission failing with the same chance");
}

template <class R>
LinkPlace placeOf(const radio::UserLinkOf<R>& link) {
    return {link.site, link.cell, plain(link.up.rateShared), plain(link.down.rateShared)};
}

/// Where the request's work is done, and what it sends over how many links.
template <class R>
EnergyPlace<R> placeOf(R& rec, const World& world, const Plan& plan, const radio::UserLinkOf<R>& link,
                       const RequestModel<R>& model) {
    EnergyPlace<R> place;
    if (!plan.usesNetwork())
        return place;
    place.site = findById(world.scenario().topology.sites, link.site);
    place.siteLoad = place.site ? world.siteLoad(*place.site) : 0.0;
    const auto& network = world.field().network();
    const auto& cell = network.cells[std::size_t(link.cell)];
    place.siteLoadLabel = cell.loadLabel();
    place.frequency = network.carriers[std::size_t(cell.carrier)].carrier.frequency;
    place.fullUplink = link.up.rateAlone;
    place.fullDownlink = link.down.rateAlone;
    place.uplinkShare = link.up.share;
    place.downlinkShare = link.down.share;
    for (const auto& stream : streams(rec, plan, model.request.messages, model.outputTokens)) {
        const auto endOf = [&](const Host* host) {
            return host ? Endpoint{{}, host->id} : Endpoint{link.site, {}};
        };
        const auto* route = stream.to ? world.route(endOf(stream.from), endOf(stream.to))
                                      : world.route(endOf(nullptr), endOf(stream.from));
        place.sent.push_back({int(route->hops.size()), stream.bytes});
    }
    for (const auto& computer : plan.computers)
        place.utilisation.push_back(computer.host ? world.utilisation(computer.host->id) : 0.0);
    return place;
}

bool endless(Seconds time) {
    return !std::isfinite(time.si());
}

template <class R>
bool endlessBetweenHosts(const inference::Request<R>& request) {
    const auto any = [](const std::vector<Of<Seconds, R>>& times) {
        return std::ranges::any_of(times, [](const auto& time) { return endless(plain(time)); });
    };
    return endless(plain(request.feedback.delay)) ||
           std::ranges::any_of(request.stages, [&](const inference::StageTimes<R>& stage) {
               return endless(plain(stage.onward.delay)) || endless(plain(stage.promptOnward.delay)) ||
                      endless(plain(stage.decodeExchange)) || any(stage.prefillExchange) ||
                      any(stage.handOver);
           });
}

/// The request where queues that grow without end are empty: as the requests that get through are served.
template <class R>
inference::Request<R> withoutEndlessQueues(R& rec, const World& world, const Plan& plan,
                                           const inference::Request<R>& request) {
    auto served = endlessBetweenHosts(request) ? requestModel(rec, world, plan, false).request : request;
    for (std::size_t i = 0; i < served.stages.size(); ++i)
        served.stages[i].wait =
            endless(plain(request.stages[i].wait)) ? Of<Seconds, R>() : request.stages[i].wait;
    return served;
}

template <class R>
bool isEndless(const inference::Timing<R>& timing) {
    return endless(plain(timing.endToEnd));
}

} // namespace

template <class R>
Of<Seconds, R> uplinkGrant(R& rec, const World& world, int cell) {
    const auto& assumptions = world.assumptions();
    if (assumptions.uplinkGrantDelay)
        return rec.input(*assumptions.uplinkGrantDelay, "t_grant", "uplink grant", Label::assumed,
                         "assumptions: uplink grant delay");
    return waitForAir(rec, assumptions, world.access(cell).up, "t_grant", "uplink grant and first block");
}

template <class R>
Of<Seconds, R> downlinkDelay(R& rec, const World& world, int cell) {
    const auto& assumptions = world.assumptions();
    if (assumptions.downlinkDelay)
        return rec.input(*assumptions.downlinkDelay, "t_sched", "downlink scheduling", Label::assumed,
                         "assumptions: downlink delay");
    return waitForAir(rec, assumptions, world.access(cell).down, "t_sched",
                      "downlink scheduling and first block");
}

template <class R>
inference::Network<R> networkOf(R& rec, const World& world, const Plan& plan,
                                const radio::UserLinkOf<R>& link, bool queued) {
    const auto& assumptions = world.assumptions();
    const Endpoint site{link.site, {}};
    inference::Network<R> network;
    network.uplinkRate = link.up.rateShared;
    network.downlinkRate = link.down.rateShared;
    const auto& first = plan.source ? *plan.source : plan.promptHost();
    const auto& last = plan.source ? *plan.source : plan.lastHost();
    network.there = hopOf(rec, world, site, {{}, first.id}, queued);
    network.back = &last == &first ? network.there : hopOf(rec, world, site, {{}, last.id}, queued);
    if (!plan.source && &plan.firstHost() != &plan.promptHost())
        network.later = hopOf(rec, world, site, {{}, plan.firstHost().id}, queued);
    network.uplinkGrant = uplinkGrant(rec, world, link.cell);
    network.downlinkDelay = downlinkDelay(rec, world, link.cell);
    network.coreDelay = rec.input(assumptions.coreDelay, "t_core", "user-plane function, one way",
                                  Label::assumed, "assumptions: core delay");
    return network;
}

namespace {

/// One model, with drafts where a small one helps it.
template <class R>
Expected<UserResult<R>> evaluateModel(R& rec, const World& world, const Plan& plan,
                                      const radio::UserLinkOf<R>& link, const RequestModel<R>& alone,
                                      int draftLength) {
    UserResult<R> result;
    const auto drafting = plan.speculates()
                              ? std::optional(withDrafts(rec, plan, world.assumptions(), alone, draftLength))
                              : std::nullopt;
    const auto& model = drafting ? *drafting : alone;
    const auto timed = [&](const inference::Request<R>& request, const inference::Network<R>& network) {
        const auto whole = prepared(rec, plan, alone.preparation, network,
                                    inference::timing(rec, request, network), result.storage);
        return drafting ? speculativeTiming(rec, plan, model, network, whole, draftLength, result.cooperation)
                        : whole;
    };
    result.link = link;
    const auto networkWith = [&](bool queued) {
        return plan.usesNetwork() ? networkOf(rec, world, plan, result.link, queued)
                                  : inference::Network<R>{};
    };
    const auto network = networkWith(true);
    result.timing = timed(alone.request, network);
    result.outcomes = coldOutcomes(alone.preparation, result.timing);
    result.media = alone.preparation.media;
    auto served = result.timing;
    // Where a queue grows without end, the energy is that of the requests that get through.
    if (isEndless(served)) {
        const bool queued = !endless(plain(network.there.delay)) && !endless(plain(network.back.delay)) &&
                            !(network.later && endless(plain(network.later->delay)));
        served = timed(withoutEndlessQueues(rec, world, plan, alone.request), networkWith(queued));
    }
    auto energy = requestEnergy(rec, plan, world.assumptions(), model, served,
                                placeOf(rec, world, plan, result.link, model));
    if (!energy)
        return tl::make_unexpected(energy.error());
    result.energy = *energy;
    return result;
}

} // namespace

template <class R>
Expected<UserResult<R>> evaluateLink(R& rec, const World& world, std::size_t group,
                                     const radio::UserLinkOf<R>& link, const RequestModel<R>& model) {
    const auto& plan = *world.plans()[group];
    const int drafts = plan.speculates() ? world.draftLength(group, placeOf(link)) : 0;
    auto large = evaluateModel(rec, world, plan, link, model, drafts);
    if (!large || !plan.cascades())
        return large;
    const auto small = evaluateModel(rec, world, *plan.small, link, *model.small, 0);
    if (!small)
        return small;
    return cascaded(rec, plan, *small, *large);
}

template <class R>
Expected<UserResult<R>> evaluateUser(R& rec, const World& world, std::size_t group, std::size_t user,
                                     const RequestModel<R>& model) {
    return evaluateLink(rec, world, group, linkOf(rec, world, group, user), model);
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Seconds, R> uplinkGrant(R&, const World&, int);                                              \
    template Of<Seconds, R> downlinkDelay(R&, const World&, int);                                            \
    template inference::Network<R> networkOf(R&, const World&, const Plan&, const radio::UserLinkOf<R>&,     \
                                             bool);                                                          \
    template Expected<UserResult<R>> evaluateLink(R&, const World&, std::size_t,                             \
                                                  const radio::UserLinkOf<R>&, const RequestModel<R>&);      \
    template Expected<UserResult<R>> evaluateUser(R&, const World&, std::size_t, std::size_t,                \
                                                  const RequestModel<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
