// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace cellwright::compute::measured {

/// Constants of the smooth roofline t = ((flop / F)^p + (bytes / B)^p)^(1/p) + t_0: with a large p the slower
/// of computing and reading counts, with p = 1 both one after the other.
struct RooflineConstants {
    double flopRate = 1e9; ///< F, 1/s
    double byteRate = 1e9; ///< B, 1/s
    double exponent = 2.0; ///< p
    double fixed = 1e-6;   ///< t_0, s
    bool operator==(const RooflineConstants&) const = default;
};

/// Seconds that the roofline says.
double timeOf(const RooflineConstants& c, double flop, double bytes);

/// One measured operation.
struct Observation {
    double flop = 0.0;
    double bytes = 0.0;
    double seconds = 0.0;
    double deviation = 0.05; ///< standard deviation of ln(seconds)
};

/// What is known without measurements: constants, and the standard deviations of their logarithms.
struct RooflinePrior {
    RooflineConstants centre;
    double flopRate = 0.6, byteRate = 0.4, exponent = 0.5, fixed = 0.8;
};

/// The most probable constants (Gauss-Newton with damping on logarithms of times and constants; errors of
/// times and constants normal): without observations the prior's, with one or two little away from it in
/// what they do not determine. `start` saves steps where something near is known.
RooflineConstants fitRoofline(std::span<const Observation> observations, const RooflinePrior& prior,
                              const RooflineConstants* start = nullptr);

} // namespace cellwright::compute::measured
