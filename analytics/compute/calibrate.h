// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/predict.h"

#include <span>
#include <string>
#include <vector>

namespace cellwright::compute {

/// A time that somebody measured on a device: one decode step, or a prefill, with the work it took.
struct CalibrationPoint {
    WorkOf<NullRecorder> work;
    Scheme weights = Scheme::f16;
    bool decode = true;
    Seconds time;
    std::string source; ///< "llama-3.1-8b in q4_k_m, measured by the user"
};

/// A device whose default runtime agrees with measured points as far as its constants allow.
struct Calibration {
    Device device;
    double memoryFactor = 1.0; ///< by which the shares of the bandwidth changed
    double computeFactor = 1.0;
    double overheadFactor = 1.0;
    double sequenceFactor = 1.0;   ///< of the overhead per sequence
    std::vector<double> residuals; ///< log(predicted / measured) of each point, afterwards
};

/// How far a device is from its class, as standard deviations of logarithms of its factors, and how far a
/// point is from its device. Those that leave the least median error in measured_llm_performance.csv when
/// each row of a device in turn calibrates it for the others; a test chooses them by half of the devices and
/// tries them on the other half.
struct CalibrationBelief {
    double memory = 0.1;
    double computing = 0.5;
    double overhead = 0.6;    ///< of layers and kernels
    double perSequence = 0.3; ///< scheduling has little to do with launching kernels
    double noise = 0.06;
};

/// Moves the rooflines of the device's default runtime towards measured points: one factor each for the
/// shares of bandwidth and peak and for the overheads, by least squares in logarithms that holds on to 1 (a
/// single point does not say which of them it is). Intervals shrink to what such calibration left in
/// published rates; they widen again where the points disagree. Fails for a device without rooflines, without
/// points, or with a time that is not positive.
Expected<Calibration> calibrate(const Device& device, std::span<const CalibrationPoint> points,
                                const CalibrationBelief& belief = {});

/// Shares of the time within which four in five predictions lay for other rates of the same device after one
/// point had calibrated it (measured_llm_performance.csv). Where a class is better than that before, it stays
/// so.
inline constexpr double calibratedDecodeError = 0.36;
inline constexpr double calibratedPrefillError = 0.25;

} // namespace cellwright::compute
