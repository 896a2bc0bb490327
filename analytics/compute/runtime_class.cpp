// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/runtime_class.h"

#include "analytics/compute/fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::compute {
namespace {

constexpr std::size_t fitted = 7;
using Logs = std::array<double, fitted>;
/// How sure one is of a constant before seeing points of a family, and of a class knowing its family.
constexpr Logs broad{0.3, 0.3, 0.3, 0.7, 0.4, 1.0, 1.0};
constexpr Logs narrow{0.15, 0.15, 0.15, 0.4, 0.3, 0.5, 0.4};
/// Kernels that a plain decoder layer launches.
constexpr double kernelsPerLayer = 16.0;

enum class Width { wide, eight, four };
Width widthOf(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
    case Scheme::f16:
    case Scheme::bf16:
        return Width::wide;
    case Scheme::fp8_e4m3:
    case Scheme::int8:
    case Scheme::q8_0:
        return Width::eight;
    default:
        return Width::four;
    }
}

double memoryEfficiency(const ClassConstants& c, Scheme scheme) {
    const Width width = widthOf(scheme);
    return width == Width::wide ? c.wide : width == Width::eight ? c.eight : c.four;
}

Logs toLogs(const ClassConstants& c) {
    return {
        std::log(c.wide),      std::log(c.eight),    std::log(c.four),       std::log(c.computeEfficiency),
        std::log(c.cacheCost), std::log(c.perLayer), std::log(c.perSequence)};
}

ClassConstants fromLogs(std::span<const double> logs, double exponent) {
    return {std::exp(logs[0]), std::exp(logs[1]), std::exp(logs[2]), std::exp(logs[3]),
            std::exp(logs[4]), std::exp(logs[5]), std::exp(logs[6]), exponent};
}

ClassConstants fit(std::span<const ClassPoint> points, const ClassConstants& belief, const Logs& spreads) {
    const Logs start = toLogs(belief);
    std::vector<LogPrior> priors;
    for (std::size_t i = 0; i < fitted; ++i)
        priors.push_back({start[i], spreads[i]});
    std::vector<double> measured, weights;
    for (const auto& point : points) {
        measured.push_back(std::log(point.time.si()));
        weights.push_back(point.weight);
    }
    const auto model = [&](std::span<const double> logs, std::size_t i) {
        return std::log(timeBy(fromLogs(logs, belief.exponent), points[i]).si());
    };
    return fromLogs(fitLogs(model, measured, weights, priors).parameters, belief.exponent);
}

Roofline roofline(const RuntimeClass& of, Width width) {
    static const auto schemesOf = [](Width wanted) {
        std::vector<Scheme> schemes;
        for (const Scheme scheme : llm::allSchemes())
            if (widthOf(scheme) == wanted)
                schemes.push_back(scheme);
        return schemes;
    };
    const ClassConstants& c = of.constants;
    Roofline r;
    if (width != Width::wide)
        r.schemes = schemesOf(width);
    r.format = of.format;
    r.computeEfficiency = c.computeEfficiency;
    r.memoryEfficiency = width == Width::wide ? c.wide : width == Width::eight ? c.eight : c.four;
    r.exponent = c.exponent;
    r.perLayer = Seconds(c.perLayer / 2.0);
    r.perOperation = Seconds(c.perLayer / (2.0 * kernelsPerLayer));
    r.cacheCost = c.cacheCost;
    r.perSequence = Seconds(c.perSequence);
    r.label = of.rows > 0 ? Label::published : Label::assumed;
    r.source = "what " + std::string(of.name) + " reaches on devices of this class: " +
               (of.rows > 0 ? std::to_string(of.rows) + " published rates fitted" : "as its relatives");
    return r;
}

} // namespace

Seconds timeBy(const ClassConstants& c, const ClassPoint& point) {
    const auto& w = point.work;
    const double bytes = w.weightBytes.si() + c.cacheCost * w.kvBytes.si() + w.activationBytes.si();
    const double reading = bytes / (point.bandwidth.si() * memoryEfficiency(c, point.weights));
    const double computing = w.flop.si() / (point.peak.si() * c.computeEfficiency);
    const double busy =
        std::pow(std::pow(reading, c.exponent) + std::pow(computing, c.exponent), 1.0 / c.exponent);
    const double layers = 0.5 * (w.layers + w.operations / kernelsPerLayer);
    return Seconds(busy + c.perLayer * layers + (w.sequences > 1.0 ? c.perSequence * w.sequences : 0.0));
}

ClassConstants fitFamily(std::span<const ClassPoint> points, double exponent) {
    ClassConstants belief;
    belief.exponent = exponent;
    return fit(points, belief, broad);
}

ClassConstants fitClass(std::span<const ClassPoint> points, const ClassConstants& family) {
    return fit(points, family, narrow);
}

RuntimeFigures figuresOf(const RuntimeClass& of, std::string_view name) {
    RuntimeFigures figures;
    figures.name = name;
    for (const Width width : {Width::wide, Width::eight, Width::four})
        figures.rooflines.push_back(roofline(of, width));
    figures.error = {of.prefillError, of.decodeError, of.rows > 0 ? Label::published : Label::assumed,
                     "four in five predictions for devices that the fit of " + std::string(of.name) +
                         " had not seen lay within this"};
    return figures;
}

const RuntimeClass* findRuntimeClass(std::string_view name) {
    const auto all = runtimeClasses();
    const auto found = std::ranges::find(all, name, &RuntimeClass::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace cellwright::compute
