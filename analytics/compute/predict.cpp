// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"

#include "analytics/compute/measured/composition.h"
#include "analytics/compute/replay.h"

#include <algorithm>
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
    const auto launching = perOperation * work.operations + perLayer * work.layers;
    if (c.perSequence.si() == 0.0 || plain(work.sequences) <= 1.0)
        return rec.name(launching, "t_o", "launching operations", smoothRoofline);
    const auto perSequence =
        rec.input(c.perSequence, "t_s", "overhead per sequence", c.label, c.source) * work.sequences;
    return rec.name(launching + perSequence, "t_o", "launching operations and scheduling sequences",
                    smoothRoofline);
}

/// Bytes that count as read at the bandwidth that matrices reach.
template <class R>
Of<Bytes, R> countedBytes(R& rec, const Roofline& c, const WorkOf<R>& work) {
    if (c.cacheCost == 1.0)
        return allBytes<R>(work);
    const typename R::Number cost =
        rec.input(c.cacheCost, "k", "times that bytes of the cache count", c.label, c.source);
    return work.weightBytes + work.kvBytes * cost + work.activationBytes;
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
    const auto reading = rec.name(countedBytes(rec, c, work) / (bandwidth * em), "t_m", "reading memory",
                                  "bytes over the bandwidth reached");
    const Number both = pow(computing.si(), p) + pow(reading.si(), p);
    const Of<Seconds, R> busy(pow(both, Number(1.0) / p));
    return rec.name(busy + overhead(rec, c, work), "t", name, smoothRoofline);
}

/// Compositions of a task's stretches, those without work left out.
std::vector<measured::Composition> compositions(const measured::KernelModel& kernels, const Task& task) {
    std::vector<measured::Composition> all;
    for (const auto& stretch : task.stretches)
        if (auto one = measured::compose(kernels, *task.model, *task.accounting, stretch);
            !one.passes.empty())
            all.push_back(std::move(one));
    return all;
}

