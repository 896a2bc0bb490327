// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/user_link.h"

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
                      Label::computed, "full transmit power times coupling gain, mean over those users");
        const Of<double, R> load = rec.input(other.sector.load, "ρ", "load of the interfering sector",
                                             Label::assumed, "sector", "share");
        terms.push_back(load * mean);
    }
    if (heard.rest.si() > 0.0)
        terms.push_back(rec.input(heard.rest, "I_rest",
                                  "interference from the users of all weaker sectors together",
                                  Label::computed, "the same formula, summed"));
    return rec.name(rec.sum(std::span<const Of<Watts, R>>(terms)), "I_UL", "uplink interference",
                    "one user per sector at a time, at full power");
}

/// SINR if the device put all its power into one PRB.
template <class R>
Of<Decibels, R> oneBlockSinr(R& rec, const UserField& users, int index, const UserGroup& group,
                             const Of<Decibels, R>& coupling) {
    const auto& cell = users.network().cells[std::size_t(index)];
    const auto& carrier = users.network().carriers[std::size_t(cell.carrier)];
    const Of<DecibelMilliwatts, R> power =
        rec.input(group.power, "P_UE", "device power", Label::assumed, "user group");
    const Of<Hertz, R> bandwidth =
        rec.input(carrier.occupied(), "B", "occupied bandwidth", Label::computed, "12 N_RB Δf");
    const Of<Decibels, R> figure =
        rec.input(cell.sector.noiseFigure, "F_gNB", "gNB noise figure", Label::assumed, "sector");
    const Of<double, R> blocks = rec.input(double(carrier.up.blocks), "N_RB", "resource blocks",
                                           Label::published, "TS 38.101 table 5.3.2-1");
    const auto noise = toWatts(noisePower(rec, bandwidth, figure));
    const auto disturbance = toDbm(noise + uplinkDisturbance(rec, users, index)) - toDecibels(blocks);
    return rec.name(power + coupling - disturbance, "SINR_1", "uplink SINR with all power in one PRB",
                    "signal over interference and noise of one PRB");
}

/// How wide a device sends, and for which SINR over those PRBs.
struct Width {
    double blocks = 1.0;
    double aim = 0.0;     ///< dB, where the device's power is the limit
    bool limited = false; ///< fewer blocks than granted
};
/// The number of PRBs up to `granted` on which the device carries most: for each scheme and layer count
/// either all of them or as many as its power fills; one PRB where even that is too weak for the lowest
/// scheme.
Width bestWidth(double oneBlockDb, double granted, const CarrierShape& shape, SinrMapping mapping) {
    constexpr double margin = 1e-9; // keeps rounding from falling below the threshold that was aimed at
    Width best{1.0, oneBlockDb, false};
    double carried = 0.0;
    for (int layers = 1; layers <= shape.maxLayers; ++layers)
        for (const auto& scheme : schemes(mapping, shape.mcsTable, Direction::up)) {
            const double aim = scheme.threshold + 10.0 * std::log10(layers) + margin;
            const double reach = std::pow(10.0, (oneBlockDb - aim) / 10.0);
            const double blocks = std::min(granted, reach);
            const double carries = blocks * layers * scheme.efficiency;
            if (blocks >= 1.0 && carries > carried * (1.0 + 1e-12)) {
                best = {blocks, aim, reach < granted};
                carried = carries;
            }
        }
    return best;
}

/// PRBs that the device fills out of those it is granted.
template <class R>
Of<double, R> filledBlocks(R& rec, const Of<Decibels, R>& oneBlock, const Of<double, R>& granted,
                           const CarrierShape& shape, SinrMapping mapping) {
    using std::max;
    using std::min;
    using Number = Of<double, R>;
    const auto width = bestWidth(valueOf(oneBlock.db()), valueOf(granted), shape, mapping);
    if (!width.limited)
        return rec.name(width.blocks == 1.0 ? min(granted, Number(1.0)) : granted, "n",
                        "PRBs that the device fills",
                        "all that it is granted, or one where its power is too weak for more");
    const Of<Decibels, R> aim =
        rec.input(Decibels(width.aim), "SINR_w", "SINR of the scheme that carries most", labelOf(mapping),
                  sourceOf(mapping));
    return rec.name(min(granted, toLinear(oneBlock - aim)), "n", "PRBs that the device fills",
                    "limited by its power");
}

template <class R>
struct UplinkShare {
    Of<Decibels, R> sinr;
    LinkRate<R> rate;
    Of<double, R> cellShare; ///< of the carrier's PRBs
};
/// The uplink among `active` users: granted PRBs at once, and the share of time if there are fewer PRBs than
/// users.
template <class R>
UplinkShare<R> uplinkShare(R& rec, const Of<Decibels, R>& oneBlock, const CarrierShape& shape,
                           const RadioOptions& options, const Of<double, R>& errors,
                           const Of<double, R>& active) {
    using std::max;
    using std::min;
    using Number = Of<double, R>;
    const auto mean = Number(double(shape.blocks)) / active;
    const auto granted = rec.name(max(Number(1.0), mean), "n_g", "PRBs granted at once", "equal sharing");
    const auto filled = filledBlocks(rec, oneBlock, granted, shape, options.mapping);
    const auto sinr = rec.name(oneBlock - toDecibels(filled), "SINR_UL", "uplink SINR",
                               "power spread over the filled PRBs");
    const auto used = filled * min(Number(1.0), mean);
    const auto cellShare = rec.name(used / Number(double(shape.blocks)), "x_PRB",
                                    "share of the cell's PRBs that the device fills", {}, "share");
    return {sinr, linkRate(rec, sinr, shape, used, errors, options.mapping, Direction::up), cellShare};
}

