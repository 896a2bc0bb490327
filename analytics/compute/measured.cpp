// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/device.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace cellwright::compute {
namespace {

/// Nominal bits per weight, to find the scheme that costs about the same.
double nominalBits(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
        return 32.0;
    case Scheme::f16:
    case Scheme::bf16:
        return 16.0;
    case Scheme::fp8_e4m3:
    case Scheme::int8:
        return 8.0;
    case Scheme::q8_0:
        return 8.5;
    case Scheme::q6_k:
        return 6.5625;
    case Scheme::q5_k_m:
        return 5.7;
    case Scheme::q5_0:
        return 5.5;
    case Scheme::q4_k_m:
        return 4.85;
    case Scheme::q4_k_s:
        return 4.6;
    case Scheme::q4_0:
        return 4.5;
    case Scheme::iq4_xs:
    case Scheme::mxfp4:
        return 4.25;
    case Scheme::q3_k_m:
        return 3.9;
    case Scheme::q2_k:
        return 3.0;
    case Scheme::nf4:
        return 4.13;
    case Scheme::gptq4:
    case Scheme::awq4:
        return 4.16;
    case Scheme::int4:
        return 4.0;
    }
    return 16.0;
}

Scheme nearestMeasured(const MeasuredRates& rates, Scheme wanted) {
    Scheme best = wanted;
    double distance = std::numeric_limits<double>::infinity();
    for (const auto& point : rates.points) {
        const double ratio = std::abs(std::log(nominalBits(point.weights) / nominalBits(wanted)));
        const double away = point.weights == wanted ? -1.0 : ratio;
        if (away < distance) {
            distance = away;
            best = point.weights;
        }
    }
    return best;
}

double between(double x, double x0, double y0, double x1, double y1) {
    const double share = std::log(x / x0) / std::log(x1 / x0);
    return std::exp(std::log(y0) + share * std::log(y1 / y0));
}

int mostThreads(const kernels::Profile& profile) {
    int most = 0;
    for (const auto& k : profile.kernels)
        most = std::max(most, k.threads);
    return most;
}

/// Of several shapes with the same tokens the largest weights count: they are what layers are made of.
std::vector<MeasuredRate> pointsOf(const kernels::Profile& profile, int threads) {
    std::vector<kernels::KernelTiming> timings;
    for (const auto& k : profile.kernels)
        if (k.threads == threads)
            timings.push_back(k);
    std::ranges::stable_sort(timings, [](const auto& a, const auto& b) {
        return std::tuple(a.weights, a.tokens, -double(a.rows) * a.cols) <
               std::tuple(b.weights, b.tokens, -double(b.rows) * b.cols);
    });
    std::vector<MeasuredRate> points;
    for (const auto& k : timings)
        if (points.empty() || points.back().weights != k.weights || points.back().tokens != k.tokens)
            points.push_back({k.weights, k.tokens, k.flopRate, k.byteRate, k.spread()});
    return points;
}

BytesPerSecond bandwidthOf(const kernels::Profile& profile, int threads,
                           const std::vector<MeasuredRate>& points) {
    for (const auto& b : profile.readBandwidth)
        if (b.threads == threads)
            return b.bandwidth;
    BytesPerSecond best{}; // not measured: at least what the kernels reached
    for (const auto& point : points)
        best = max(best, point.byteRate);
    return best;
}

} // namespace

RateAt rateAt(const MeasuredRates& rates, Scheme weights, double tokens) {
    RateAt at;
    at.measured = nearestMeasured(rates, weights);
    const MeasuredRate* below = nullptr;
    const MeasuredRate* above = nullptr;
    for (const auto& point : rates.points) {
        if (point.weights != at.measured)
            continue;
        if (point.tokens <= tokens)
            below = &point;
        else if (!above)
            above = &point;
    }
    at.beyond = !above && below && below->tokens < tokens;
    if (!below || !above) {
        const MeasuredRate& only = below ? *below : *above;
        return {only.flopRate, only.byteRate, at.measured, at.beyond};
    }
    const auto flop =
        between(tokens, below->tokens, below->flopRate.si(), above->tokens, above->flopRate.si());
    const auto bytes =
        between(tokens, below->tokens, below->byteRate.si(), above->tokens, above->byteRate.si());
    return {FlopPerSecond(flop), BytesPerSecond(bytes), at.measured, false};
}

Expected<Device> deviceFromProfile(const kernels::Profile& profile, int threads) {
    const int used = threads > 0 ? threads : mostThreads(profile);
    MeasuredRates rates;
    rates.points = pointsOf(profile, used);
    if (rates.points.empty())
        return failure("the profile has no kernel measured with " + std::to_string(used) + " threads",
                       "profile",
                       "measure it with --threads " + std::to_string(used) + " or choose another number");
    rates.readBandwidth = bandwidthOf(profile, used, rates.points);
    for (const auto& d : profile.dispatch)
        if (d.threads == used)
            rates.dispatch = d.median;
    rates.noise = profile.noise.medianSpread;
    rates.threads = used;
    const std::string date = profile.machine.date.substr(0, 10);
    rates.source = "measured on " + profile.machine.cpu + ", " + std::to_string(used) + " threads, " + date;

    Device device;
    device.id = "this";
    device.name = profile.machine.cpu;
    device.kind = DeviceKind::server;
    device.memoryBandwidth = {rates.readBandwidth, Label::measured, rates.source};
    device.memoryCapacity = {0.8 * profile.machine.memory, Label::assumed,
                             "80 % of main memory, the rest being the system's"};
    device.power.active =
        Sourced<Watts>{Watts(15.0 * used), Label::assumed, "15 W per busy core; no energy counter was read"};
    device.power.idle = {Watts(2.0 * used), Label::assumed, "2 W per idle core; no energy counter was read"};
    device.power.boundary = "processor and memory";
    auto& ours = device.runtimes.emplace_back();
    ours.name = "Cellwright kernels";
    ours.error = {0.25, 0.18, Label::published,
                  "decode: sums of kernels against llama.cpp on 2 Zen 4 cores, worst 18 %; prefill: assumed"};
    ours.measured = std::move(rates);
    if (const auto sound = check(device); !sound)
        return tl::make_unexpected(sound.error());
    return device;
}

} // namespace cellwright::compute
