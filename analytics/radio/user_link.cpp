// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/user_link.h"

#include "analytics/radio/load/uplink.h"

#include <algorithm>
#include <cmath>

namespace cellwright::radio {
namespace {

/// Interference at the serving gNB, with its strongest parts one by one.
template <class R>
Of<Watts, R> uplinkDisturbance(R& rec, const UserField& users, int cell) {
    const auto& heard = users.uplinkInterference()[std::size_t(cell)];
    if constexpr (!R::recording)
        return heard.total;
    std::vector<Of<Watts, R>> terms;
    for (const auto& part : heard.strongest) {
        const auto& other = users.network().cells[std::size_t(part.cell)];
        const auto& site = users.network().masts[std::size_t(other.mast)].name;
        const Of<Watts, R> mean =
            rec.input(part.mean, "P̄", "mean power from the active users of " + site + " " + other.sector.name,
                      Label::computed, "their power times coupling gain, mean over those users");
        const Of<double, R> load = rec.input(other.uplinkLoad, "ρ", "load of the interfering sector",
                                             other.loadLabel(), other.loadSource(), "share");
        terms.push_back(load * mean);
    }
    if (heard.rest.si() > 0.0)
        terms.push_back(rec.input(heard.rest, "I_rest",
                                  "interference from the users of all weaker sectors together",
                                  Label::computed, "the same formula, summed"));
    return rec.name(rec.sum(std::span<const Of<Watts, R>>(terms)), "I_UL", "uplink interference",
                    "one user per sector at a time");
}

/// The uplink's bounds: all power in one PRB, and the target of power control.
template <class R>
BlockSinr<R> blockSinr(R& rec, const UserField& users, int index, const UserGroup& group,
                       const Of<Decibels, R>& coupling, const Of<Watts, R>& interference) {
    const auto& cell = users.network().cells[std::size_t(index)];
    const auto& carrier = users.network().carriers[std::size_t(cell.carrier)];
    const Of<DecibelMilliwatts, R> power =
        rec.input(group.power, "P_UE", "device power", Label::assumed, "user group");
    const Of<Hertz, R> bandwidth =
        rec.input(carrier.occupied(), "B", "occupied bandwidth", Label::computed, "12 N_RB Δf");
    const Of<Decibels, R> figure =
        rec.input(cell.sector.noiseFigure, "F_gNB", "gNB noise figure", Label::assumed, "sector");
    const Of<double, R> blocks = rec.input(double(carrier.up.blocks), "N_RB", "resource blocks",
                                           carrier.up.tableLabel(), "TS 38.101 table 5.3.2-1");
    const auto noise = toWatts(noisePower(rec, bandwidth, figure));
    const auto disturbance = toDbm(noise + interference) - toDecibels(blocks);
    BlockSinr<R> block{rec.name(power + coupling - disturbance, "SINR_1",
                                "uplink SINR with all power in one PRB",
                                "signal over interference and noise of one PRB"),
                       std::nullopt};
    if (carrier.carrier.uplinkTarget)
        block.target = rec.name(blockPower(rec, carrier.carrier, coupling) + coupling - disturbance, "SINR_0",
                                "uplink SINR that power control aims at",
                                "signal over interference and noise of one PRB");
    return block;
}

/// What linkRate and uplinkPart need to know besides the SINR.
template <class R>
struct Circumstances {
    Circumstances(R& rec, const UserField& users, int index, const Sharing& sharing)
        : cell(users.network().cells[std::size_t(index)])
        , carrier(users.network().carriers[std::size_t(cell.carrier)])
        , options(users.field().options())
        , errors(rec.input(options.blockErrorRate, "BLER", "block error rate", Label::assumed, "assumptions",
                           "share"))
        , parts(sharedParts(rec, carrier.carrier.scheduler, sharing))
        , gain(schedulingGain<R>(rec, carrier.carrier.scheduler,
                                 Of<double, R>(std::max(1.0, sharing.active)))) {}
    const Cell& cell;
    const NetworkCarrier& carrier;
    const RadioOptions& options;
    Of<double, R> errors;
    Of<double, R> parts;
    Of<Decibels, R> gain;
    [[nodiscard]] bool gains() const { return valueOf(gain.db()) != 0.0; }
};

template <class R>
LinkDirection<R> downDirection(R& rec, const Circumstances<R>& c, const Of<Decibels, R>& sinr) {
    using std::min;
    using Number = Of<double, R>;
    const auto& shape = c.carrier.down;
    const Number all = rec.input(double(shape.blocks), "N_RB", "resource blocks", shape.tableLabel(),
                                 "TS 38.101 table 5.3.2-1");
    Number own = all;
    if (shape.userBlocks < shape.blocks)
        own = rec.input(double(shape.userBlocks), "N_BWP", "resource blocks of the bandwidth part",
                        Label::assumed, "carrier: bandwidth part");
    const auto alone =
        linkRate(rec, sinr, shape, own, c.errors, c.options.mapping, Direction::down, Spread::concentrated);
    const auto busy =
        c.gains() ? linkRate(rec, rec.name(sinr + c.gain, "SINR_PF", "SINR where the scheduler chooses"),
                             shape, own, c.errors, c.options.mapping, Direction::down, Spread::concentrated)
                  : alone;
    const auto granted = min(own, all / c.parts);
    LinkDirection<R> d;
    d.sinr = sinr;
    d.power = c.cell.sector.power;
    d.powerSource = "sector";
    d.efficiency = alone.efficiency;
    d.rateAlone = alone.rate;
    d.rateShared = rec.name(busy.rate * (granted / own), "R_DL,n", "downlink rate among the active users",
                            "its part of the blocks");
    d.rateBusy = busy.rate;
    d.layers = alone.layers;
    d.mcs = alone.mcs;
    d.repeated = alone.repeated;
    d.share = d.shareBusy = Number(double(shape.userBlocks) / shape.blocks);
    return d;
}

template <class R>
LinkDirection<R> upDirection(R& rec, const Circumstances<R>& c, const BlockSinr<R>& block,
                             const UserGroup& group, const Of<Decibels, R>& coupling) {
    using Number = Of<double, R>;
    const auto part = [&](const BlockSinr<R>& at, const Number& parts) {
        return uplinkPart(rec, at, c.carrier.up, c.options, c.errors, parts);
    };
    const auto alone = part(block, Number(1.0));
    auto chosen = block;
    if (c.gains()) {
        chosen.whole = rec.name(block.whole + c.gain, "SINR_1,PF", "SINR_1 where the scheduler chooses");
        if (block.target)
            chosen.target = *block.target + c.gain;
    }
    const auto busy = c.gains() ? part(chosen, Number(1.0)) : alone;
    LinkDirection<R> d;
    d.sinr = alone.sinr;
    d.power = sentPower(c.carrier, group.power, plain(coupling), valueOf(alone.filled));
    d.powerSource =
        c.carrier.carrier.uplinkTarget ? "power control, TS 38.213 clause 7.1.1" : "user group: maximum";
    d.efficiency = alone.rate.efficiency;
    d.rateAlone = alone.rate.rate;
    d.rateShared = part(chosen, c.parts).rate.rate;
    d.rateBusy = busy.rate.rate;
    d.layers = alone.rate.layers;
    d.mcs = alone.rate.mcs;
    d.repeated = alone.rate.repeated;
    d.share = alone.cellShare;
    d.shareBusy = busy.cellShare;
    return d;
}

/// From what the user hears to what it gets; the same for the traced and the vectorised way.
template <class R>
UserLinkOf<R> finishLink(R& rec, const UserField& users, const Downlink<R>& heard, const UserGroup& group,
                         const Sharing& sharing) {
    const Circumstances<R> c(rec, users, heard.cell, sharing);
    const auto block =
        blockSinr(rec, users, heard.cell, group, heard.coupling, uplinkDisturbance(rec, users, heard.cell));
    UserLinkOf<R> link;
    link.cell = heard.cell;
    link.sector = c.cell.sector.id;
    link.site = c.cell.site;
    link.coupling = heard.coupling;
    link.rsrp = heard.rsrp;
    link.rssi = heard.rssi;
    link.rsrq = heard.rsrq;
    link.down = downDirection(rec, c, heard.sinr);
    link.up = upDirection(rec, c, block, group, heard.coupling);
    link.covered = valueOf(link.down.sinr.db()) >= c.options.outageSinrDb &&
                   valueOf(link.up.sinr.db()) >= c.options.outageSinrDb;
    link.range = heard.range;
    link.mapping = c.options.mapping;
    return link;
}

UserLink unheard(const RadioOptions& options) {
    UserLink link;
    link.mapping = options.mapping;
    const double nothing = -std::numeric_limits<double>::infinity();
    link.rsrp = link.rssi = DecibelMilliwatts(nothing);
    link.coupling = link.rsrq = Decibels(nothing);
    link.down.sinr = link.up.sinr = Decibels(nothing);
    return link;
}

template <class R>
UserLinkOf<R> unheardOf(const RadioOptions& options) {
    const auto plainLink = unheard(options);
    UserLinkOf<R> link;
    link.mapping = plainLink.mapping;
    link.rsrp = link.rssi = plainLink.rsrp;
    link.coupling = link.rsrq = plainLink.coupling;
    link.down.sinr = plainLink.down.sinr;
    link.up.sinr = plainLink.up.sinr;
    return link;
}

/// The fast levels of one user as a downlink.
Downlink<NullRecorder> fastDownlink(const Network& network, const UserGroup& group, const Position& at,
                                    const RadioLevels& levels, std::size_t user, PathChoice choice) {
    const int index = levels.cell[user];
    const auto& cell = network.cells[std::size_t(index)];
    const auto& mast = network.masts[std::size_t(cell.mast)];
    const auto& carrier = network.carriers[std::size_t(cell.carrier)];
    const DecibelMilliwatts rsrp(double(levels.rsrp[user]));
    const auto received = rsrp + toDecibels(12.0 * carrier.down.blocks);
    const Decibels sinr(double(levels.sinr[user]));
    const auto rssi = received + toDecibels(1.0 + 1.0 / toLinear(sinr));
    const Metres ground(std::hypot((at.x - mast.position.x).si(), (at.y - mast.position.y).si()));
    return {.cell = index,
            .coupling = received - cell.sector.power,
            .rsrp = rsrp,
            .sinr = sinr,
            .rssi = rssi,
            .rsrq = rsrp + toDecibels(double(carrier.down.blocks)) - rssi,
            .range = pathLossRange(mast.propagation, choice, ground, mast.height, group.height,
                                   carrier.carrier.frequency)};
}

} // namespace

template <class R>
UserLinkOf<R> evaluateUser(R& rec, const UserField& users, Position at, const UserGroup& group,
                           const Sharing& sharing, const Indoors& indoors) {
    Receiver receiver = receiverOf(group);
    receiver.indoors = indoors;
    const auto heard = downlink(rec, users.network(), at, receiver, users.field().options().path);
    if (heard.cell < 0)
        return unheardOf<R>(users.field().options());
    return finishLink(rec, users, heard, group, sharing);
}

template <class R>
UserLinkOf<R> evaluateUserFrom(R& rec, const UserField& users, int cell, Position at, const UserGroup& group,
                               const Sharing& sharing) {
    const auto heard =
        downlinkFrom(rec, users.network(), cell, at, receiverOf(group), users.field().options().path);
    return finishLink(rec, users, heard, group, sharing);
}

std::vector<UserLink> evaluatePlaces(const UserField& users, const UserGroup& group,
                                     std::span<const Position> places, const RadioLevels& levels) {
    NullRecorder rec;
    const auto& groups = users.groups();
    const auto same = std::ranges::find(groups, group.id, [](const auto& one) { return one.group.id; });
    const auto place = std::size_t(same - groups.begin());
    std::vector<UserLink> links;
    links.reserve(places.size());
    for (std::size_t u = 0; u < places.size(); ++u) {
        const int cell = levels.cell[u];
        links.push_back(cell < 0 ? unheard(users.field().options())
                                 : finishLink(rec, users,
                                              fastDownlink(users.network(), group, places[u], levels, u,
                                                           users.field().options().path),
                                              group, users.sharing(cell, place)));
    }
    return links;
}

std::vector<UserLink> evaluateGroup(const UserField& users, std::size_t index) {
    const auto& group = users.groups()[index];
    return evaluatePlaces(users, group.group, group.positions, group.levels);
}

#define INSTANTIATE(R)                                                                                       \
    template UserLinkOf<R> evaluateUser(R&, const UserField&, Position, const UserGroup&, const Sharing&,    \
                                        const Indoors&);                                                     \
    template UserLinkOf<R> evaluateUserFrom(R&, const UserField&, int, Position, const UserGroup&,           \
                                            const Sharing&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
