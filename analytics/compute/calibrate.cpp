// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/calibrate.h"

#include "analytics/compute/fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::compute {
namespace {

enum Factor { memory, computing, overhead, perSequence, factors };
constexpr double most = 1.5; ///< efficiency that check() accepts

void scale(RuntimeFigures& runtime, std::span<const double> logs) {
    for (auto& r : runtime.rooflines) {
        r.memoryEfficiency = std::min(most, r.memoryEfficiency * std::exp(logs[memory]));
        r.computeEfficiency = std::min(most, r.computeEfficiency * std::exp(logs[computing]));
        const double slower = std::exp(logs[overhead]);
        r.perLayer = r.perLayer * slower;
        r.perOperation = r.perOperation * slower;
        r.perSequence = r.perSequence * std::exp(logs[perSequence]);
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
        error = std::hypot(std::min(error, left), quantile(own, 0.8));
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

Expected<Calibration> calibrate(const Device& device, std::span<const CalibrationPoint> points,
                                const CalibrationBelief& belief) {
    if (const auto sound = checkPoints(device, points); !sound)
        return tl::make_unexpected(sound.error());
    std::vector<double> measured;
    for (const auto& point : points)
        measured.push_back(std::log(point.time.si()));
    Device plain; // of what the fit copies again and again, only what counts
    plain.peaks = device.peaks;
    plain.memoryBandwidth = device.memoryBandwidth;
    plain.runtimes.emplace_back().rooflines = runtimeOf(device).rooflines;
    const auto scaled = [&](std::span<const double> logs) {
        Device moved = plain;
        scale(moved.runtimes.front(), logs);
        return moved;
    };
    const auto model = [&](std::span<const double> logs, std::size_t i) {
        NullRecorder none;
        return std::log(rooflineTime(none, scaled(logs), points[i].work, points[i].weights, "t").si());
    };
    const std::array<LogPrior, factors> priors{
        {{0.0, belief.memory}, {0.0, belief.computing}, {0.0, belief.overhead}, {0.0, belief.perSequence}}};
    const LogFit fit = fitLogs(model, measured, {}, priors, belief.noise);
    const auto factor = [&](Factor of) { return std::exp(fit.parameters[of]); };
    Calibration result{device,           factor(memory),      factor(computing),
                       factor(overhead), factor(perSequence), fit.residuals};
    scale(result.device.runtimes.front(), fit.parameters);
    label(result.device.runtimes.front(), points, fit.residuals);
    return result;
}

} // namespace cellwright::compute
