// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/network.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::radio {

/// What may be wrong with the physical cell identities of two cells on one carrier.
enum class PciConflict {
    collision, ///< neighbours with the same identity: devices cannot tell them apart
    confusion, ///< two neighbours of a third cell have the same identity: it cannot tell which is reported
    mod3,      ///< same primary synchronization signal (TS 38.211 clause 7.4.2.2)
    mod4,      ///< same place of the PBCH's reference signals (TS 38.211 clause 7.4.1.4.2)
    mod6,      ///< same shift of LTE's reference signals, for carriers that share spectrum with it
    mod30,     ///< same group of uplink reference sequences (TS 38.211 clauses 6.4.1 and 6.3.2.2.1)
};
std::string_view pciKey(PciConflict kind);  ///< "collision", "mod3"
std::string_view pciName(PciConflict kind); ///< for people

enum class PciSeverity { notice, warning, critical };
std::string_view toText(PciSeverity severity);

/// Two cells whose coverage overlaps, or that stand on one site.
struct PciNeighbours {
    SectorId first, second;
    /// Share of the places of one cell, where it is the strongest, at which the other is nearly as strong;
    /// the larger of both ways.
    double overlap = 0.0;
    Metres distance; ///< between their sites
    bool operator==(const PciNeighbours&) const = default;
};

struct PciFinding {
    PciConflict kind = PciConflict::collision;
    PciSeverity severity = PciSeverity::critical;
    SectorId first, second;
    SectorId via;         ///< for confusion: the cell that has both as neighbours
    int pci = 0;          ///< that they share; the remainder for mod 3, 4, 6 and 30
    double overlap = 0.0; ///< of the two; for confusion the smaller overlap with `via`
    Metres distance;      ///< between their sites
    std::string what;     ///< for people: the names and the numbers
    bool operator==(const PciFinding&) const = default;
};

struct PciReport {
    std::vector<PciFinding> findings; ///< the gravest first, by overlap within a severity
    std::vector<PciNeighbours> neighbours;
    std::vector<SectorId> unset; ///< sectors on the air without an identity
    int cells = 0;
    [[nodiscard]] int count(PciSeverity severity) const;
};

struct PciOptions {
    Decibels margin{6.0}; ///< a cell counts at a place where it is at most this much below the strongest
    double leastOverlap = 0.01; ///< from which share of places on two cells are neighbours
    PathChoice path = PathChoice::expected;
};

/// Looks for conflicts among the sectors on the air. Neighbours are found by their coverage: RSRP on a raster
/// over the sites and their surroundings, with the antennas and path losses of the maps.
/// Collision and confusion are critical; mod 3 is a warning from 10 % overlap on, the rest are notices.
/// Fails as makeNetwork does.
Expected<PciReport> checkPci(const Topology& topology, const PciOptions& options = {});

struct PciChange {
    SectorId sector;
    std::optional<int> before;
    int after = 0;
    bool operator==(const PciChange&) const = default;
};
struct PciPlan {
    std::vector<PciChange> changes; ///< in the order of the topology
    PciReport after;                ///< of the topology with the changes made
};
/// Identities for all sectors on the air: those of locked sites stay as they are, others change only where
/// that mends a conflict. Greedy, by falling number of neighbours, then improved until nothing changes: not
/// proven best, always the same for the same topology. Sectors of a locked site without an identity stay
/// without.
Expected<PciPlan> planPci(const Topology& topology, const PciOptions& options = {});
/// The topology with the changes made.
Topology withPci(Topology topology, const std::vector<PciChange>& changes);

} // namespace cellwright::radio
