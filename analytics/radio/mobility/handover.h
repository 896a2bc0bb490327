// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/user_field.h"

#include <vector>

namespace cellwright::radio {

struct HandoverOptions {
    Decibels hysteresis{3.0};    ///< of event A3 (TS 38.331 clause 5.5.4.4)
    Seconds timeToTrigger{0.16}; ///< for which the event must hold
    int walkers = 144;
    int stepsPerWalk = 128;
};

/// How often users change cells, per metre that they move.
struct Handovers {
    struct Change {
        int from = -1, to = -1; ///< cells
        double perMetre = 0.0;
    };
    double perMetre = 0.0;
    std::vector<Change> changes; ///< by cell pair; they add up to perMetre
    int counted = 0;
    Metres walked; ///< by all walkers together
};

/// Handovers of a group whose users move at `speed`, counted on straight walks: walkers start where users
/// stand, in directions spread evenly, and turn back at the edges of the group's bounding box. A walker
/// leaves its cell when another one's RSRP and bias has been above its own by the hysteresis for the time to
/// trigger (event A3). Times the speed this is the rate of each user.
///
/// For a hysteresis and a time of zero it estimates the border length: users who move in random directions
/// cross 2 / π times the border length per area for each metre (Buffon's needle), which is v L / (π A) for a
/// cell of perimeter L and area A, the fluid flow model (Thomas, Gilbert and Mazziotto 1988; Bao and Liang,
/// IEEE/ACM Trans. Netw. 23(3), 2015). What the two thresholds suppress is what they are for: changes at
/// borders that a walker grazes, and with speed those of cells it crosses faster than the trigger.
/// The same users always give the same number. A group without users, or a network of one cell: none.
Handovers countHandovers(const UserField& users, std::size_t group, MetresPerSecond speed,
                         const HandoverOptions& options = {});

} // namespace cellwright::radio