/// From what the user hears to what it gets; the same for the traced and the vectorised way.
template <class R>
UserLinkOf<R> finishLink(R& rec, const UserField& users, const Downlink<R>& heard, const UserGroup& group,
                         double activeUsers) {
    using Number = Of<double, R>;
    const auto& options = users.field().options();
    const auto& cell = users.network().cells[std::size_t(heard.cell)];
    const auto& carrier = users.network().carriers[std::size_t(cell.carrier)];
    const Number active =
        rec.input(std::max(1.0, activeUsers), "n_a", "active users of the cell", Label::computed,
                  "users of the cell times their active share, at least 1");
    const Number errors =
        rec.input(options.blockErrorRate, "BLER", "block error rate", Label::assumed, "assumptions", "share");
    const Number blocks = rec.input(double(carrier.down.blocks), "N_RB", "resource blocks", Label::published,
                                    "TS 38.101 table 5.3.2-1");
    const auto down =
        linkRate(rec, heard.sinr, carrier.down, blocks, errors, options.mapping, Direction::down);
    const auto downShared = rec.name(down.rate / active, "R_DL,n", "downlink rate among the active users",
                                     "equal sharing of PRBs");

    const auto oneBlock = oneBlockSinr(rec, users, heard.cell, group, heard.coupling);
    const auto alone = uplinkShare(rec, oneBlock, carrier.up, options, errors, Number(1.0));
    const auto shared = uplinkShare(rec, oneBlock, carrier.up, options, errors, active);
    const bool covered =
        valueOf(heard.sinr.db()) >= options.outageSinrDb && valueOf(alone.sinr.db()) >= options.outageSinrDb;
    return {.cell = heard.cell,
            .sector = cell.sector.id,
            .site = cell.site,
            .covered = covered,
            .rsrp = heard.rsrp,
            .down = {heard.sinr, down.efficiency, down.rate, downShared, down.layers, down.mcs, down.repeated,
                     Number(1.0)},
            .up = {alone.sinr, alone.rate.efficiency, alone.rate.rate, shared.rate.rate, alone.rate.layers,
                   alone.rate.mcs, alone.rate.repeated, alone.cellShare},
            .range = heard.range,
            .mapping = options.mapping};
}

UserLink unheard(const RadioOptions& options) {
    UserLink link;
    link.mapping = options.mapping;
    const double nothing = -std::numeric_limits<double>::infinity();
    link.rsrp = DecibelMilliwatts(nothing);
    link.down.sinr = link.up.sinr = Decibels(nothing);
    return link;
}

template <class R>
UserLinkOf<R> unheardOf(const RadioOptions& options) {
    const auto plainLink = unheard(options);
    UserLinkOf<R> link;
    link.mapping = plainLink.mapping;
    link.rsrp = plainLink.rsrp;
    link.down.sinr = plainLink.down.sinr;
    link.up.sinr = plainLink.up.sinr;
    return link;
}

/// The fast levels of one user as a downlink.
Downlink<NullRecorder> fastDownlink(const Network& network, const UserGroup& group, const Position& at,
                                    const RadioLevels& levels, std::size_t user) {
    const int index = levels.cell[user];
    const auto& cell = network.cells[std::size_t(index)];
    const auto& mast = network.masts[std::size_t(cell.mast)];
    const auto& carrier = network.carriers[std::size_t(cell.carrier)];
    const DecibelMilliwatts rsrp(double(levels.rsrp[user]));
    const auto received = rsrp + toDecibels(12.0 * carrier.down.blocks);
    const Metres ground(std::hypot((at.x - mast.position.x).si(), (at.y - mast.position.y).si()));
    return {.cell = index,
            .coupling = received - cell.sector.power,
            .rsrp = rsrp,
            .sinr = Decibels(double(levels.sinr[user])),
            .range = pathLossRange(mast.propagation, ground, mast.height, group.height,
                                   carrier.carrier.frequency)};
}

} // namespace

template <class R>
UserLinkOf<R> evaluateUser(R& rec, const UserField& users, Position at, const UserGroup& group,
                           double activeUsers, const Indoors& indoors) {
    Receiver receiver = receiverOf(group);
    receiver.indoors = indoors;
    const auto heard = downlink(rec, users.network(), at, receiver, users.field().options().path);
    if (heard.cell < 0)
        return unheardOf<R>(users.field().options());
    return finishLink(rec, users, heard, group, activeUsers);
}

std::vector<UserLink> evaluatePlaces(const UserField& users, const UserGroup& group,
                                     std::span<const Position> places, const RadioLevels& levels) {
    NullRecorder rec;
    std::vector<UserLink> links;
    links.reserve(places.size());
    for (std::size_t u = 0; u < places.size(); ++u) {
        const int cell = levels.cell[u];
        links.push_back(cell < 0 ? unheard(users.field().options())
                                 : finishLink(rec, users,
                                              fastDownlink(users.network(), group, places[u], levels, u),
                                              group, users.sharingUsers(cell)));
    }
    return links;
}

std::vector<UserLink> evaluateGroup(const UserField& users, std::size_t index) {
    const auto& group = users.groups()[index];
    return evaluatePlaces(users, group.group, group.positions, group.levels);
}

#define INSTANTIATE(R)                                                                                       \
    template UserLinkOf<R> evaluateUser(R&, const UserField&, Position, const UserGroup&, double,            \
                                        const Indoors&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
