// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/topology.h"

#include <array>
#include <cstdint>
#include <vector>

namespace cellwright::radio {

/// The large-scale calibration of 3GPP's channel model: TR 38.901 clause 7.8.1, table 7.8-1, configuration 1.
/// 19 sites of three sectors without wrap-around, 500 m (UMa) or 200 m (UMi) apart; users dropped within 0.93
/// of that of the middle site, at least 35 or 10 m from it; 80 % of them on random floors of buildings of
/// four to eight, half of these with low loss; ten elements stacked half a wavelength apart and tilted to 102
/// degrees. Each user draws a state of sight for each site, shadow fading that is correlated by 0.5 between
/// sites, an environment height (UMa), and how thick its walls are. Users join the cell with the strongest
/// power.
struct CalibrationSetup {
    Propagation scenario = Propagation::uma; ///< uma or umi
    Hertz frequency{6e9};
    int drops = 100; ///< of `usersPerDrop` users each
    std::uint64_t seed = 1;
};
inline constexpr int usersPerDrop = 570; ///< ten for each of the 57 sectors

/// Between neighbouring sites; of users from the middle site, at least.
Metres siteDistance(Propagation scenario);
Metres leastDistance(Propagation scenario);

/// Of all users, in ascending order.
struct CalibrationResult {
    std::vector<double> geometry; ///< dB: power of the serving cell over that of all others, without noise
    std::vector<double> coupling; ///< dB: gain between the antenna ports of the serving cell and the user
};
/// Fails on another scenario than uma and umi, on a carrier outside 0.5 to 100 GHz and without drops.
Expected<CalibrationResult> calibrate(const CalibrationSetup& setup);

/// Where distributions are compared.
inline constexpr std::array calibrationShares{0.05, 0.25, 0.50, 0.75, 0.95};
using CalibrationPoints = std::array<double, calibrationShares.size()>;
CalibrationPoints pointsOf(const std::vector<double>& ascending);

/// What 3GPP's companies found: the median of their distributions in R1-165974 (August 2016), as tabulated
/// with QuaDRiGa (Fraunhofer HHI, tutorials/calib_3GPP_ref_data.m, version 2.8). They used TR 38.900 V14.0.0,
/// whose UMa differs a little in line of sight.
struct CalibrationReference {
    Propagation scenario;
    double gigahertz;
    CalibrationPoints geometry, coupling;
};
/// Nothing for scenarios and carriers that were not calibrated (6, 30 and 70 GHz were).
const CalibrationReference* calibrationReference(Propagation scenario, Hertz frequency);

} // namespace cellwright::radio
