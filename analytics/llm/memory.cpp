// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/memory.h"

#include "analytics/llm/derived.h"
#include "analytics/llm/facts.h"
#include "analytics/llm/search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace cellwright::llm {
namespace {

constexpr std::array<std::pair<Runtime, std::string_view>, 3> names{
    {{Runtime::cellwright, "cellwright"},
     {Runtime::llamaCpp, "llama.cpp"},
     {Runtime::fasterTransformer, "fastertransformer"}}};

constexpr const char* gptGuide =
    "fitted to github.com/NVIDIA/FasterTransformer docs/gpt_guide.md, memory columns";
constexpr const char* llamaLogs = "llama.cpp logs in github.com/fedora-copr/logdetective pull request 106";

/// One table of the guide. The 6.7B and 1.3B fits take 15.485 and 5.364 GB for everything but cache and
/// prompt tokens; weights of 51200 x d tokens, 2048 x d positions and the layers in f16 are subtracted.
struct Calibration {
    double hidden = 0.0;
    double overhead = 0.0;  ///< B
    double perPrompt = 0.0; ///< B per prompt token
};
constexpr std::array<Calibration, 3> calibrations{{{1024.0, 2'744'571'459.0, 55'425.93},
                                                   {2048.0, 2'728'690'944.0, 104'633.0},
                                                   {4096.0, 2'160'466'240.0, 248'871.0}}};

const Calibration& nearest(std::int64_t hidden) {
    const auto distance = [&](const Calibration& c) { return std::abs(std::log(c.hidden / double(hidden))); };
    return *std::ranges::min_element(calibrations, {}, distance);
}

std::int64_t heads(const Model& model) {
    std::int64_t most = 0;
    for (const auto& layer : model.layers) {
        if (const auto* a = layer.attention())
            most = std::max(most, a->heads);
        if (const auto* a = layer.latent())
            most = std::max(most, a->heads);
    }
    return most;
}

ServingLoad bounded(ServingLoad load) {
    const auto count = [](std::int64_t value) { return std::clamp<std::int64_t>(value, 1, Limits::context); };
    load.context = count(load.context);
    load.prompt = std::min(count(load.prompt), load.context);
    load.batch = count(load.batch);
    load.capacity = std::max(count(load.capacity), load.context);
    load.pageTokens = count(load.pageTokens);
    load.encoded = std::clamp<std::int64_t>(load.encoded, 0, Limits::context);
    return load;
}

/// The parts of one load, each with its derivation.
template <class R>
class Parts {
public:
    using Number = typename R::Number;
    Parts(R& rec, const Model& model, const Accounting& accounting, BlockRange range, const ServingLoad& load)
        : rec_(rec)
        , model_(model)
        , accounting_(accounting)
        , range_(range)
        , load_(load)
        , batch_(chosen(load.batch, "B", "sequences at once"))
        , prompt_(chosen(load.prompt, "P", "tokens of a prompt"))
        , context_(chosen(load.context, "C", "positions in use per sequence"))
        , allocated_(allocated()) {}

    ServingMemory<R> memory() {
        ServingMemory<R> parts{};
        parts.weights = weights();
        parts.kvCache = cache(allocated_);
        parts.kvWaste = rec_.name(Of<Bytes, R>(parts.kvCache - cache(context_)), "K_w",
                                  "KV cache that is allocated but not used");
        parts.workspace = workspace();
        parts.logits = logits();
        parts.overhead = overhead();
        parts.total = rec_.name(
            Of<Bytes, R>(parts.weights + parts.kvCache + parts.workspace + parts.logits + parts.overhead),
            "M", "memory needed",
            "weights, allocated KV cache, workspace, logits and overhead of the runtime");
        return parts;
    }

private:
    Number chosen(std::int64_t value, const char* symbol, const char* name) {
        return rec_.input(double(value), symbol, name, Label::assumed, "chosen load");
    }
    Number inSteps(const Number& positions, std::int64_t step, const char* name, Label label,
                   const char* source) {
        using std::ceil;
        const Number size = rec_.input(double(step), "p", name, label, source);
        return Number(ceil(Number(positions / size)) * size);
    }
    Number allocated() {
        if (load_.layout == KvLayout::paged)
            return rec_.name(
                inSteps(context_, load_.pageTokens, "positions in a page", Label::assumed, "chosen"), "C_a",
                "positions allocated per sequence", "arXiv 2309.06180: whole pages");
        const Number room = chosen(load_.capacity, "C_max", "positions that there is room for");
        if (load_.runtime != Runtime::llamaCpp)
            return room;
        return rec_.name(inSteps(room, 256, "steps of the context", Label::published, "llama.cpp"), "C_a",
                         "positions allocated per sequence");
    }

    Of<Bytes, R> weights() {
        if constexpr (R::recording)
            return weightBytes(rec_, model_, accounting_, range_);
        else
            return accounting_.weightBytes(range_);
    }
    Of<Bytes, R> cache(const Number& positions) {
        if constexpr (R::recording) {
            const auto own = kvBytes(rec_, model_, accounting_, range_, positions, batch_);
            const Bytes perVector =
                accounting_.kvBytes(range_, 0, 1, 1) - accounting_.kvBytes(range_, 0, 1, 0);
            if (load_.encoded == 0 || perVector == Bytes())
                return own;
            const auto each = rec_.input(perVector, "κ_e", "keys and values of one encoded vector",
                                         Label::computed, "cross-attention of the layers held here");
            const Number encoded = chosen(load_.encoded, "C_e", "encoded vectors per sequence");
            return rec_.name(Of<Bytes, R>(own + Of<Bytes, R>(each) * (encoded * batch_)), "K",
                             "KV cache with cross-attention");
        } else {
            return accounting_.kvBytes(range_, std::int64_t(positions), load_.batch, load_.encoded);
        }
    }

