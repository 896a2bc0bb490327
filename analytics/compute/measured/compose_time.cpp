// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What a composition's time opens to.
#include "analytics/compute/measured/composition.h"
#include "analytics/quantity/text.h"

#include <cmath>

namespace cellwright::compute::measured {
namespace {

std::string tokensText(double tokens) {
    return tokens == 1.0 ? std::string("1 token") : roundedText(tokens, 4) + " tokens";
}

/// "ffn_down and alike, 4096 x 14336 in q4_k, 512 tokens (fitted)"
std::string nameOf(const Item& item) {
    const std::string how = item.each.measured ? " (measured)" : " (fitted)";
    switch (item.kind) {
    case Item::Kind::product:
        return std::string(item.name) + ", " + std::to_string(item.rows) + " x " + std::to_string(item.cols) +
               " in " + std::string(llm::formatName(item.format)) + ", " + tokensText(item.tokens) + how;
    case Item::Kind::attention:
        return "attention over a cache in " + std::string(llm::formatName(item.format)) + ", " +
               tokensText(item.tokens) + (item.mean ? ", mean over the depths" : "") + how;
    case Item::Kind::element:
        return std::string(item.name) + ", " + tokensText(item.tokens) + how;
    }
    return {};
}

/// The roofline's constants are leaves; what near measurements differ by is one more.
Of<Seconds, TracingRecorder> fitted(TracingRecorder& rec, const Item& item, const std::string& source) {
    using std::pow;
    const auto& e = item.each;
    const std::string from = "fitted to kernels of this kind, " + source;
    const Traced p = rec.input(e.constants.exponent, "p", "sharpness of the roofline", Label::measured, from);
    const auto computing =
        rec.input(Flop(e.flop), "C", "operations", Label::computed, "sizes of the operation") /
        rec.input(FlopPerSecond(e.constants.flopRate), "F", "rate of computing", Label::measured, from);
    const auto reading =
        rec.input(Bytes(e.bytes), "D", "bytes", Label::computed, "sizes of the operation") /
        rec.input(BytesPerSecond(e.constants.byteRate), "B", "rate of reading", Label::measured, from);
    const auto fixed = rec.input(Seconds(e.constants.fixed), "t_0", "to start it", Label::measured, from);
    const Traced near =
        rec.input(e.factor, "k", "near measurements over the roofline", Label::measured, from);
    const Traced both = pow(computing.si(), p) + pow(reading.si(), p);
    const Of<Seconds, TracingRecorder> busy(pow(both, Traced(1.0) / p));
    return rec.name((busy + fixed) * near, "t", nameOf(item), "smooth roofline, " + from);
}

Of<Seconds, TracingRecorder> each(TracingRecorder& rec, const Item& item, const std::string& source) {
    const Seconds time(item.each.seconds);
    if (item.each.measured && !item.mean)
        return rec.input(time, "t", nameOf(item), Label::measured, source);
    if (item.mean)
        return rec.input(time, "t", nameOf(item), Label::computed,
                         "fitted to measured attention at several depths, " + source);
    return fitted(rec, item, source);
}

template <class R>
Of<Seconds, R> timeOfPass(R& rec, const Pass& pass, const KernelModel& model) {
    if constexpr (!R::recording) {
        return Seconds(pass.seconds());
    } else {
        std::vector<Of<Seconds, R>> terms;
        for (const auto& item : pass.items) {
            const auto times =
                rec.input(item.times, "n", "times in one pass", Label::computed, "accounting of the model");
            terms.push_back(rec.name(each(rec, item, model.source()) * times, "t_part", nameOf(item),
                                     "time of one, and how many there are"));
        }
        const auto sum = rec.name(rec.template sum<Of<Seconds, R>>(terms), "t_parts", "sum of the operations",
                                  "kernels one after another");
        const auto correction = rec.input(
            pass.correction.factor, "c", "whole layers over the sum of their parts", Label::measured,
            pass.correction.trust > 0.0 ? "whole layers, " + model.source()
                                        : "no whole layer was measured: 1, " + model.source());
        return rec.name(sum * correction, "t_pass", "one pass of " + tokensText(pass.tokens),
                        "sum of measured kernels");
    }
}

} // namespace

template <class R>
Of<Seconds, R> timeOf(R& rec, const Composition& composition, const KernelModel& model,
                      std::string_view name) {
    if constexpr (!R::recording) {
        return Seconds(composition.seconds());
    } else {
        std::vector<Of<Seconds, R>> terms;
        for (const auto& pass : composition.passes) {
            auto once = timeOfPass(rec, pass, model);
            if (composition.perPass > 0.0)
                once = once + rec.input(Seconds(composition.perPass), "t_graph", "to start a pass",
                                        Label::measured, model.source());
            const auto repeats = rec.input(pass.repeats, "N", "passes of " + tokensText(pass.tokens),
                                           Label::computed, "micro-batches of at most 512 tokens");
            terms.push_back(rec.name(once * repeats, "t_passes", "passes of " + tokensText(pass.tokens),
                                     "time of one, and how many there are"));
        }
        if (terms.empty())
            return rec.input(Seconds(), "t", name, Label::computed, "nothing runs here in this phase");
        return rec.name(rec.template sum<Of<Seconds, R>>(terms), "t", name, "sum of measured kernels");
    }
}

#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    template Of<Seconds, R> timeOf(R&, const Composition&, const KernelModel&, std::string_view);
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::compute::measured
