// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/profile.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/rate/scheme_source.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr double effectiveEarth = 4.0 / 3.0 * 6371e3; // m, standard refraction: ITU-R P.530 clause 2.2
constexpr double degree = 180.0 / std::numbers::pi;

/// Loss of free space: 20 log10(4 π d f / c), ITU-R P.525.
Decibels freeSpaceLoss(Metres distance, Hertz frequency) {
    return Decibels(20.0 *
                    std::log10(4.0 * std::numbers::pi * distance.si() * frequency.si() / speedOfLight));
}

/// The parts of one budget, line by line.
class Budget {
public:
    void gain(std::string_view key, std::string name, double db, std::string source) {
        terms.push_back({key, std::move(name), db, "dB", false, std::move(source)});
    }
    void level(std::string_view key, std::string name, double dbm, std::string source) {
        terms.push_back({key, std::move(name), dbm, "dBm", true, std::move(source)});
    }
    void power(std::string_view key, std::string name, double dbm, std::string source) {
        terms.push_back({key, std::move(name), dbm, "dBm", false, std::move(source)});
    }
    std::vector<BudgetTerm> terms;
};

class Profiler {
public:
    Profiler(const UserField& users, int cell, Position at, const UserGroup& device)
        : users_(users)
        , network_(users.network())
        , index_(cell)
        , cell_(network_.cells[std::size_t(cell)])
        , mast_(network_.masts[std::size_t(cell_.mast)])
        , carrier_(network_.carriers[std::size_t(cell_.carrier)])
        , at_(at)
        , device_(device)
        , receiver_(receiverOf(device)) {}

    PathProfile run(int steps) {
        PathProfile p;
        p.sector = cell_.sector.id;
        p.cell = mast_.name + " " + cell_.sector.name;
        geometry(p);
        points(p, std::max(1, steps));
        NullRecorder rec;
        p.link = evaluateUserFrom(rec, users_, index_, at_, device_, 1.0);
        p.strongest = chosenCell(network_, at_, receiver_, users_.field().options().path) == index_;
        losses(p);
        p.down = downBudget(p);
        p.up = upBudget(p);
        derive(p);
        p.warning = p.link.range.text();
        return p;
    }

private:
    void geometry(PathProfile& p) const {
        const double east = (at_.x - mast_.position.x).si(), north = (at_.y - mast_.position.y).si();
        const double rise = (device_.height - mast_.height).si();
        const double ground = std::hypot(east, north);
        p.ground = Metres(ground);
        p.direct = Metres(std::hypot(ground, rise));
        const double bearing = std::atan2(east, north) * degree;
        p.bearing = Degrees(bearing < 0.0 ? bearing + 360.0 : bearing);
        p.elevation = Degrees(std::atan2(rise, ground) * degree);
        p.offAzimuth = Degrees(std::remainder(p.bearing.degrees() - cell_.sector.azimuth.degrees(), 360.0));
    }
    void points(PathProfile& p, int steps) const {
        const double wavelength = speedOfLight / carrier_.carrier.frequency.si();
        const double total = p.ground.si();
        p.clearance = std::numeric_limits<double>::infinity();
        for (int i = 0; i <= steps; ++i) {
            const double share = double(i) / steps, near = share * total, far = total - near;
            const double ray = mast_.height.si() + share * (device_.height - mast_.height).si();
            const double bulge = near * far / (2.0 * effectiveEarth);
            const double zone = total > 0.0 ? std::sqrt(wavelength * near * far / total) : 0.0;
            p.points.push_back({Metres(near), Metres(ray), Metres(bulge), Metres(zone)});
            if (zone > 0.0)
                p.clearance = std::min(p.clearance, (ray - bulge) / zone);
        }
    }
    void losses(PathProfile& p) const {
        NullRecorder rec;
        p.freeSpace = freeSpaceLoss(max(p.direct, Metres(leastDirect)), carrier_.carrier.frequency);
        const Decibels all =
            mastLink(rec, network_, cell_.mast, at_, receiver_, users_.field().options().path).loss;
        const auto link = linkGeometry(rec, mast_.propagation, p.ground, mast_.height, device_.height,
                                       meanDepth(mast_.propagation, receiver_.indoors.enclosure));
        if (behindWall(mast_.propagation, receiver_.indoors.enclosure))
            p.penetration = penetrationLoss(rec, mast_.propagation, receiver_.indoors,
                                            carrier_.carrier.frequency, mast_.fadingSeed.has_value());
        p.air = airAttenuation(rec, mast_.air, link.direct);
        p.pathLoss = all - p.penetration - p.air;
        p.losProbability = losProbability(rec, mast_.propagation, link);
    }
    /// Both antennas and the path, which are the same in both directions.
    void coupling(Budget& budget, const PathProfile& p, double coupled) const {
        const double body = receiver_.bodyLoss.db();
        budget.gain("antenna_gain", "Antennas of the cell and the device in the direction of the path",
                    coupled + (p.pathLoss + p.penetration + p.air).db() + body, "TR 38.901 clause 7.3");
        budget.gain("path_loss", "Path loss", -p.pathLoss.db(), "TR 38.901 clause 7.4, or the site's model");
        if (behindWall(mast_.propagation, receiver_.indoors.enclosure))
            budget.gain("penetration_loss", "Walls, or a car", -p.penetration.db(), "TR 38.901 clause 7.4.3");
        if (mast_.air.total() > 0.0)
            budget.gain("air_loss", "Gases and rain", -p.air.db(), "ITU-R P.676 and P.838");
        if (body != 0.0)
            budget.gain("body_loss", "Body, hand or mounting", -body, "user group");
    }
    [[nodiscard]] double elements() const { return 10.0 * std::log10(12.0 * carrier_.down.blocks); }

