// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <string>
#include <vector>

namespace cellwright::radio {

/// Something that a sector says of its antenna and that the antenna does not do, or not as said.
struct AntennaDoubt {
    std::string what, remedy;
    bool operator==(const AntennaDoubt&) const = default;
};
/// Fields without effect: electrical tilt, rows, columns and beams on an antenna that has none of them.
/// Patterns that were made for another carrier (more than a tenth off), and whose tilt the sector adds to.
/// `pattern` is the sector's imported one, or null.
std::vector<AntennaDoubt> antennaDoubts(const Sector& sector, const AntennaPattern* pattern,
                                        const Carrier& carrier);

} // namespace cellwright::radio
