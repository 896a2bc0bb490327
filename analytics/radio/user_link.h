// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/link_budget.h"
#include "analytics/radio/user_field.h"

#include <span>
#include <vector>

namespace cellwright::radio {

/// One direction of a user's link.
template <class R>
struct LinkDirection {
    Of<Decibels, R> sinr;            ///< alone in the cell; up: over the blocks that the device can fill
    Of<double, R> efficiency;        ///< bits per resource element over all layers, alone
    Of<BitsPerSecond, R> rateAlone;  ///< offered all PRBs of the cell
    Of<BitsPerSecond, R> rateShared; ///< an equal part of the PRBs among the active users
    int layers = 1;
    int mcs = 0;
    bool repeated = false; ///< below the lowest scheme: repetition with chase combining
    /// Share of the cell's PRBs that the user fills at rateAlone: below 1 where its power is too weak for
    /// all.
    Of<double, R> share{1.0};
};

/// What the radio gives one user.
template <class R>
struct UserLinkOf {
    int cell = -1;   ///< index in Network::cells, -1 where nothing is heard
    SectorId sector; ///< of that cell
    SiteId site;
    bool covered = false; ///< downlink and uplink SINR at or above the outage level
    Of<DecibelMilliwatts, R> rsrp;
    LinkDirection<R> down, up;
    PathLossRange range; ///< limits of the path loss model that the serving path violates
    SinrMapping mapping = defaultMapping;
};
using UserLink = UserLinkOf<NullRecorder>;

/// The link of one user of a group of `users`, at a place outdoors unless `indoors` says otherwise, alone and
/// among `activeUsers` (1 or more, may be a mean) that share the PRBs of its serving cell equally.
///
/// Uplink: the device sends at full power. It spreads over its part of the PRBs, but over no more of them
/// than it can fill at the SINR of the lowest scheme (at least one): a distant device sends narrow and
/// strong. A user that hears nothing gets a link with cell -1 and zero rates.
template <class R>
UserLinkOf<R> evaluateUser(R& rec, const UserField& users, Position at, const UserGroup& group,
                           double activeUsers, const Indoors& indoors = {});

/// The links of further users of `group` at places where they hear `levels`, each among the sharingUsers() of
/// its cell; they change nothing for the others. Within 0.01 dB of evaluateUser.
std::vector<UserLink> evaluatePlaces(const UserField& users, const UserGroup& group,
                                     std::span<const Position> places, const RadioLevels& levels);

/// The links of all users of a group, by index in UserField::groups(), each among the sharingUsers() of its
/// cell. Downlink levels come from the vectorised loops; within 0.01 dB of evaluateUser.
std::vector<UserLink> evaluateGroup(const UserField& users, std::size_t group);

} // namespace cellwright::radio
