// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <string>
#include <vector>

namespace cellwright {

/// What goes on in one slot of a timeline.
enum class SlotKind {
    prompt,   ///< a computer processes a chunk of the prompt
    token,    ///< a computer works on a later token
    transfer, ///< data cross the air or a link
    delay,    ///< nobody is busy: grants, propagation, queues
};
struct TimelineSlot {
    int lane = 0; ///< in Timeline::lanes
    SlotKind kind = SlotKind::prompt;
    int chunk = -1;     ///< of the prompt, from 0; -1 for the second token
    std::string name;   ///< "Uplink", "prefill 2"
    Seconds begin, end; ///< since the request
    bool operator==(const TimelineSlot&) const = default;
};
/// A computer, the air in one direction, or a way between two places.
struct TimelineLane {
    std::string name;
    Seconds busy;        ///< until the first token
    double bubble = 0.0; ///< share of the time between its first and its last chunk in which it waits
    bool operator==(const TimelineLane&) const = default;
};

/// One request from its beginning to its second token, as a chart of Gantt's kind needs it.
struct Timeline {
    std::vector<TimelineLane> lanes; ///< in the order in which the prompt meets them; delays have none
    std::vector<TimelineSlot> bars;  ///< in the order of their beginnings; those without a length left out
    Seconds firstToken, secondToken; ///< the second is not there for answers of one token
    bool operator==(const Timeline&) const = default;
};

/// The timeline of the user of a group whose time to first token is the median: the very schedule whose end
/// is that time. Slots of kind `delay` have the lane of what comes after them. Fails where the scenario
/// cannot be assessed, the group does not exist or nobody of it is served, and where a queue grows without
/// end.
Expected<Timeline> timeline(const Scenario& scenario, const Facts& facts, std::size_t group);

} // namespace cellwright