    [[nodiscard]] bool hasHead() const {
        return range_.last >= accounting_.blocks() && model_.head == Head::tokens;
    }
    Of<Bytes, R> bytes(double value, const std::string& symbol, const std::string& name, Label label,
                       const std::string& source) {
        return Of<Bytes, R>(rec_.input(Bytes(value), symbol, name, label, source));
    }
    Number hidden() {
        return rec_.input(double(model_.hidden), "d", "hidden size", factLabel(model_), model_.source);
    }
    Number vocabulary() {
        return rec_.input(double(model_.vocabulary), "V", "vocabulary", factLabel(model_), model_.source);
    }
    Number microBatch(const Number& tokens) {
        using std::min;
        return Number(
            min(tokens, Number(rec_.input(double(Accounting::microBatch), "u", "tokens processed at once",
                                          Label::assumed, "llama.cpp's default micro-batch"))));
    }

    Of<Bytes, R> workspace() {
        switch (load_.runtime) {
        case Runtime::llamaCpp:
            return rec_.name(computeBuffer(), "X", "compute buffer", llamaLogs);
        case Runtime::fasterTransformer:
            return rec_.name(promptBuffers(), "X", "buffers of the prompt", gptGuide);
        case Runtime::cellwright:
            break;
        }
        const Bytes perToken = accounting_.workspaceBytes(range_, 2) - accounting_.workspaceBytes(range_, 1);
        const auto vectors =
            bytes(perToken.si(), "v", "working vectors of one token in the widest layer", Label::computed,
                  "two hidden, query, key, value, attention output, feed-forward inner vectors");
        return rec_.name(Of<Bytes, R>(vectors * (microBatch(prompt_) * batch_)), "X", "workspace");
    }
    Of<Bytes, R> computeBuffer() {
        using std::max;
        const auto each = bytes(4.0, "b", "bytes per element", Label::published, llamaLogs);
        const Number scores =
            (rec_.input(double(heads(model_)), "h", "attention heads", factLabel(model_), model_.source) +
             Number(1.0)) *
                allocated_ +
            Number(4.0) * hidden();
        const Number elements = hasHead() ? Number(max(Number(vocabulary() + hidden()), scores)) : scores;
        return Of<Bytes, R>(each * (microBatch(allocated_) * elements));
    }
    Of<Bytes, R> promptBuffers() {
        const auto& fit = nearest(model_.hidden);
        const auto each = bytes(fit.perPrompt / fit.hidden, "x", "bytes per prompt token and hidden element",
                                Label::published, gptGuide);
        return Of<Bytes, R>(each * (hidden() * prompt_ * batch_));
    }
    Of<Bytes, R> logits() {
        if (!hasHead() || load_.runtime == Runtime::fasterTransformer)
            return Of<Bytes, R>{};
        const auto each = bytes(4.0, "b_l", "bytes per logit", Label::assumed, "f32");
        return rec_.name(Of<Bytes, R>(each * (vocabulary() * batch_)), "L", "logits");
    }
    Of<Bytes, R> overhead() {
        if (load_.runtime != Runtime::fasterTransformer)
            return Of<Bytes, R>{};
        return bytes(nearest(model_.hidden).overhead, "M_0", "fixed overhead of FasterTransformer",
                     Label::published, gptGuide);
    }

    R& rec_;
    const Model& model_;
    const Accounting& accounting_;
    BlockRange range_;
    const ServingLoad& load_;
    Number batch_, prompt_, context_, allocated_;
};

Bytes needed(const Model& model, const Accounting& accounting, BlockRange range, const ServingLoad& load) {
    NullRecorder none;
    return servingMemory(none, model, accounting, range, load).total;
}

} // namespace

std::string_view runtimeName(Runtime runtime) {
    return std::ranges::find(names, runtime, [](const auto& entry) { return entry.first; })->second;
}

Expected<Runtime> parseRuntime(std::string_view name) {
    const auto found = std::ranges::find(names, name, [](const auto& entry) { return entry.second; });
    if (found == names.end())
        return failure("no memory rule is known for the runtime \"" + std::string(name.substr(0, 40)) + "\"",
                       "runtime", "cellwright, llama.cpp or fastertransformer");
    return found->first;
}

template <class R>
ServingMemory<R> servingMemory(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                               const ServingLoad& load) {
    const auto within = bounded(load);
    return Parts<R>(rec, model, accounting, range, within).memory();
}

std::int64_t largestBatch(const Model& model, const Accounting& accounting, BlockRange range,
                          const ServingLoad& load, Bytes memory) {
    return largest(Limits::context, [&](std::int64_t batch) {
        ServingLoad tried = load;
        tried.batch = batch;
        return needed(model, accounting, range, tried) <= memory;
    });
}

std::int64_t largestContext(const Model& model, const Accounting& accounting, BlockRange range,
                            const ServingLoad& load, Bytes memory) {
    return largest(Limits::context, [&](std::int64_t context) {
        ServingLoad tried = load;
        tried.context = context;
        tried.capacity = 0;
        return needed(model, accounting, range, tried) <= memory;
    });
}

#define INSTANTIATE(R)                                                                                       \
    template ServingMemory<R> servingMemory(R&, const Model&, const Accounting&, BlockRange,                 \
                                            const ServingLoad&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)
#undef INSTANTIATE

} // namespace cellwright::llm
