// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/link_budget.h"

#include "analytics/radio/fading/fading.h"
#include "analytics/radio/received_levels.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cellwright::radio {
namespace {

constexpr std::size_t explainedInterferers = 12;

template <class R>
Of<DecibelMilliwatts, R> sectorPower(R& rec, const Cell& cell) {
    return rec.input(cell.sector.power, "P", "transmit power", Label::assumed, "sector");
}

/// Links to masts, made once each.
template <class R>
class MastLinks {
public:
    MastLinks(R& rec, const Network& network, Position at, const Receiver& receiver, PathChoice choice)
        : rec_(rec)
        , network_(network)
        , at_(at)
        , receiver_(receiver)
        , choice_(choice) {}
    Of<Decibels, R> coupling(int cell, Beam beam = Beam::strongest) {
        const int mast = network_.cells[std::size_t(cell)].mast;
        auto found = links_.find(mast);
        if (found == links_.end())
            found = links_.emplace(mast, mastLink(rec_, network_, mast, at_, receiver_, choice_)).first;
        return couplingGain(rec_, network_, cell, found->second, receiver_, beam);
    }

private:
    R& rec_;
    const Network& network_;
    Position at_;
    const Receiver& receiver_;
    PathChoice choice_;
    std::map<int, MastLink<R>> links_;
};

double elementsDb(const Network& network, const Cell& cell) {
    return 10.0 * std::log10(12.0 * network.carriers[std::size_t(cell.carrier)].down.blocks);
}

int strongest(const Network& network, const std::vector<double>& levels) {
    int best = -1;
    double bestRsrp = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto& cell = network.cells[i];
        const double own = levels[i] - elementsDb(network, cell) + cell.sector.bias.db();
        if (own > bestRsrp) { // false for NaN
            bestRsrp = own;
            best = int(i);
        }
    }
    return best;
}

/// Path loss with or without shadow fading.
template <class R>
Of<Decibels, R> basicLoss(R& rec, const Mast& mast, Position at, const Receiver& receiver, PathChoice choice,
                          const LinkGeometry<R>& geometry, const Of<Hertz, R>& frequency) {
    if (!mast.fadingSeed)
        return pathLoss(rec, mast.propagation, choice, geometry, frequency);
    const bool walls = inBuilding(mast.propagation, receiver.indoors.enclosure);
    const auto sample = fadingSample(*mast.fadingSeed, mast.site, mast.propagation, walls, float(at.x.si()),
                                     float(at.y.si()));
    return fadedLoss(rec, mast.propagation, choice, geometry, frequency, sample, walls);
}

struct Interferer {
    int cell;
    double watts; ///< weighted by load
};
std::vector<Interferer> interferersOf(const Network& network, const std::vector<double>& levels,
                                      int serving) {
    std::vector<Interferer> all;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto& cell = network.cells[i];
        if (int(i) != serving && cell.carrier == network.cells[std::size_t(serving)].carrier)
            all.push_back({int(i), cell.sector.load * toWatts(DecibelMilliwatts(levels[i])).si()});
    }
    return all;
}

template <class R>
Of<Watts, R> interfererPower(R& rec, const Network& network, int index, MastLinks<R>& links) {
    const auto& cell = network.cells[std::size_t(index)];
    const auto received = sectorPower(rec, cell) + links.coupling(index, Beam::mean);
    const Of<double, R> load = rec.input(cell.sector.load, "ρ", "load of the interfering sector",
                                         cell.loadLabel(), cell.loadSource(), "share");
    return rec.name(load * toWatts(received), "I_j",
                    "interference from " + network.masts[std::size_t(cell.mast)].name + " " +
                        cell.sector.name,
                    "received power weighted by load");
}

