// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/atmosphere/weather.h"
#include "analytics/radio/propagation/enclosure.h"
#include "analytics/radio/propagation/path_loss.h"
#include "analytics/radio/rate/nr_rate.h"
#include "analytics/scenario/scenario.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cellwright::radio {

/// How links are judged.
struct RadioOptions {
    PathChoice path = PathChoice::expected;
    SinrMapping mapping = defaultMapping;
    double blockErrorRate = 0.1; ///< share of first transmissions lost
    double outageSinrDb = -6.7;  ///< below it a user has no coverage
    /// Seed of shadow fading; absent: none. With it and the choice `expected`, states of sight are drawn too
    /// (fading/fading.h).
    std::optional<int> fadingSeed;
    Weather weather;
    bool operator==(const RadioOptions&) const = default;
};
RadioOptions radioOptions(const Assumptions& assumptions);

/// The receiving half of a user's device.
struct Receiver {
    Metres height{1.5};
    Decibels noiseFigure{9.0};
    Decibels bodyLoss{0.0};
    Indoors indoors;
    Decibels antennaGain{0.0}; ///< dBi
    bool operator==(const Receiver&) const = default;
};
/// Of an average user inside the group's enclosure (of one outside where nobody is inside): what maps show.
Receiver receiverOf(const UserGroup& group);
/// Of one user.
Receiver receiverOf(const UserGroup& group, std::size_t user);

/// What all sectors of one site on one carrier have in common: the path to any point.
struct Mast {
    SiteId site;
    std::string name; ///< of the site
    Position position;
    Metres height;
    Propagation propagation = Propagation::uma;
    int carrier = 0; ///< index in Network::carriers
    int firstCell = 0;
    int cellCount = 0;
    AirLoss air{};                   ///< at the carrier's frequency
    std::optional<int> fadingSeed{}; ///< absent: no shadow fading
};
/// One sector on the air.
struct Cell {
    int mast = 0;
    int carrier = 0;
    SiteId site;
    Sector sector;                                   ///< its load is that of the downlink
    std::shared_ptr<const AntennaPattern> pattern{}; ///< imported; null: the sector's panel or omni antenna
    double uplinkLoad = 0.0;
    bool coupled = false; ///< both loads follow from the traffic
    [[nodiscard]] Label loadLabel() const { return coupled ? Label::computed : Label::assumed; }
    [[nodiscard]] const char* loadSource() const {
        return coupled ? "fixed point of loads and interference" : "sector";
    }
};
struct NetworkCarrier {
    Carrier carrier;
    CarrierShape down, up;
    [[nodiscard]] Hertz occupied() const {
        return nr::occupiedBandwidth(down.blocks, carrier.subcarrierSpacing);
    }
};

/// The part of a topology that radiates, flattened: enabled sectors of enabled sites only, cells in the order
/// of their carriers, the cells of one mast side by side. Indices into `cells` are what maps and users call a
/// cell.
struct Network {
    std::vector<NetworkCarrier> carriers;
    std::vector<Mast> masts;
    std::vector<Cell> cells;
    /// Whether any cell has a selection bias: without one the loops need not carry it.
    [[nodiscard]] bool biased() const;
    /// Whether any cell has a grid of beams: without one there is no mean to tell from the strongest.
    [[nodiscard]] bool hasBeams() const;
};
/// Fails on a sector whose carrier or imported antenna does not exist, and on a carrier in use whose
/// bandwidth and subcarrier spacing TS 38.101 does not know. A topology without any enabled sector is fine:
/// nobody has coverage.
Expected<Network> makeNetwork(const Topology& topology, const RadioOptions& options = {});

} // namespace cellwright::radio
