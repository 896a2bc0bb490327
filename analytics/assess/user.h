// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/outcomes.h"
#include "analytics/assess/request_energy.h"
#include "analytics/assess/world.h"

namespace cellwright::assessing {

/// What one user of a group gets.
template <class R>
struct UserResult {
    radio::UserLinkOf<R> link;
    inference::Timing<R> timing;
    RequestEnergy<R> energy;
    std::vector<Outcome<R>> outcomes; ///< where the user's requests differ; empty: all are as `timing` says
    ModeFigures<R> cooperation;       ///< of two models; empty for one
    ModeFigures<R> media, storage;    ///< where media are of a kind, and layers not in memory from the start
};
/// The outcomes of a user's requests: at least one.
template <class R>
std::vector<Outcome<R>> outcomesOf(const UserResult<R>& user) {
    if (!user.outcomes.empty())
        return user.outcomes;
    return {{1.0, user.timing.ttft, user.timing.tpot, user.timing.endToEnd}};
}

/// What each message of a cell's users waits for the air: as assumed, or out of the steps that the carrier's
/// numerology and slots make.
template <class R>
Of<Seconds, R> uplinkGrant(R& rec, const World& world, int cell);
template <class R>
Of<Seconds, R> downlinkDelay(R& rec, const World& world, int cell);

/// What stands between a served user with this link and the hosts; `queued`: with the queues of the links.
template <class R>
inference::Network<R> networkOf(R& rec, const World& world, const Plan& plan,
                                const radio::UserLinkOf<R>& link, bool queued);

/// Evaluates one served user of a group with this link; `model` is that of the group under the same recorder.
/// At an overloaded host the times are infinite and the energy is that of serving alone, without the wait.
template <class R>
Expected<UserResult<R>> evaluateLink(R& rec, const World& world, std::size_t group,
                                     const radio::UserLinkOf<R>& link, const RequestModel<R>& model);

/// The same for one of the scenario's users.
template <class R>
Expected<UserResult<R>> evaluateUser(R& rec, const World& world, std::size_t group, std::size_t user,
                                     const RequestModel<R>& model);

} // namespace cellwright::assessing
