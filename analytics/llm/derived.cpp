// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/derived.h"

#include "analytics/llm/facts.h"

#include <algorithm>
#include <cmath>

namespace cellwright::llm {
namespace {

/// Layers of a range with equal attention.
struct AttentionGroup {
    Attention attention;
    int count = 0;
};
std::vector<AttentionGroup> attentionGroups(const Model& model, BlockRange range) {
    std::vector<AttentionGroup> groups;
    const int last = std::min(range.last, int(model.layers.size()) + 1);
    for (int block = std::max(range.first, 1); block < last; ++block) {
        const auto& attention = model.layers[std::size_t(block) - 1].attention;
        const auto same = std::ranges::find(groups, attention, &AttentionGroup::attention);
        if (same == groups.end())
            groups.push_back({attention, 1});
        else
            ++same->count;
    }
    return groups;
}

/// Tensors of a range with equal name, shape and format.
struct TensorGroup {
    Tensor tensor;
    TensorFormat format = TensorFormat::f16;
    int count = 0;
};
/// A tied head that shares the embedding's table within the range is left out.
std::vector<TensorGroup> tensorGroups(const Accounting& accounting, BlockRange range) {
    std::vector<TensorGroup> groups;
    for (int block = std::max(range.first, 0); block < std::min(range.last, accounting.blocks()); ++block) {
        const auto tensors = accounting.tensors(block);
        const auto formats = accounting.formats(block);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            if (tensors[i].shared && range.first <= 0 && formats[i] == accounting.formats(0)[0])
                continue;
            const auto same = std::ranges::find_if(groups, [&](const TensorGroup& group) {
                return group.tensor == tensors[i] && group.format == formats[i];
            });
            if (same == groups.end())
                groups.push_back({tensors[i], formats[i], 1});
            else
                ++same->count;
        }
    }
    return groups;
}

/// Records facts of one model.
template <class R>
class Facts {
public:
    using Number = typename R::Number;
    Facts(R& rec, const Model& model)
        : rec_(rec)
        , model_(model) {}

    Number fact(std::int64_t value, const std::string& symbol, const std::string& name) {
        return rec_.input(double(value), symbol, name, factLabel(model_), model_.source);
    }
    Number chosen(std::int64_t value, const std::string& symbol, const std::string& name) {
        return rec_.input(double(value), symbol, name, Label::computed, "blocks on this side of the cut");
    }
    Number layers(const AttentionGroup& group) {
        return chosen(group.count, "n",
                      group.attention.window ? "decoder layers with a window" : "decoder layers");
    }
    Number elements(const TensorGroup& group) {
        const std::string name(group.tensor.name);
        return chosen(group.count, "n_" + name, "tensors " + name) *
               fact(group.tensor.rows, "r_" + name, "rows of " + name) *
               fact(group.tensor.cols, "c_" + name, "columns of " + name);
    }
    /// min(tokens, window), or tokens where there is no window.
    Number visible(const AttentionGroup& group, const Number& tokens) {
        using std::min;
        const auto window = group.attention.window;
        return window ? Number(min(tokens, fact(*window, "w", "sliding window"))) : tokens;
    }
    /// Positions that the tokens of a causal prefill attend to, summed.
    Number positions(const AttentionGroup& group, const Number& tokens) {
        using std::max;
        const Number full = visible(group, tokens);
        Number sum = full * (full + Number(1.0)) / Number(2.0);
        if (const auto window = group.attention.window) {
            const Number w = fact(*window, "w", "sliding window");
            sum = sum + max(Number(tokens - w), Number(0.0)) * w;
        }
        return rec_.name(sum, "C", "positions attended to, summed over the prompt",
                         "1 + 2 + … + P, limited by the window");
    }

private:
    R& rec_;
    const Model& model_;
};

std::vector<TensorFormat> formatsIn(const std::vector<TensorGroup>& groups) {
    std::vector<TensorFormat> formats;
    for (const auto& group : groups)
        if (std::ranges::find(formats, group.format) == formats.end())
            formats.push_back(group.format);
    return formats;
}

/// What the tensors of a format need beyond elements times bits per weight: scales per row, column and
/// tensor.
double scaleBytes(const std::vector<TensorGroup>& groups, TensorFormat format) {
    double bytes = 0.0;
    for (const auto& group : groups)
        if (group.format == format) {
            const auto& t = group.tensor;
            bytes += group.count * (double(tensorBytes(format, t.rows, t.cols)) -
                                    double(t.elements()) * bitsPerWeight(format) / 8.0);
        }
    return bytes;
}

/// Bytes of all tensors kept in one format.
template <class R>
Of<Bytes, R> formatBytes(R& rec, const Model& model, const std::vector<TensorGroup>& groups,
                         TensorFormat format) {
    using Number = typename R::Number;
    const std::string name(formatName(format));
    Facts<R> facts(rec, model);
    std::vector<Number> terms;
    for (const auto& group : groups)
        if (group.format == format)
            terms.push_back(facts.elements(group));
    const Number elements = rec.name(rec.template sum<Number>(terms), "N_" + name, "weights kept in " + name);
    const auto each =
        rec.input(Bytes(bitsPerWeight(format) / 8.0), "b_" + name, "bytes per weight in " + name,
                  Label::published, "layout of " + name + ", block scales included");
    Of<Bytes, R> bytes = Of<Bytes, R>(elements * Of<Bytes, R>(each));
    if (const double scales = scaleBytes(groups, format); scales != 0.0)
        bytes =
            bytes + Of<Bytes, R>(rec.input(Bytes(scales), "s_" + name, "scales of " + name, Label::published,
                                           "layout of " + name + ": per row, column or tensor, and padding"));
    return rec.name(bytes, "W_" + name, "tensors in " + name);
}

/// 2·n·h_kv·d_h·b of one kind of layer.
template <class R>
Of<Bytes, R> kvOfGroup(R& rec, const Model& model, const AttentionGroup& group, TensorFormat format) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    const auto& attention = group.attention;
    const Number heads = facts.fact(attention.kvHeads, "h_kv", "key-value heads");
    const Number dimension = facts.fact(attention.headDim, "d_h", "head dimension");
    const std::int64_t width = attention.kvHeads * attention.headDim;
    const auto each = rec.input(Bytes(double(rowBytes(format, width)) / double(width)), "b_kv",
                                "bytes per element of the KV cache", Label::published,
                                "layout of " + std::string(formatName(format)) + ", scales included");
    return rec.name(Of<Bytes, R>(Number(2.0) * facts.layers(group) * heads * dimension * Of<Bytes, R>(each)),
                    "κ", "keys and values of one token", "2 vectors of h_kv·d_h per layer");
}

