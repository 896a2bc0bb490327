// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/calibration/calibration.h"

#include "analytics/radio/antenna/antenna.h"
#include "analytics/radio/antenna/panel.h"
#include "analytics/radio/calibration/drop.h"
#include "analytics/radio/propagation/limits.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

/// Azimuths of boresight: at the next sites.
constexpr double boresights[] = {60.0, 180.0, 300.0};

/// Ten elements of 8 dBi, one above the other, tilted electrically to 102 degrees of zenith.
Sector calibrationSector() {
    Sector sector;
    sector.downtilt = Degrees(0.0);
    sector.electricalTilt = Degrees(12.0);
    sector.panelRows = 10;
    sector.antennaGain = Decibels(8.0);
    return sector;
}

/// Linear gains of the three sectors of a site towards a user.
std::array<double, 3> siteGains(const CalibrationSetup& setup, Position site, const DroppedUser& user,
                                Dice& dice) {
    NullRecorder rec;
    const double loss = drawLoss(setup, site, user, dice);
    const Metres up = user.height - Metres(pathLossLimits(setup.scenario).usualSite);
    static const Sector sector = calibrationSector();
    std::array<double, 3> gains{};
    for (std::size_t s = 0; s < gains.size(); ++s) {
        const auto angles =
            localAngles(rec, user.position.x - site.x, user.position.y - site.y, up, boresights[s], 0.0);
        const double gain = antennaGain(rec, sector, nullptr, angles, Beam::strongest).db();
        gains[s] = std::pow(10.0, (gain - loss) / 10.0);
    }
    return gains;
}

void addUser(const CalibrationSetup& setup, const std::vector<Position>& sites, const DroppedUser& user,
             Dice& dice, CalibrationResult& result) {
    double all = 0.0, best = 0.0;
    for (const auto& site : sites)
        for (const double gain : siteGains(setup, site, user, dice)) {
            all += gain;
            best = std::max(best, gain);
        }
    result.geometry.push_back(10.0 * std::log10(best / (all - best)));
    result.coupling.push_back(10.0 * std::log10(best));
}

} // namespace

Expected<CalibrationResult> calibrate(const CalibrationSetup& setup) {
    if (setup.scenario != Propagation::uma && setup.scenario != Propagation::umi)
        return failure("the calibration is laid out for UMa and UMi only", "scenario", "choose uma or umi");
    if (!(setup.frequency >= Hertz(0.5e9) && setup.frequency <= Hertz(100e9)))
        return failure("the models reach from 0.5 GHz to 100 GHz", "frequency",
                       "choose 6 GHz, 30 GHz or 70 GHz");
    if (setup.drops < 1)
        return failure("without drops there is nothing to calibrate", "drops", "ask for at least one");
    const auto sites = calibrationSites(setup.scenario);
    Dice dice(setup.seed);
    CalibrationResult result;
    for (int drop = 0; drop < setup.drops; ++drop) {
        const UserDraws draws(usersPerDrop, dice);
        for (int index = 0; index < usersPerDrop; ++index)
            addUser(setup, sites, dropUser(setup, draws, index), dice, result);
    }
    std::ranges::sort(result.geometry);
    std::ranges::sort(result.coupling);
    return result;
}

CalibrationPoints pointsOf(const std::vector<double>& ascending) {
    CalibrationPoints points{};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double place = calibrationShares[i] * double(ascending.size() - 1);
        const auto below = std::size_t(place);
        const auto above = std::min(below + 1, ascending.size() - 1);
        points[i] = std::lerp(ascending[below], ascending[above], place - double(below));
    }
    return points;
}

const CalibrationReference* calibrationReference(Propagation scenario, Hertz frequency) {
    static constexpr CalibrationReference published[] = {
        {Propagation::uma, 6, {-1.0, 2.9, 8.6, 16.5, 25.6}, {-150.4, -133.9, -120.3, -106.1, -86.0}},
        {Propagation::uma, 30, {-1.0, 3.0, 8.6, 16.5, 25.6}, {-172.0, -154.5, -140.1, -123.1, -102.0}},
        {Propagation::uma, 70, {-0.9, 3.0, 8.5, 16.5, 25.6}, {-191.4, -172.8, -156.6, -135.1, -110.7}},
        {Propagation::umi, 6, {-1.7, 2.1, 7.3, 14.9, 24.9}, {-142.3, -125.8, -112.2, -96.2, -74.8}},
        {Propagation::umi, 30, {-1.6, 2.2, 7.5, 15.1, 24.9}, {-164.6, -147.1, -132.4, -113.7, -89.3}},
        {Propagation::umi, 70, {-1.6, 2.2, 7.5, 15.2, 25.0}, {-184.2, -165.5, -149.1, -127.1, -96.8}}};
    for (const auto& one : published)
        if (one.scenario == scenario && std::abs(frequency.si() - one.gigahertz * 1e9) < 1e6)
            return &one;
    return nullptr;
}

} // namespace cellwright::radio
