// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/user.h"

#include <array>
#include <string_view>
#include <vector>

namespace cellwright::assessing {

/// The figures that each user has a value of; a group shows their statistics.
enum class Figure {
    ttft,
    tpot,
    endToEnd,
    rsrp,
    rssi,
    rsrq,
    sinrDownlink,
    sinrUplink,
    rateDownlink,
    rateUplink,
    energyDevice,
    energyRadio,
    energyBaseStation,
    energyTransport,
    energyCompute,
    energyTotal,
    batteryShare,
    carbonGrams,
    cost
};

/// How a figure is written in paths and JSON, and what it is called.
struct FigureText {
    Figure figure;
    std::string_view path; ///< "ttft_s", "energy_j.radio"
    std::string_view name; ///< "time to first token"
    bool percentiles;      ///< has .mean, .p50 and .p95; otherwise it is a mean
};
inline constexpr std::array figureTexts = {
    FigureText{Figure::ttft, "ttft_s", "time to first token", true},
    FigureText{Figure::tpot, "tpot_s", "time per output token", true},
    FigureText{Figure::endToEnd, "e2e_s", "end-to-end time", true},
    FigureText{Figure::rsrp, "rsrp_dbm", "reference signal received power", true},
    FigureText{Figure::rssi, "rssi_dbm", "received signal strength", true},
    FigureText{Figure::rsrq, "rsrq_db", "reference signal received quality", true},
    FigureText{Figure::sinrDownlink, "sinr_downlink_db", "downlink SINR", true},
    FigureText{Figure::sinrUplink, "sinr_uplink_db", "uplink SINR", true},
    FigureText{Figure::rateDownlink, "rate_downlink_bps", "downlink rate", true},
    FigureText{Figure::rateUplink, "rate_uplink_bps", "uplink rate", true},
    FigureText{Figure::energyDevice, "energy_j.device", "energy of the device", false},
    FigureText{Figure::energyRadio, "energy_j.radio", "energy of the device's radio", false},
    FigureText{Figure::energyBaseStation, "energy_j.base_station", "energy of the base station", false},
    FigureText{Figure::energyTransport, "energy_j.transport", "energy of the transport network", false},
    FigureText{Figure::energyCompute, "energy_j.compute", "energy of the host", false},
    FigureText{Figure::energyTotal, "energy_j.total", "energy of a request", false},
    FigureText{Figure::batteryShare, "battery_share", "share of the battery", false},
    FigureText{Figure::carbonGrams, "carbon_g", "carbon of a request", false},
    FigureText{Figure::cost, "cost", "cost of a request", false},
};

/// The bare number of a figure for one user.
template <class R>
typename R::Number valueOf(const UserResult<R>& user, Figure figure) {
    switch (figure) {
    // clang-format off
    case Figure::ttft: return user.timing.ttft.si();
    case Figure::tpot: return user.timing.tpot.si();
    case Figure::endToEnd: return user.timing.endToEnd.si();
    case Figure::rsrp: return user.link.rsrp.db();
    case Figure::rssi: return user.link.rssi.db();
    case Figure::rsrq: return user.link.rsrq.db();
    case Figure::sinrDownlink: return user.link.down.sinr.db();
    case Figure::sinrUplink: return user.link.up.sinr.db();
    case Figure::rateDownlink: return user.link.down.rateShared.si();
    case Figure::rateUplink: return user.link.up.rateShared.si();
    case Figure::energyDevice: return user.energy.device.si();
    case Figure::energyRadio: return user.energy.radio.si();
    case Figure::energyBaseStation: return user.energy.baseStation.si();
    case Figure::energyTransport: return user.energy.transport.si();
    case Figure::energyCompute: return user.energy.compute.si();
    case Figure::energyTotal: return user.energy.total.si();
    case Figure::batteryShare: return user.energy.batteryShare;
    case Figure::carbonGrams: return user.energy.carbonGrams;
    case Figure::cost: return user.energy.cost;
        // clang-format on
    }
    return {};
}

/// The same of one outcome of a user's requests; other figures than times do not differ between them.
template <class R>
typename R::Number valueOf(const Outcome<R>& outcome, Figure figure) {
    return figure == Figure::ttft   ? outcome.ttft.si()
           : figure == Figure::tpot ? outcome.tpot.si()
                                    : outcome.endToEnd.si();
}

/// A value among the outcomes of all users.
struct RankedOutcome {
    std::size_t place = 0;   ///< of the user in `results`
    std::size_t outcome = 0; ///< of outcomesOf() that user
    double value = 0.0;
};

/// The served users of a group, in order, with their results.
struct GroupUsers {
    std::vector<std::size_t> index; ///< place in the group
    std::vector<UserResult<NullRecorder>> results;

    [[nodiscard]] std::vector<double> values(Figure figure) const;
    [[nodiscard]] double mean(Figure figure) const;
    /// What a computer of the plan adds to the energy of hosts, in the mean.
    [[nodiscard]] Joules meanEnergy(std::size_t computer) const;
    /// A percentile over the users' requests, each outcome of a user counted with its share: the smallest
    /// value that at least this share of all requests do not exceed. Without outcomes that of atPercentile().
    [[nodiscard]] RankedOutcome rankedOutcome(Figure figure, double share) const;
    /// Whether the requests of a user differ in this figure.
    [[nodiscard]] bool differs(Figure figure) const;
    /// Place in `results` of the user at this percentile: the smallest value that at least share·n users do
    /// not exceed (nearest rank). Must not be empty.
    [[nodiscard]] std::size_t atPercentile(Figure figure, double share) const;
};
/// Rank, from 1, of a percentile among n users: ceil(share·n).
std::size_t nearestRank(double share, std::size_t n);

} // namespace cellwright::assessing
