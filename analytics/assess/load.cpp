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
        if (!loads[g].plan || !loads[g].plan->usesNetwork())
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
        const auto rate =
            rec.input(load.plan->askingRate(), "λ", "requests per second of a user", Label::assumed, from);
        auto size = down ? load.downlink : load.uplink;
        if (load.plan->speculates()) {
            const auto messages = world.messagesOf(load.group, link);
            size = down ? messages.downlink : messages.uplink;
        }
        const auto bytes = rec.input(size, "D", "bytes of a request", Label::computed,
                                     "messages of the deployment \"" + load.plan->deployment->name + "\"");
        const auto alone = rec.input((down ? link.down : link.up).rateBusy, "R", "rate with all its PRBs",
                                     Label::computed, "link of a user of \"" + load.plan->group->name + "\"");
        const auto share =
            rec.input((down ? link.down : link.up).shareBusy, "x_PRB", "share of the PRBs that it fills",
                      Label::computed, "power of the device, bandwidth part", "share");
        terms.push_back(rate * (toBits(bytes) / alone) * share);
    });
    return rec.name(rec.template sum<N<R>>(terms), "ρ_cell", "share of the cell's time that requests need",
                    {}, "share");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> cellUtilisation(R&, const World&, std::span<const GroupLoad>, int,                \
                                           radio::Direction);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
