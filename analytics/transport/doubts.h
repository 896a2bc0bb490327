// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>
#include <vector>

namespace cellwright::transport {

/// What the figures of a link rest on although nobody vouches for it.
struct Doubt {
    LinkId link;
    std::string what, remedy;
};
/// Links in service whose weather is judged beyond the limits of ITU-R P.530 (60 km, 1 to 100 GHz) or at an
/// assumed frequency, cables that have a frequency, and optical trees whose links disagree about their
/// capacity.
std::vector<Doubt> doubts(const Topology& topology, const Assumptions& assumptions);

} // namespace cellwright::transport
