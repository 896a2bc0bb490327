// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/link_budget.h"
#include "analytics/radio/user_field.h"

#include <span>
#include <string>
#include <vector>

namespace cellwright::radio {

/// One direction of a user's link.
template <class R>
struct LinkDirection {
    Of<Decibels, R> sinr;            ///< alone in the cell; up: over the blocks that the device can fill
    Of<DecibelMilliwatts, R> power;  ///< transmitted, alone in the cell
    std::string powerSource;         ///< what decides the power: "user group: maximum", "power control"
    Of<double, R> efficiency;        ///< bits per resource element over all layers, alone
    Of<BitsPerSecond, R> rateAlone;  ///< offered all PRBs of the cell, or of its bandwidth part
    Of<BitsPerSecond, R> rateShared; ///< its part of the PRBs among the active users
    Of<BitsPerSecond, R> rateBusy;   ///< as rateAlone, where the scheduler chooses among the active users
    int layers = 1;
    int mcs = 0;
    bool repeated = false; ///< below the lowest scheme: repetition with chase combining
    /// Share of the cell's PRBs that the user fills at rateAlone: below 1 where its power is too weak for
    /// all, or its bandwidth part too narrow.
    Of<double, R> share{1.0};
    Of<double, R> shareBusy{
        1.0}; ///< the same at rateBusy: a bit takes shareBusy / rateBusy of the cell's time
};

/// What the radio gives one user.
template <class R>
struct UserLinkOf {
    int cell = -1;   ///< index in Network::cells, -1 where nothing is heard
    SectorId sector; ///< of that cell
    SiteId site;
    bool covered = false;     ///< downlink and uplink SINR at or above the outage level
    Of<Decibels, R> coupling; ///< gain between the antenna ports, both ways
    Of<DecibelMilliwatts, R> rsrp, rssi;
    Of<Decibels, R> rsrq;
    LinkDirection<R> down, up;
    PathLossRange range; ///< limits of the path loss model that the serving path violates
    SinrMapping mapping = defaultMapping;
};
using UserLink = UserLinkOf<NullRecorder>;

/// The link of one user of a group of `users`, at a place outdoors unless `indoors` says otherwise, alone and
/// as it shares its serving cell with others under the carrier's scheduler (a number: with so many equal
/// users, itself included).
///
/// Uplink: the device sends at full power, or under power control where the carrier has a target. It spreads
/// over its part of the PRBs, but over no more of them than it can fill (load/uplink.h). A user that hears
/// nothing gets a link with cell -1 and zero rates.
template <class R>
UserLinkOf<R> evaluateUser(R& rec, const UserField& users, Position at, const UserGroup& group,
                           const Sharing& sharing, const Indoors& indoors = {});

/// The same with a given serving cell, whether or not the user would choose it.
template <class R>
UserLinkOf<R> evaluateUserFrom(R& rec, const UserField& users, int cell, Position at, const UserGroup& group,
                               const Sharing& sharing);

/// The links of further users of `group` at places where they hear `levels`, each with those that it would
/// share its cell with; they change nothing for the others. Within 0.01 dB of evaluateUser.
std::vector<UserLink> evaluatePlaces(const UserField& users, const UserGroup& group,
                                     std::span<const Position> places, const RadioLevels& levels);

/// The links of all users of a group, by index in UserField::groups(), each with those that it shares its
/// cell with. Downlink levels come from the vectorised loops; within 0.01 dB of evaluateUser.
std::vector<UserLink> evaluateGroup(const UserField& users, std::size_t group);

} // namespace cellwright::radio