/// The sum over all interferers; while recording, the strongest in full.
template <class R>
Of<Watts, R> interference(R& rec, const Network& network, std::vector<Interferer> all, MastLinks<R>& links) {
    std::vector<Of<Watts, R>> terms;
    if constexpr (R::recording) {
        std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a.watts > b.watts; });
        for (std::size_t i = 0; i < std::min(all.size(), explainedInterferers); ++i)
            terms.push_back(interfererPower(rec, network, all[i].cell, links));
        all.erase(all.begin(), all.begin() + std::ptrdiff_t(terms.size()));
        if (!all.empty()) {
            Watts rest{};
            for (const auto& one : all)
                rest += Watts(one.watts);
            terms.push_back(
                rec.input(rest, "I_rest",
                          "interference from the " + std::to_string(all.size()) + " weaker sectors together",
                          Label::computed, "the same formula, summed"));
        }
    } else {
        for (const auto& one : all)
            terms.push_back(Watts(one.watts));
    }
    return rec.name(rec.sum(std::span<const Of<Watts, R>>(terms)), "I", "interference on the serving carrier",
                    "sum over the other sectors of the carrier");
}

/// Everything about the link from one cell: from `forced`, or with -1 from the one that is chosen.
template <class R>
Downlink<R> downlinkOf(R& rec, const Network& network, int forced, Position at, const Receiver& receiver,
                       PathChoice choice) {
    const auto levels = receivedLevels(network, at, receiver, choice, Beam::strongest);
    Downlink<R> result;
    result.cell = forced >= 0 ? forced : strongest(network, levels);
    if (result.cell < 0)
        return result;
    const auto& cell = network.cells[std::size_t(result.cell)];
    const auto& mast = network.masts[std::size_t(cell.mast)];
    const auto& carrier = network.carriers[std::size_t(cell.carrier)];
    MastLinks<R> links(rec, network, at, receiver, choice);
    result.coupling = links.coupling(result.cell);
    const auto received = rec.name(sectorPower(rec, cell) + result.coupling, "C",
                                   "received power of the serving cell", "transmit power and coupling gain");
    const Of<double, R> blocks = rec.input(double(carrier.down.blocks), "N_RB", "resource blocks",
                                           carrier.down.tableLabel(), "TS 38.101 table 5.3.2-1");
    result.rsrp = rsrp(rec, received, blocks);
    const Of<Hertz, R> bandwidth =
        rec.input(carrier.occupied(), "B", "occupied bandwidth", Label::computed, "12 N_RB Δf");
    const Of<Decibels, R> figure =
        rec.input(receiver.noiseFigure, "F", "noise figure", Label::assumed, "user group");
    const auto noise = toWatts(noisePower(rec, bandwidth, figure));
    const auto meant =
        network.hasBeams() ? receivedLevels(network, at, receiver, choice, Beam::mean) : levels;
    const auto disturbance =
        noise + interference(rec, network, interferersOf(network, meant, result.cell), links);
    result.rssi = rec.name(toDbm(toWatts(received) + disturbance), "RSSI", "received signal strength",
                           "TS 38.215 clause 5.1.3: serving cell, interference and noise in its blocks");
    result.rsrq = rsrq(rec, result.rsrp, result.rssi, blocks);
    result.sinr = rec.name(received - toDbm(disturbance), "SINR_DL", "downlink SINR",
                           "signal over interference and noise");
    const Metres ground(std::hypot((at.x - mast.position.x).si(), (at.y - mast.position.y).si()));
    result.range = pathLossRange(mast.propagation, choice, ground, mast.height, receiver.height,
                                 carrier.carrier.frequency);
    return result;
}

} // namespace

ReceivedLevels::ReceivedLevels(const Network& network)
    : network_(network) {
    constexpr double degree = std::numbers::pi / 180.0;
    for (const auto& cell : network.cells) {
        const double turn = cell.sector.azimuth.degrees() * degree;
        const double tilt = cell.sector.downtilt.degrees() * degree;
        facing_.push_back({std::sin(turn), std::cos(turn), std::sin(tilt), std::cos(tilt)});
    }
}

