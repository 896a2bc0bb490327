// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/figures.h"
#include "analytics/assess/world.h"

#include <string_view>
#include <utility>
#include <vector>

namespace cellwright::assessing {

/// What moving costs the sessions of a group (MobilityResult says what each figure is):
///   handovers   counted on walks through the network under event A3 (radio/mobility/handover.h)
///   migration   a handover to a site from which another running host is nearer by transport delay
///   transfer    the KV cache that the host keeps for the session, over the route between the two hosts
///   re-prefill  the same state computed again from everything so far, which split inference must send again
/// Nothing where nobody moves or no host is used. Reported beside the times: the assessment's own times are
/// those of a session that stays in its cell.
std::optional<MobilityResult> mobilityResult(const World& world, std::size_t group, const GroupUsers& users);

/// The same with a recorder, by the keys of the JSON.
std::vector<std::pair<std::string_view, Traced>> mobilityFigures(TracingRecorder& rec, const World& world,
                                                                 std::size_t group, const GroupUsers& users);

} // namespace cellwright::assessing