/// Elements of the matrices of a range that each token passes (or only the last one of a sequence).
template <class R>
typename R::Number matrixElements(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                                  bool lastTokenOnly) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    std::vector<Number> terms;
    for (const auto& group : accounting.matrices(range))
        if (group.lastTokenOnly == lastTokenOnly)
            terms.push_back(facts.elements(
                {{group.name, TensorRole::up, group.rows, group.cols}, group.format, group.count}));
    return rec.name(rec.template sum<Number>(terms), lastTokenOnly ? "N_head" : "N",
                    lastTokenOnly ? "weights of the output head"
                                  : "weights of the matrices that each token passes");
}

template <class R>
Of<Flop, R> attentionFlop(R& rec, const Model& model, const AttentionGroup& group,
                          const typename R::Number& positions, const typename R::Number& batch) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    const Number heads = facts.fact(group.attention.heads, "h", "attention heads");
    const Number dimension = facts.fact(group.attention.headDim, "d_h", "head dimension");
    return rec.name(Of<Flop, R>(Number(4.0) * facts.layers(group) * heads * dimension * batch * positions),
                    "F_att", "attention",
                    "query-key and score-value products, 2·h·d_h FLOP each per position");
}

template <class R>
Of<Flop, R> matrixFlop(const typename R::Number& elements, const typename R::Number& tokens) {
    return Of<Flop, R>(typename R::Number(2.0) * elements * tokens);
}

} // namespace

template <class R>
Of<Bytes, R> weightBytes(R& rec, const Model& model, const Accounting& accounting, BlockRange range) {
    const auto groups = tensorGroups(accounting, range);
    std::vector<Of<Bytes, R>> terms;
    for (const auto format : formatsIn(groups))
        terms.push_back(formatBytes(rec, model, groups, format));
    return rec.name(rec.template sum<Of<Bytes, R>>(terms), "W", "weights of " + model.name + " held here");
}

