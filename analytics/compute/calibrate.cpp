// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/calibrate.h"

#include "analytics/compute/fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::compute {
namespace {

enum Factor { memory, computing, overhead, factors };
/// How far a device is from its class, as standard deviations of logarithms.
constexpr std::array<LogPrior, factors> priors{{{0.0, 0.25}, {0.0, 0.5}, {0.0, 0.6}}};
constexpr double measuringNoise = 0.03;
constexpr double most = 1.5; ///< efficiency that check() accepts

void scale(RuntimeFigures& runtime, std::span<const double> logs) {
    for (auto& r : runtime.rooflines) {
        r.memoryEfficiency = std::min(most, r.memoryEfficiency * std::exp(logs[memory]));
        r.computeEfficiency = std::min(most, r.computeEfficiency * std::exp(logs[computing]));
        const double slower = std::exp(logs[overhead]);
        r.perLayer = r.perLayer * slower;
        r.perOperation = r.perOperation * slower;
        r.perSequence = r.perSequence * slower;
    }
}

std::string sourcesOf(std::span<const CalibrationPoint> points) {
    std::string text = "calibrated by " + points.front().source;
    if (points.size() > 1)
        text += " and " + std::to_string(points.size() - 1) + " more";
    return text;
}

/// What calibration leaves, and how much the points disagree among themselves.
void narrow(double& error, double left, std::span<const CalibrationPoint> points,
            std::span<const double> residuals, bool decode) {
    std::vector<double> own;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i].decode == decode)
            own.push_back(std::abs(residuals[i]));
    if (!own.empty())
        error = std::hypot(left, quantile(own, 0.8));
}

void label(RuntimeFigures& runtime, std::span<const CalibrationPoint> points,
           std::span<const double> residuals) {
    const std::string source = sourcesOf(points);
    for (auto& r : runtime.rooflines) {
        r.label = Label::measured;
        r.source = source;
    }
    narrow(runtime.error.decode, calibratedDecodeError, points, residuals, true);
    narrow(runtime.error.prefill, calibratedPrefillError, points, residuals, false);
    runtime.error.source = source + "; four in five other rates of calibrated devices lay within this";
}

Expected<void> checkPoints(const Device& device, std::span<const CalibrationPoint> points) {
    if (runtimeOf(device).rooflines.empty() || device.peaks.empty())
        return failure("the device has no roofline to calibrate", "device " + device.id,
                       "a profile is measured already; calibrate a device of the catalogue");
    if (points.empty())
        return failure("nothing was measured to calibrate with", "device " + device.id, "give a rate");
    for (const auto& point : points)
        if (!(point.time.si() > 0.0) || !std::isfinite(point.time.si()))
            return failure("a measured time is not positive", point.source, "give tokens per second");
    return {};
}

} // namespace

Expected<Calibration> calibrate(const Device& device, std::span<const CalibrationPoint> points) {
    if (const auto sound = checkPoints(device, points); !sound)
        return tl::make_unexpected(sound.error());
    std::vector<double> measured;
    for (const auto& point : points)
        measured.push_back(std::log(point.time.si()));
    const auto scaled = [&](std::span<const double> logs) {
        Device moved = device;
        moved.runtimes.resize(1);
        scale(moved.runtimes.front(), logs);
        return moved;
    };
    const auto model = [&](std::span<const double> logs, std::size_t i) {
        NullRecorder none;
        return std::log(rooflineTime(none, scaled(logs), points[i].work, points[i].weights, "t").si());
    };
    const LogFit fit = fitLogs(model, measured, {}, priors, measuringNoise);
    Calibration result{device, std::exp(fit.parameters[memory]), std::exp(fit.parameters[computing]),
                       std::exp(fit.parameters[overhead]), fit.residuals};
    scale(result.device.runtimes.front(), fit.parameters);
    label(result.device.runtimes.front(), points, fit.residuals);
    return result;
}

} // namespace cellwright::compute