/// As couplingGain() and localAngles(), term by term.
Decibels ReceivedLevels::couplingGain(int index, const MastLink<NullRecorder>& link, const Receiver& receiver,
                                      Beam beam) const {
    constexpr double degree = std::numbers::pi / 180.0;
    NullRecorder rec;
    const auto& cell = network_.cells[std::size_t(index)];
    const auto& facing = facing_[std::size_t(index)];
    const double east = link.east.si(), north = link.north.si(), up = link.up.si();
    const double ahead = east * facing.sinTurn + north * facing.cosTurn;
    const double aside = east * facing.cosTurn - north * facing.sinTurn;
    const double forward = ahead * facing.cosTilt - up * facing.sinTilt;
    const double above = ahead * facing.sinTilt + up * facing.cosTilt;
    const double level = std::sqrt(forward * forward + aside * aside);
    const LocalAngles<NullRecorder> direction{std::atan2(aside, forward) / degree,
                                              90.0 - std::atan2(above, level) / degree};
    auto gain = antennaGain(rec, cell.sector, cell.pattern.get(), direction, beam);
    if (receiver.antennaGain.db() != 0.0)
        gain = gain + receiver.antennaGain;
    return gain - link.loss - receiver.bodyLoss;
}

std::vector<double> ReceivedLevels::at(Position at, const Receiver& receiver, PathChoice choice,
                                       Beam beam) const {
    NullRecorder rec;
    std::vector<double> levels;
    levels.reserve(network_.cells.size());
    for (std::size_t mast = 0; mast < network_.masts.size(); ++mast) {
        const auto link = mastLink(rec, network_, int(mast), at, receiver, choice);
        for (int i = 0; i < network_.masts[mast].cellCount; ++i) {
            const int cell = network_.masts[mast].firstCell + i;
            const auto gain = couplingGain(cell, link, receiver, beam);
            levels.push_back((network_.cells[std::size_t(cell)].sector.power + gain).db());
        }
    }
    return levels;
}

std::vector<double> receivedLevels(const Network& network, Position at, const Receiver& receiver,
                                   PathChoice choice, Beam beam) {
    return ReceivedLevels(network).at(at, receiver, choice, beam);
}

template <class R>
Of<DecibelMilliwatts, R> noisePower(R& rec, Of<Hertz, R> bandwidth, Of<Decibels, R> noiseFigure) {
    using std::log10;
    using Number = Of<double, R>;
    const Of<DecibelMilliwatts, R> density =
        rec.input(DecibelMilliwatts(-174.0), "N₀", "thermal noise in 1 Hz at 290 K", Label::published,
                  "Boltzmann constant times 290 K, rounded as in 3GPP link budgets");
    const Of<Decibels, R> spread(Number(10.0) * log10(bandwidth.si()));
    return rec.name(density + spread + noiseFigure, "N", "noise power", "thermal noise plus noise figure");
}

template <class R>
Of<DecibelMilliwatts, R> rsrp(R& rec, Of<DecibelMilliwatts, R> received, const Of<double, R>& blocks) {
    using Number = Of<double, R>;
    return rec.name(received - toDecibels(Number(12.0) * blocks), "RSRP", "reference signal received power",
                    "TS 38.215 clause 5.1.1");
}

template <class R>
Of<Decibels, R> rsrq(R& rec, Of<DecibelMilliwatts, R> rsrp, Of<DecibelMilliwatts, R> rssi,
                     const Of<double, R>& blocks) {
    return rec.name(rsrp + toDecibels(blocks) - rssi, "RSRQ", "reference signal received quality",
                    "TS 38.215 clause 5.1.3");
}

