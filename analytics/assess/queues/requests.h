// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/queues/contention.h"
#include "analytics/inference/queueing/batching.h"

#include <map>
#include <string>
#include <vector>

namespace cellwright::assessing {

/// The distribution of a time over all requests of a group: over its users, and for each of them over what is
/// in the way when a request comes. Each user has a time without any wait; on top of it comes one wait that
/// all share (of the host, or of the own device) and a few points that stand for all others.
class RequestTimes {
public:
    RequestTimes() = default;
    explicit RequestTimes(inference::WaitingTime wait)
        : wait_(std::move(wait)) {}
    /// A user, or several like it, with the moments of its other waits.
    void add(double base, const inference::Excess& others, double weight);

    /// P(time <= t).
    [[nodiscard]] double below(double t) const;
    /// Infinite where queues grow without end.
    [[nodiscard]] double quantile(double share) const;
    [[nodiscard]] double mean() const;
    [[nodiscard]] bool isEndless() const { return endless_ || wait_.isEndless(); }

private:
    inference::WaitingTime wait_;
    std::vector<inference::WeightedPoint> points_;
    double weight_ = 0.0, sum_ = 0.0, first_ = 0.0, last_ = 0.0;
    bool endless_ = false;
};

/// The requests of one group.
struct GroupRequests {
    RequestTimes ttft, endToEnd;
    std::string model; ///< the queue models by name
    std::string doubt; ///< why they are out of the range that they were checked in; empty where they are not
};

/// Of all groups, from what assess() found for their users.
std::vector<GroupRequests> requestTimes(const World& world, std::span<const GroupUsers> users);
/// The same as figures.
std::optional<RequestsResult> requestsResult(const Plan& plan, const GroupRequests& times);

} // namespace cellwright::assessing
