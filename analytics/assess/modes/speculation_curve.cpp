// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/speculation_curve.h"

#include "analytics/assess/results.h"
#include "analytics/radio/rate/sinr_mapping.h"

#include <algorithm>

namespace cellwright {
namespace assessing {
namespace {

/// One user's time per token by draft length and channel.
class Curve {
public:
    Curve(const World& world, std::size_t group, std::size_t user)
        : world_(world)
        , plan_(*world.plans()[group])
        , link_(world.links(group)[user])
        , model_(requestModel(rec_, world, plan_)) {}

    SpeculationCurve run(int longest, int chosen) {
        SpeculationCurve curve;
        curve.chosen = chosen;
        for (int length = 0; length <= std::max(longest, chosen); ++length)
            drafted_.push_back(withDrafts(rec_, plan_, world_.assumptions(), model_, length));
        for (int length = 0; length <= longest; ++length)
            curve.byLength.push_back(point(link_, length));
        curve.plain = curve.byLength.front().perToken;
        for (int sinr = -10; sinr <= 30; ++sinr)
            curve.byChannel.push_back(over(Decibels(double(sinr)), longest));
        return curve;
    }

private:
    DraftPoint point(const radio::UserLink& link, int length) {
        const auto network = networkOf(rec_, world_, plan_, link, true);
        const auto plain = inference::timing(rec_, model_.request, network);
        ModeFigures<NullRecorder> figures;
        const auto timing =
            speculativeTiming(rec_, plan_, drafted_[std::size_t(length)], network, plain, length, figures);
        return {length, figures[1].value, Seconds(figures[2].value), timing.tpot};
    }
    /// Efficiency at another SINR over that at the user's own.
    [[nodiscard]] double gain(radio::Direction direction, Decibels own, Decibels change) const {
        const auto& network = world_.field().network();
        const auto& cell = network.cells[std::size_t(link_.cell)];
        const auto& carrier = network.carriers[std::size_t(cell.carrier)].carrier;
        const auto mapping = world_.assumptions().sinrMapping;
        const auto efficiency = [&](double sinr) {
            return radio::chooseMcs(mapping, carrier.mcsTable, sinr, direction).efficiency;
        };
        const double now = efficiency(own.db());
        return now > 0.0 ? efficiency((own + change).db()) / now : 1.0;
    }
    ChannelPoint over(Decibels sinr, int longest) {
        const Decibels change = sinr - link_.down.sinr;
        auto link = link_;
        link.down.rateShared = link.down.rateShared * gain(radio::Direction::down, link_.down.sinr, change);
        link.up.rateShared = link.up.rateShared * gain(radio::Direction::up, link_.up.sinr, change);
        ChannelPoint p{sinr, link.up.rateShared, link.down.rateShared, point(link, 0), {}};
        for (int length = 1; length <= longest; ++length)
            if (const auto next = point(link, length); next.perToken < p.best.perToken)
                p.best = next;
        const auto own = plan_.deployment->draftLength;
        p.chosen = own ? point(link, *own) : p.best;
        return p;
    }

    NullRecorder rec_;
    const World& world_;
    const Plan& plan_;
    const radio::UserLink& link_;
    RequestModel<NullRecorder> model_;
    std::vector<RequestModel<NullRecorder>> drafted_; ///< by draft length
};

} // namespace
} // namespace assessing

const DraftPoint& SpeculationCurve::best() const {
    return *std::ranges::min_element(byLength, {}, &DraftPoint::perToken);
}

Expected<SpeculationCurve> speculationCurve(const Scenario& scenario, const Facts& facts, std::size_t group,
                                            int longest) {
    using namespace assessing;
    const World world(scenario, facts);
    if (!world.usable() || group >= world.plans().size() || !world.plans()[group] ||
        !world.plans()[group]->speculates())
        return failure("this group has no small model that drafts", "group",
                       "choose a group whose deployment speculates and has no violation");
    const auto working = work(world);
    const auto& users = working.users[group];
    if (users.results.empty())
        return failure("no user of this group is served", "group", "see the violations of the scenario");
    const auto user = users.index[users.atPercentile(Figure::tpot, 0.5)];
    const auto& link = world.links(group)[user];
    const int chosen =
        world.draftLength(group, {link.site, link.cell, link.up.rateShared, link.down.rateShared});
    auto curve = Curve(world, group, user).run(longest, chosen);
    curve.user = user;
    return curve;
}

} // namespace cellwright
