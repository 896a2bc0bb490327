// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/cell_field.h"
#include "analytics/radio/pci.h"

namespace cellwright::radio {

inline constexpr int pciCount = 1008; ///< TS 38.211 clause 7.4.2.1

/// Who is whose neighbour, by index of Network::cells; the inside of checkPci() and planPci().
struct PciTable {
    struct Link {
        int other;
        double overlap; ///< as PciNeighbours::overlap
    };
    Network network;
    std::vector<std::vector<Link>> neighbours; ///< by cell, the largest overlap first
    std::vector<std::optional<int>> identity;  ///< by cell

    [[nodiscard]] Metres distance(int a, int b) const;
    [[nodiscard]] std::string name(int cell) const;
};
Expected<PciTable> pciTable(const Topology& topology, const PciOptions& options);
/// The findings of the identities that the table holds now.
PciReport pciReport(const PciTable& table);

} // namespace cellwright::radio