    [[nodiscard]] std::vector<BudgetTerm> downBudget(const PathProfile& p) const {
        Budget budget;
        const double power = cell_.sector.power.db();
        const double received = p.link.rsrp.db() + elements();
        budget.power("transmit_power", "Transmit power of the cell", power, "sector");
        coupling(budget, p, received - power);
        budget.level("received_power", "Received power", received, "sum of the lines above");
        budget.gain("resource_elements", "Spread over the resource elements", -elements(),
                    "TS 38.215 clause 5.1.1");
        budget.level("rsrp", "RSRP", p.link.rsrp.db(), "TS 38.215 clause 5.1.1");
        const double disturbance = received - p.link.down.sinr.db();
        budget.power("noise", "Noise of the device", noise(receiver_.noiseFigure),
                     "-174 dBm/Hz, noise figure");
        budget.power("disturbance", "Interference and noise", disturbance,
                     "cells of the carrier by their load");
        rateTerms(budget, p.link.down, Direction::down);
        return budget.terms;
    }
    [[nodiscard]] std::vector<BudgetTerm> upBudget(const PathProfile& p) const {
        Budget budget;
        const double power = p.link.up.power.db();
        const double received = power + p.link.coupling.db();
        budget.power("transmit_power", "Transmit power of the device", power, p.link.up.powerSource);
        coupling(budget, p, p.link.coupling.db());
        budget.level("received_power", "Received power", received, "sum of the lines above");
        budget.power("noise", "Noise of the gNB over the filled blocks",
                     noise(cell_.sector.noiseFigure) + toDecibels(p.link.up.share).db(),
                     "-174 dBm/Hz, noise figure");
        budget.power("disturbance", "Interference and noise over the filled blocks",
                     received - p.link.up.sinr.db(), "users of the other cells by their load");
        rateTerms(budget, p.link.up, Direction::up);
        return budget.terms;
    }
    [[nodiscard]] double noise(Decibels figure) const {
        NullRecorder rec;
        return noisePower(rec, carrier_.occupied(), figure).db();
    }
    void rateTerms(Budget& budget, const LinkDirection<NullRecorder>& link, Direction direction) const {
        const auto& options = users_.field().options();
        const auto& shape = direction == Direction::down ? carrier_.down : carrier_.up;
        const auto& mcs = nr::mcsTable(shape.mcsTable)[std::size_t(link.mcs)];
        budget.gain("sinr", "SINR", link.sinr.db(), "received power over interference and noise");
        budget.gain("required_sinr",
                    "SINR that MCS " + std::to_string(link.mcs) + " needs with " +
                        std::to_string(link.layers) + (link.layers == 1 ? " layer" : " layers"),
                    threshold(options.mapping, mcs, direction) + 10.0 * std::log10(link.layers),
                    thresholdSource(options.mapping, mcs));
        budget.gain("outage_margin", "Margin over the outage level", link.sinr.db() - options.outageSinrDb,
                    "assumptions: outage threshold");
    }
    void derive(PathProfile& p) const {
        Trace trace;
        TracingRecorder rec(trace);
        const auto link = evaluateUserFrom(rec, users_, index_, at_, device_, 1.0);
        p.downDerivation = rec.derivation(link.down.rateAlone);
        p.upDerivation = rec.derivation(link.up.rateAlone);
    }

    const UserField& users_;
    const Network& network_;
    int index_;
    const Cell& cell_;
    const Mast& mast_;
    const NetworkCarrier& carrier_;
    Position at_;
    const UserGroup& device_;
    Receiver receiver_;
};

} // namespace

Expected<PathProfile> pathProfile(const UserField& users, int cell, Position at, const UserGroup& device,
                                  int steps) {
    if (cell < 0 || std::size_t(cell) >= users.network().cells.size())
        return failure("there is no cell " + std::to_string(cell), "cell",
                       "choose a sector that is on the air");
    if (!std::isfinite(at.x.si()) || !std::isfinite(at.y.si()))
        return failure("the place is not on the plane", "place", "give finite coordinates");
    return Profiler(users, cell, at, device).run(steps);
}

Expected<PathProfile> pathProfile(const Topology& topology, const RadioOptions& options, SectorId sector,
                                  Position at, const UserGroup& device, int steps) {
    auto users = UserField::make(topology, options);
    if (!users)
        return tl::make_unexpected(users.error());
    const auto& cells = users->network().cells;
    const auto found = std::ranges::find(cells, sector, [](const Cell& cell) { return cell.sector.id; });
    return pathProfile(*users, found == cells.end() ? -1 : int(found - cells.begin()), at, device, steps);
}

} // namespace cellwright::radio