template <class R>
Of<Bytes, R> kvBytesPerToken(R& rec, const Model& model, const Accounting& accounting, BlockRange range) {
    std::vector<Of<Bytes, R>> terms;
    for (const auto& group : attentionGroups(model, range))
        terms.push_back(kvOfGroup(rec, model, group, accounting.kvFormat()));
    return rec.name(rec.template sum<Of<Bytes, R>>(terms), "K_1", "KV cache per token");
}

template <class R>
Of<Bytes, R> kvBytes(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                     const typename R::Number& tokens, const typename R::Number& batch) {
    Facts<R> facts(rec, model);
    std::vector<Of<Bytes, R>> terms;
    for (const auto& group : attentionGroups(model, range))
        terms.push_back(Of<Bytes, R>(kvOfGroup(rec, model, group, accounting.kvFormat()) *
                                     (facts.visible(group, tokens) * batch)));
    return rec.name(rec.template sum<Of<Bytes, R>>(terms), "K", "KV cache");
}

template <class R>
Of<Bytes, R> memoryNeed(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                        const typename R::Number& promptTokens, const typename R::Number& outputTokens,
                        const typename R::Number& batch) {
    using std::min;
    using Number = typename R::Number;
    const Bytes first = accounting.workspaceBytes(range, 1);
    const Bytes perToken = accounting.workspaceBytes(range, 2) - first;
    const auto vectors =
        rec.input(perToken, "v", "working vectors of one token in the widest layer", Label::computed,
                  "two hidden, query, key, value, attention output, feed-forward inner vectors");
    const auto logits =
        rec.input(first - perToken, "l", "logits of one sequence", Label::computed, "4 B per entry");
    const Number chunk =
        min(promptTokens, Number(rec.input(double(Accounting::microBatch), "u", "tokens processed at once",
                                           Label::assumed, "llama.cpp's default micro-batch")));
    const auto workspace = rec.name(
        Of<Bytes, R>((Of<Bytes, R>(vectors) * chunk + Of<Bytes, R>(logits)) * batch), "X", "workspace");
    const auto weights = weightBytes(rec, model, accounting, range);
    const auto cache = kvBytes(rec, model, accounting, range, Number(promptTokens + outputTokens), batch);
    return rec.name(Of<Bytes, R>(weights + cache + workspace), "M", "memory needed",
                    "weights, KV cache and workspace");
}

template <class R>
Of<Flop, R> prefillFlop(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                        const typename R::Number& promptTokens, const typename R::Number& batch) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    std::vector<Of<Flop, R>> terms{
        matrixFlop<R>(matrixElements(rec, model, accounting, range, false), Number(promptTokens * batch)),
        matrixFlop<R>(matrixElements(rec, model, accounting, range, true), batch)};
    for (const auto& group : attentionGroups(model, range))
        terms.push_back(attentionFlop(rec, model, group, facts.positions(group, promptTokens), batch));
    return rec.name(rec.template sum<Of<Flop, R>>(terms), "F", "operations of the prefill");
}

template <class R>
Of<Flop, R> decodeFlop(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                       const typename R::Number& context, const typename R::Number& batch) {
    Facts<R> facts(rec, model);
    std::vector<Of<Flop, R>> terms{matrixFlop<R>(matrixElements(rec, model, accounting, range, false), batch),
                                   matrixFlop<R>(matrixElements(rec, model, accounting, range, true), batch)};
    for (const auto& group : attentionGroups(model, range))
        terms.push_back(attentionFlop(rec, model, group, facts.visible(group, context), batch));
    return rec.name(rec.template sum<Of<Flop, R>>(terms), "F", "operations of one decode step");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Bytes, R> weightBytes(R&, const Model&, const Accounting&, BlockRange);                      \
    template Of<Bytes, R> kvBytesPerToken(R&, const Model&, const Accounting&, BlockRange);                  \
    template Of<Bytes, R> kvBytes(R&, const Model&, const Accounting&, BlockRange, const R::Number&,         \
                                  const R::Number&);                                                         \
    template Of<Bytes, R> memoryNeed(R&, const Model&, const Accounting&, BlockRange, const R::Number&,      \
                                     const R::Number&, const R::Number&);                                    \
    template Of<Flop, R> prefillFlop(R&, const Model&, const Accounting&, BlockRange, const R::Number&,      \
                                     const R::Number&);                                                      \
    template Of<Flop, R> decodeFlop(R&, const Model&, const Accounting&, BlockRange, const R::Number&,       \
                                    const R::Number&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)
#undef INSTANTIATE

} // namespace cellwright::llm
