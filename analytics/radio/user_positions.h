// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <span>
#include <vector>

namespace cellwright::radio {

/// Where the users of a group stand: its points, or `count` places spread evenly over its area. The spread is
/// the R2 sequence (M. Roberts 2018: multiples of the plastic number's inverse powers) over the bounding box,
/// kept where it falls inside the polygon: always the same, and a larger count keeps the places of a smaller
/// one. An area without extent (fewer than three corners, all on a line) puts users on its corners in turn; a
/// group with neither points nor corners, or with a corner that is not finite, has none.
std::vector<Position> userPositions(const UserGroup& group);

/// Even-odd rule: true inside the polygon; corners in order, closed by itself.
bool contains(std::span<const Position> polygon, Position point);

} // namespace cellwright::radio
