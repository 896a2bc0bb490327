// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

namespace cellwright::radio {

/// The angle in the horizontal plane within which a sector's antenna loses less than 3 dB of its maximum
/// there, about its azimuth: 65 degrees for one column of TR 38.901 elements, less for more columns in phase,
/// and what the beams of a grid cover together. 360 for an omni antenna.
[[nodiscard]] Degrees horizontalBeamwidth(const Sector& sector, const Topology& topology);

} // namespace cellwright::radio