template <class R>
MastLink<R> mastLink(R& rec, const Network& network, int index, Position at, const Receiver& receiver,
                     PathChoice choice) {
    using std::sqrt;
    const auto& mast = network.masts[std::size_t(index)];
    const auto input = [&rec](const auto& value, const char* symbol, const char* name, const char* source) {
        return rec.input(value, symbol, name, Label::assumed, source);
    };
    const Of<Metres, R> east = input(at.x, "x", "user, east", "user's position") -
                               input(mast.position.x, "x_s", "site, east", "site");
    const Of<Metres, R> north = input(at.y, "y", "user, north", "user's position") -
                                input(mast.position.y, "y_s", "site, north", "site");
    const Of<Metres, R> siteHeight = input(mast.height, "h_BS", "site height", "site");
    const Of<Metres, R> userHeight = input(receiver.height, "h_UT", "user height", "user group");
    const Of<Hertz, R> frequency = input(network.carriers[std::size_t(mast.carrier)].carrier.frequency, "f_c",
                                         "carrier frequency", "carrier");
    const Of<Metres, R> ground(sqrt(east.si() * east.si() + north.si() * north.si()));
    const auto geometry = linkGeometry(
        rec, mast.propagation, rec.name(ground, "d2D", "ground distance", "TR 38.901 figure 7.4.1-1"),
        siteHeight, userHeight, meanDepth(mast.propagation, receiver.indoors.enclosure));
    auto loss = basicLoss<R>(rec, mast, at, receiver, choice, geometry, frequency);
    if (mast.air.total() > 0.0)
        loss = loss + airAttenuation(rec, mast.air, geometry.direct);
    if (behindWall(mast.propagation, receiver.indoors.enclosure))
        loss = loss + penetrationLoss(rec, mast.propagation, receiver.indoors, frequency,
                                      mast.fadingSeed.has_value());
    return {east, north, userHeight - siteHeight, loss};
}

template <class R>
Of<Decibels, R> couplingGain(R& rec, const Network& network, int index, const MastLink<R>& link,
                             const Receiver& receiver, Beam beam) {
    const auto& cell = network.cells[std::size_t(index)];
    const Of<double, R> azimuth =
        rec.input(cell.sector.azimuth.degrees(), "α", "azimuth", Label::assumed, "sector", "angle");
    const Of<double, R> tilt =
        rec.input(cell.sector.downtilt.degrees(), "β", "downtilt", Label::assumed, "sector", "angle");
    const Of<Decibels, R> body =
        rec.input(receiver.bodyLoss, "L_b", "body loss", Label::assumed, "user group");
    auto gain = antennaGain(rec, cell.sector, cell.pattern.get(),
                            localAngles(rec, link.east, link.north, link.up, azimuth, tilt), beam);
    if (receiver.antennaGain.db() != 0.0)
        gain = gain + rec.input(receiver.antennaGain, "G_UE", "antenna gain of the device", Label::assumed,
                                "user group");
    return rec.name(gain - link.loss - body, "g", "coupling gain", "antenna gain less losses");
}

template <class R>
Downlink<R> downlink(R& rec, const Network& network, Position at, const Receiver& receiver,
                     PathChoice choice) {
    return downlinkOf(rec, network, -1, at, receiver, choice);
}

template <class R>
Downlink<R> downlinkFrom(R& rec, const Network& network, int cell, Position at, const Receiver& receiver,
                         PathChoice choice) {
    return downlinkOf(rec, network, cell, at, receiver, choice);
}

int chosenCell(const Network& network, Position at, const Receiver& receiver, PathChoice choice) {
    return strongest(network, receivedLevels(network, at, receiver, choice, Beam::strongest));
}

#define INSTANTIATE(R)                                                                                       \
    template Of<DecibelMilliwatts, R> noisePower(R&, Of<Hertz, R>, Of<Decibels, R>);                         \
    template Of<DecibelMilliwatts, R> rsrp(R&, Of<DecibelMilliwatts, R>, const Of<double, R>&);              \
    template MastLink<R> mastLink(R&, const Network&, int, Position, const Receiver&, PathChoice);           \
    template Of<Decibels, R> couplingGain(R&, const Network&, int, const MastLink<R>&, const Receiver&,      \
                                          Beam);                                                             \
    template Of<Decibels, R> rsrq(R&, Of<DecibelMilliwatts, R>, Of<DecibelMilliwatts, R>,                    \
                                  const Of<double, R>&);                                                     \
    template Downlink<R> downlink(R&, const Network&, Position, const Receiver&, PathChoice);                \
    template Downlink<R> downlinkFrom(R&, const Network&, int, Position, const Receiver&, PathChoice);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
