// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/load.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

/// Visits the served users whose link is `wanted`. That is asked first: it is a comparison, being served a
/// look-up.
template <class Wanted, class F>
void forEachServed(const World& world, std::span<const GroupLoad> loads, Wanted&& wanted, F&& visit) {
    for (std::size_t g = 0; g < loads.size(); ++g) {
        if (!loads[g].plan || !loads[g].plan->usesHost())
            continue;
        for (std::size_t user = 0; user < world.links(g).size(); ++user)
            if (wanted(world.links(g)[user]) && world.served(g, user))
                visit(loads[g], world.links(g)[user]);
    }
}

} // namespace

template <class R>
Of<double, R> cellUtilisation(R& rec, const World& world, std::span<const GroupLoad> loads, int cell,
                              radio::Direction direction) {
    const bool down = direction == radio::Direction::down;
    std::vector<N<R>> terms;
    const auto inCell = [cell](const radio::UserLink& link) { return link.cell == cell; };
    forEachServed(world, loads, inCell, [&](const GroupLoad& load, const radio::UserLink& link) {
        const auto from = "workload \"" + load.plan->workload->name + "\"";
        const auto rate = rec.input(load.plan->workload->requestRate, "λ", "requests per second of a user",
                                    Label::assumed, from);
        const auto bytes =
            rec.input(down ? load.downlink : load.uplink, "D", "bytes of a request", Label::computed,
                      "messages of the deployment \"" + load.plan->deployment->name + "\"");
        const auto alone = rec.input((down ? link.down : link.up).rateAlone, "R", "rate with all PRBs",
                                     Label::computed, "link of a user of \"" + load.plan->group->name + "\"");
        const auto share =
            rec.input((down ? link.down : link.up).share, "x_PRB", "share of the PRBs that it fills",
                      Label::computed, "power of the device", "share");
        terms.push_back(rate * (toBits(bytes) / alone) * share);
    });
    return rec.name(rec.template sum<N<R>>(terms), "ρ_cell", "share of the cell's time that requests need",
                    {}, "share");
}

OfferedLoad offeredOn(const World& world, std::span<const GroupLoad> loads, LinkId link) {
    OfferedLoad offered;
    const auto anyCell = [](const radio::UserLink&) { return true; };
    forEachServed(world, loads, anyCell, [&](const GroupLoad& load, const radio::UserLink& user) {
        const auto& hops = world.route(user.site, load.plan->host->id)->hops;
        const auto hop =
            std::find_if(hops.begin(), hops.end(), [&](const auto& each) { return each.link == link; });
        if (hop == hops.end())
            return;
        const double rate = load.plan->workload->requestRate.si();
        offered.up += BitsPerSecond(rate * toBits(load.uplink).si());
        offered.down += BitsPerSecond(rate * toBits(load.downlink).si());
    });
    return offered;
}

template <class R>
Of<double, R> linkUtilisation(R& rec, const World& world, std::span<const GroupLoad> loads,
                              const Link& link) {
    const auto offered = offeredOn(world, loads, link.id);
    const std::string from = "link \"" + link.name + "\"";
    const auto busier =
        rec.input(max(offered.up, offered.down), "R_offered", "offered by the requests, busier direction",
                  Label::computed, "Σ λ·8D over the users whose path it is on");
    const auto capacity = rec.input(link.capacity, "C", "capacity", Label::assumed, from);
    const auto background =
        rec.input(link.backgroundLoad, "x_bg", "background load", Label::assumed, from, "share");
    return rec.name(background + busier / capacity, "ρ_link", "utilisation of the link", {}, "share");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> cellUtilisation(R&, const World&, std::span<const GroupLoad>, int,                \
                                           radio::Direction);                                                \
    template Of<double, R> linkUtilisation(R&, const World&, std::span<const GroupLoad>, const Link&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
