// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <vector>

namespace cellwright {

/// What drafts of one length give one user.
struct DraftPoint {
    int draftLength = 0;
    double tokensPerRound = 1.0;
    Seconds round, perToken;
};
/// The same over the channel, with the draft length that is best there.
struct ChannelPoint {
    Decibels sinrDownlink; ///< the uplink's differs by as much as the user's own does
    BitsPerSecond uplink, downlink;
    DraftPoint best;   ///< of length 0 where drafts lose
    DraftPoint chosen; ///< with the deployment's own draft length; the best where it names none
};
/// Shows where drafts pay and where they lose, for the user of a group whose time per token is the median.
struct SpeculationCurve {
    std::size_t user = 0;                ///< place in the group
    Seconds plain;                       ///< per token without drafts
    int chosen = 0;                      ///< the draft length that the assessment uses for this user
    std::vector<DraftPoint> byLength;    ///< 0 to longest
    std::vector<ChannelPoint> byChannel; ///< from -10 to 30 dB
    [[nodiscard]] const DraftPoint& best() const;
};

/// The curves of a group whose deployment speculates. Times are those of
/// assess(), with queues in the transport network as the scenario's own drafts fill them. Over the channel,
/// the user's rates follow the efficiency of the modulation and coding that the SINR carries; all else stays.
/// Errors: a group that does not exist, does not speculate or has no served user.
Expected<SpeculationCurve> speculationCurve(const Scenario& scenario, const Facts& facts, std::size_t group,
                                            int longest = 16);

} // namespace cellwright