template <class R>
Of<Seconds, R> composedTime(R& rec, const measured::KernelModel& kernels, const Task& task,
                            std::string_view name) {
    const auto parts = compositions(kernels, task);
    if (parts.size() == 1)
        return timeOf(rec, parts.front(), kernels, name);
    std::vector<Of<Seconds, R>> times;
    for (const auto& part : parts)
        times.push_back(timeOf(rec, part, kernels, name));
    if (times.empty())
        return rec.input(Seconds(), "t", name, Label::computed, "nothing runs here in this phase");
    return rec.name(rec.template sum<Of<Seconds, R>>(times), "t", name, "one after another");
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
Of<Seconds, R> rooflineTime(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                            std::string_view name) {
    return catalogueTime(rec, device, work, weights, name);
}

template <class R>
Of<Seconds, R> predict(R& rec, const Device& device, const Task& task, std::string_view name) {
    if (const auto* const rate = measuredRate(device, task))
        return rec.input(timeOf(*rate), "t", name, Label::measured, rate->model + ", " + rate->source);
    if (const auto& kernels = runtimeOf(device).measured)
        return composedTime(rec, *kernels, task, name);
    auto work = record(rec, task.work(), task.layers(), task.source);
    if (task.decodes())
        work.sequences = rec.input(double(task.sequences()), "b", "sequences", Label::computed, task.source);
    return catalogueTime(rec, device, work, task.weights, name);
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

namespace {

std::string formatText(llm::TensorFormat format) {
    return std::string(llm::formatName(format));
}

void addOnce(std::vector<std::string>& notes, const std::string& note) {
    if (std::ranges::find(notes, note) == notes.end())
        notes.push_back(note);
}

void noteFormats(std::vector<std::string>& notes, const measured::KernelModel& kernels,
                 const measured::Item& item) {
    using Kind = measured::Item::Kind;
    if (item.kind == Kind::element)
        return;
    const bool cache = item.kind == Kind::attention;
    const auto other = cache ? kernels.cacheStandIn(item.format) : kernels.standIn(item.format);
    const std::string what = (cache ? "attention over a cache in " : "") + formatText(item.format);
    if (other != item.format)
        addOnce(notes, what + " was not measured: " + formatText(other) + " stands for it");
    if (cache && !kernels.attentionMeasured())
        addOnce(notes, "attention was not measured: its operations and bytes count");
    const bool ours = cache ? kernels.attentionBorrowed() : kernels.borrowed(item.format);
    if (ours)
        addOnce(notes, what + " was measured with our kernels only");
}

void noteChoice(std::vector<std::string>& notes, const measured::KernelModel& kernels) {
    if (kernels.choice().asLlama)
        addOnce(notes, "llama.cpp's own kernels were not measured here: our kernels times usual ratios");
    if (kernels.interpolated())
        addOnce(notes, std::to_string(kernels.threads()) +
                           " threads were not measured: between fewer and more that were");
    if (kernels.profile().noise.disturbed)
        addOnce(notes, "other programs disturbed the measurement: measure again on an idle computer");
}

/// Structures for which there is no kernel to measure.
void noteStructure(std::vector<std::string>& notes, const Task& task) {
    const auto has = [&](auto&& holds) { return std::ranges::any_of(task.model->layers, holds); };
    if (has([](const llm::Layer& l) { return l.stateSpace() != nullptr; }))
        addOnce(notes, "state updates were not measured: their operations and bytes count");
    if (has([](const llm::Layer& l) { return l.latent() != nullptr; }))
        addOnce(notes, "latent attention was not measured: ordinary attention with its operations and bytes "
                       "stands for it");
}

Uncertainty composedUncertainty(const measured::KernelModel& kernels, const Task& task) {
    constexpr double fourInFive = 1.5; // standard deviations, and some for what is not normal about them
    Uncertainty result{
        0.0, Label::measured, "kernels left out and predicted from the others, " + kernels.source(), {}};
    double seconds = 0.0, doubt = 0.0;
    for (const auto& part : compositions(kernels, task)) {
        seconds += part.seconds();
        doubt += part.seconds() * part.deviation(kernels.noise());
        for (const auto& pass : part.passes)
            for (const auto& item : pass.items)
                noteFormats(result.notes, kernels, item);
    }
    result.halfWidth = seconds > 0.0 ? fourInFive * doubt / seconds : 0.0;
    noteChoice(result.notes, kernels);
    noteStructure(result.notes, task);
    return result;
}

std::vector<TimePart> composedParts(const measured::KernelModel& kernels, const Task& task) {
    std::vector<TimePart> parts{
        {"matrix products", {}}, {"attention", {}}, {"other operations", {}}, {"starting passes", {}}};
    for (const auto& one : compositions(kernels, task)) {
        using Kind = measured::Item::Kind;
        for (const Kind kind : {Kind::product, Kind::attention, Kind::element})
            parts[std::size_t(kind)].time += Seconds(one.secondsOf(kind));
        for (const auto& pass : one.passes)
            parts.back().time += Seconds(pass.repeats * one.perPass);
    }
    return parts;
}

} // namespace

Uncertainty uncertainty(const Device& device, const Task& task) {
    const RuntimeFigures& runtime = runtimeOf(device);
    if (const auto* const rate = measuredRate(device, task))
        return {halfWidthOf(*rate), Label::measured, "this very test was measured: " + rate->source, {}};
    if (runtime.measured)
        return composedUncertainty(*runtime.measured, task);
    return {task.decodes() ? runtime.error.decode : runtime.error.prefill,
            runtime.error.label,
            runtime.error.source,
            {}};
}

std::vector<TimePart> breakdown(const Device& device, const Task& task) {
    if (const auto* const rate = measuredRate(device, task))
        return {{"measured as a whole", timeOf(*rate)}};
    if (const auto& kernels = runtimeOf(device).measured)
        return composedParts(*kernels, task);
    NullRecorder none;
    const auto work = record(none, task.work(), task.layers(), {});
    const Roofline& c = rooflineFor(device, task.weights);
    const auto bandwidth = device.memoryBandwidth.value * c.memoryEfficiency;
    std::vector<TimePart> parts;
    if (const Peak* const peak = peakFor(device, c.format))
        parts.push_back({"computing", work.flop / (peak->rate.value * c.computeEfficiency)});
    parts.push_back({"reading weights", work.weightBytes / bandwidth});
    parts.push_back({"KV cache", work.kvBytes * c.cacheCost / bandwidth});
    parts.push_back({"activations", work.activationBytes / bandwidth});
    const double sequences = task.sequences() > 1 ? double(task.sequences()) : 0.0;
    parts.push_back({"launching operations", c.perOperation * work.operations + c.perLayer * work.layers +
                                                 c.perSequence * sequences});
    return parts;
}

#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    template WorkOf<R> record(R&, const llm::Work&, int, std::string_view);                                  \
    template Of<Seconds, R> rooflineTime(R&, const Device&, const WorkOf<R>&, Scheme, std::string_view);     \
    template Of<Seconds, R> predict(R&, const Device&, const Task&, std::string_view);                       \
    template Of<Joules, R> predictEnergy(R&, const Device&, const WorkOf<R>&, Of<Seconds, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::compute
