// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/figures.h"
#include "analytics/inference/queueing/waiting.h"

#include <map>
#include <span>
#include <tuple>
#include <vector>

namespace cellwright::assessing {

/// Numbers the narrowest links of routes, one direction each: where messages meet. The links of an optical
/// tree count as one.
class NarrowestLinks {
public:
    explicit NarrowestLinks(const World& world)
        : world_(world) {}
    /// Of the route between two places that messages pass; -1 where it has no hops.
    int stationOf(const Endpoint& from, const Endpoint& to);
    [[nodiscard]] std::size_t count() const { return stations_.size(); }

private:
    [[nodiscard]] int find(const transport::Route& route);
    using Station = std::tuple<bool, std::int64_t, bool>; ///< a tree or a link, and the direction
    const World& world_;
    std::map<std::array<std::int64_t, 4>, int> routes_;
    std::map<Station, int> stations_;
};

/// The parts of a cell's blocks that a user fills while it sends and receives among the active users.
struct AirParts {
    double up = 1.0, down = 1.0;
};
AirParts airParts(const World& world, std::size_t group, const radio::UserLink& link);

/// Seconds that a request's messages are in the air and on the narrowest link, with what assess() gives them.
struct MessageTimes {
    double promptUp = 0.0, stepUp = 0.0, tokenDown = 0.0, link = 0.0;
};
MessageTimes messageTimes(const World& world, const Plan& plan,
                          const inference::Messages<NullRecorder>& messages, const radio::UserLink& link);

/// What all requests together offer to the air of each cell and to the narrowest links, and what that costs a
/// request beyond what assess() gives it: processor sharing (inference/queueing/waiting.h).
class Contention {
public:
    /// `users`: by group of the scenario.
    Contention(const World& world, std::span<const GroupUsers> users);

    /// Of the messages up to the first token.
    [[nodiscard]] inference::Excess firstToken(std::size_t group, const radio::UserLink& link) const;
    /// Mean seconds of a later token.
    [[nodiscard]] double laterToken(std::size_t group, const radio::UserLink& link) const;
    /// The highest load of the air or the link that a user's requests pass.
    [[nodiscard]] double load(std::size_t group, const radio::UserLink& link) const;

private:
    void add(std::size_t group, const GroupUsers& users);
    [[nodiscard]] int linkOf(const Plan& plan, const radio::UserLink& link) const;
    [[nodiscard]] const inference::SharedLoad& air(const radio::UserLink& link, bool down) const {
        return air_[2 * std::size_t(link.cell) + down];
    }
    const World& world_;
    mutable NarrowestLinks narrowest_;
    std::vector<inference::Messages<NullRecorder>> messages_; ///< by group
    std::vector<inference::SharedLoad> air_;                  ///< up and down of each cell
    std::vector<inference::SharedLoad> links_;
};

} // namespace cellwright::assessing
