// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"

#include "analytics/scenario/schema.h"

#include <cmath>

namespace cellwright::compute {
namespace {

constexpr std::string_view smoothRoofline =
    "smooth roofline with launch overheads, constants fitted to measured matrix products";

template <class R, class Q>
Of<Q, R> enter(R& rec, const Sourced<Q>& figure, std::string_view symbol, std::string_view name) {
    return rec.input(figure.value, symbol, name, figure.label, figure.source);
}

template <class R>
Of<Bytes, R> allBytes(const WorkOf<R>& work) {
    return work.weightBytes + work.kvBytes + work.activationBytes;
}

/// t_0 per operation and t_layer per layer.
template <class R>
Of<Seconds, R> overhead(R& rec, const Roofline& c, const WorkOf<R>& work) {
    const auto perOperation = rec.input(c.perOperation, "t_0", "overhead per operation", c.label, c.source);
    const auto perLayer = rec.input(c.perLayer, "t_l", "overhead per layer", c.label, c.source);
    return rec.name(perOperation * work.operations + perLayer * work.layers, "t_o", "launching operations",
                    smoothRoofline);
}

template <class R>
Of<Seconds, R> catalogueTime(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                             std::string_view name) {
    using std::pow;
    using Number = typename R::Number;
    const Roofline& c = rooflineFor(device, weights);
    const Peak* const peak = peakFor(device, c.format);
    const auto rate =
        enter(rec, peak ? peak->rate : Sourced<FlopPerSecond>{FlopPerSecond(1.0), {}, "no peak known"}, "F",
              "peak rate");
    const auto bandwidth = enter(rec, device.memoryBandwidth, "B", "memory bandwidth");
    const Number ec = rec.input(c.computeEfficiency, "e_c", "share of the peak reached", c.label, c.source);
    const Number em =
        rec.input(c.memoryEfficiency, "e_m", "share of the bandwidth reached", c.label, c.source);
    const Number p = rec.input(c.exponent, "p", "sharpness of the roofline", c.label, c.source);
    const auto computing =
        rec.name(work.flop / (rate * ec), "t_c", "computing", "operations over the rate reached");
    const auto reading = rec.name(allBytes<R>(work) / (bandwidth * em), "t_m", "reading memory",
                                  "bytes over the bandwidth reached");
    const Number both = pow(computing.si(), p) + pow(reading.si(), p);
    const Of<Seconds, R> busy(pow(both, Number(1.0) / p));
    return rec.name(busy + overhead(rec, c, work), "t", name, smoothRoofline);
}

/// What does not pass through weights: the KV cache, activations and handing operations to the threads.
template <class R>
Of<Seconds, R> besidesWeights(R& rec, const MeasuredRates& m, const WorkOf<R>& work) {
    const auto bandwidth = rec.input(m.readBandwidth, "B", "read bandwidth", Label::measured, m.source);
    const auto dispatch = rec.input(m.dispatch, "t_d", "dispatch to the threads", Label::measured, m.source);
    const auto reading = rec.name((work.kvBytes + work.activationBytes) / bandwidth, "t_k",
                                  "KV cache and activations", "bytes over bandwidth");
    return reading +
           rec.name(dispatch * work.operations, "t_o", "launching operations", "dispatch times operations");
}

template <class R>
Of<Seconds, R> measuredPrefill(R& rec, const MeasuredRates& m, const WorkOf<R>& work, Scheme weights,
                               double tokens) {
    const RateAt at = rateAt(m, weights, tokens);
    const auto rate = rec.input(at.flopRate, "F", "rate of the matrix products", Label::measured, m.source);
    const auto products =
        rec.name(work.flop / rate, "t_w", "matrix products", "operations over the rate measured");
    return rec.name(products + besidesWeights(rec, m, work), "t", "prefill", "sum of measured kernels");
}

template <class R>
Of<Seconds, R> measuredDecode(R& rec, const MeasuredRates& m, const WorkOf<R>& work, Scheme weights,
                              double batch) {
    const RateAt at = rateAt(m, weights, batch);
    const auto rate =
        rec.input(at.byteRate, "W", "rate at which weights are used", Label::measured, m.source);
    const auto products =
        rec.name(work.weightBytes / rate, "t_w", "matrix products", "bytes over the rate measured");
    return rec.name(products + besidesWeights(rec, m, work), "t", "decode step", "sum of measured kernels");
}

double combined(double a, double b, double c) {
    return std::sqrt(a * a + b * b + c * c);
}

} // namespace

template <class R>
WorkOf<R> record(R& rec, const llm::Work& work, int layers, std::string_view source) {
    WorkOf<R> result;
    result.flop = rec.input(work.flop, "C", "operations", Label::computed, source);
    result.weightBytes = rec.input(work.weightBytes, "D_w", "weights read", Label::computed, source);
    result.kvBytes = rec.input(work.kvBytesRead + work.kvBytesWritten, "D_k", "KV cache read and written",
                               Label::computed, source);
    result.activationBytes =
        rec.input(work.activationBytes, "D_a", "activations moved", Label::computed, source);
    result.operations = rec.input(work.operations, "n", "operations launched", Label::computed, source);
    result.layers = rec.input(double(layers), "L", "layers", Label::computed, source);
    return result;
}

template <class R>
Of<Seconds, R> predictPrefill(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                              double tokens) {
    const auto& measured = runtimeOf(device).measured;
    return measured ? measuredPrefill(rec, *measured, work, weights, tokens)
                    : catalogueTime(rec, device, work, weights, "prefill");
}

template <class R>
Of<Seconds, R> predictDecode(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                             double batch) {
    const auto& measured = runtimeOf(device).measured;
    return measured ? measuredDecode(rec, *measured, work, weights, batch)
                    : catalogueTime(rec, device, work, weights, "decode step");
}

template <class R>
Of<Joules, R> predictEnergy(R& rec, const Device& device, const WorkOf<R>& work, Of<Seconds, R> time) {
    const PowerFigures& p = device.power;
    constexpr std::string_view source =
        "base power, energy per operation and per byte; at most the power limit";
    if (p.active)
        return rec.name(enter(rec, *p.active, "P", "power while computing") * time, "E",
                        "energy of computing", "power times time");
    const auto base = enter(rec, p.base ? *p.base : p.idle, "P_0", "power that does not depend on the work");
    const auto perFlop = enter(rec, p.perFlop, "e_f", "energy per operation");
    const auto perByte = enter(rec, p.perByte, "e_b", "energy per byte");
    const auto energy = base * time + perFlop * work.flop + perByte * allBytes<R>(work);
    if (!p.limit)
        return rec.name(energy, "E", "energy of computing", source);
    const auto most = enter(rec, *p.limit, "P_max", "power limit") * time;
    return rec.name(min(energy, most), "E", "energy of computing", source);
}

Uncertainty uncertainty(const Device& device, Scheme weights, double promptTokens, double batch) {
    const RuntimeFigures& runtime = runtimeOf(device);
    Uncertainty result{runtime.error.prefill, runtime.error.decode, {}};
    if (!runtime.measured)
        return result;
    const MeasuredRates& m = *runtime.measured;
    const RateAt prompt = rateAt(m, weights, promptTokens);
    constexpr double otherScheme = 0.15, furtherOut = 0.1;
    double stand = 0.0;
    if (prompt.measured != weights) {
        stand = otherScheme;
        result.notes.push_back(std::string(enumKey(weights)) + " was not measured: " +
                               std::string(enumKey(prompt.measured)) + " stands for it");
    }
    const double prefillOut = prompt.beyond ? furtherOut : 0.0;
    const double decodeOut = rateAt(m, weights, batch).beyond ? furtherOut : 0.0;
    if (prompt.beyond)
        result.notes.push_back("longer prompts than measured: the rate of the longest is used");
    result.prefill = combined(result.prefill, stand, std::hypot(m.noise, prefillOut));
    result.decode = combined(result.decode, stand, std::hypot(m.noise, decodeOut));
    return result;
}

std::vector<TimePart> breakdown(const Device& device, const WorkOf<NullRecorder>& work, Scheme weights,
                                double tokens, bool prefill) {
    std::vector<TimePart> parts;
    if (const auto& measured = runtimeOf(device).measured) {
        const MeasuredRates& m = *measured;
        const RateAt at = rateAt(m, weights, tokens);
        parts.push_back(
            {"matrix products", prefill ? work.flop / at.flopRate : work.weightBytes / at.byteRate});
        parts.push_back({"KV cache", work.kvBytes / m.readBandwidth});
        parts.push_back({"activations", work.activationBytes / m.readBandwidth});
        parts.push_back({"launching operations", m.dispatch * work.operations});
        return parts;
    }
    const Roofline& c = rooflineFor(device, weights);
    const auto bandwidth = device.memoryBandwidth.value * c.memoryEfficiency;
    if (const Peak* const peak = peakFor(device, c.format))
        parts.push_back({"computing", work.flop / (peak->rate.value * c.computeEfficiency)});
    parts.push_back({"reading weights", work.weightBytes / bandwidth});
    parts.push_back({"KV cache", work.kvBytes / bandwidth});
    parts.push_back({"activations", work.activationBytes / bandwidth});
    parts.push_back({"launching operations", c.perOperation * work.operations + c.perLayer * work.layers});
    return parts;
}

#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    template WorkOf<R> record(R&, const llm::Work&, int, std::string_view);                                  \
    template Of<Seconds, R> predictPrefill(R&, const Device&, const WorkOf<R>&, Scheme, double);             \
    template Of<Seconds, R> predictDecode(R&, const Device&, const WorkOf<R>&, Scheme, double);              \
    template Of<Joules, R> predictEnergy(R&, const Device&, const WorkOf<R>&, Of<Seconds, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::compute
