// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/derived.h"

#include "analytics/llm/facts.h"

#include <algorithm>
#include <cmath>

namespace cellwright::llm {
namespace {

/// Decoder layers of a range with equal mixers whose cache is kept in one format.
struct MixerGroup {
    Mixer mixer;
    TensorFormat kvFormat = TensorFormat::f16;
    int count = 0;

    [[nodiscard]] const Attention* attention() const { return std::get_if<Attention>(&mixer); }
    [[nodiscard]] const LatentAttention* latent() const { return std::get_if<LatentAttention>(&mixer); }
    [[nodiscard]] const StateSpace* stateSpace() const { return std::get_if<StateSpace>(&mixer); }
    [[nodiscard]] std::optional<std::int64_t> window() const {
        return attention() ? attention()->window : std::nullopt;
    }
    [[nodiscard]] bool attends() const { return attention() || latent(); }
    [[nodiscard]] bool caches() const { return latent() || (attention() && attention()->causal); }
};
std::vector<MixerGroup> mixerGroups(const Model& model, const Accounting& accounting, BlockRange range) {
    std::vector<MixerGroup> groups;
    const int first = accounting.blockOfLayer(0);
    const int last = std::min(range.last, first + accounting.layers());
    for (int block = std::max(range.first, first); block < last; ++block) {
        const auto& mixer = model.layers[std::size_t(block - first)].mixer;
        const auto format = accounting.kvFormat(block);
        const auto same = std::ranges::find_if(groups, [&](const MixerGroup& group) {
            return group.mixer == mixer && group.kvFormat == format;
        });
        if (same == groups.end())
            groups.push_back({mixer, format, 1});
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
/// What shares the decoder's table within the range is left out.
std::vector<TensorGroup> tensorGroups(const Accounting& accounting, BlockRange range) {
    std::vector<TensorGroup> groups;
    const int table = accounting.decoder().first;
    const bool holdsTable = range.first <= table && range.last > table;
    for (int block = std::max(range.first, 0); block < std::min(range.last, accounting.blocks()); ++block) {
        const auto tensors = accounting.tensors(block);
        const auto formats = accounting.formats(block);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            if (tensors[i].shared && holdsTable && formats[i] == accounting.formats(table)[0])
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
    Number layers(const MixerGroup& group) {
        if (group.stateSpace())
            return chosen(group.count, "n_s", "state-space layers");
        return chosen(group.count, "n", group.window() ? "decoder layers with a window" : "decoder layers");
    }
    /// Of the tensors of a group; of stacks of experts `experts` matrices each.
    Number elements(const TensorGroup& group, std::int64_t experts, const std::string& which) {
        const std::string name(group.tensor.name);
        const Number matrices = chosen(group.count, "n_" + name, "tensors " + name) *
                                fact(group.tensor.rows, "r_" + name, "rows of " + name) *
                                fact(group.tensor.cols, "c_" + name, "columns of " + name);
        return group.tensor.count > 1
                   ? Number(matrices * fact(experts, which, which == "E" ? "experts" : "experts per token"))
                   : matrices;
    }
    /// min(tokens, window), or tokens where there is no window.
    Number visible(const MixerGroup& group, const Number& tokens) {
        using std::min;
        const auto window = group.window();
        return window ? Number(min(tokens, fact(*window, "w", "sliding window"))) : tokens;
    }
    /// Positions that the tokens of a prefill attend to, summed.
    Number positions(const MixerGroup& group, const Number& tokens) {
        using std::max;
        const Number full = visible(group, tokens);
        if (group.attention() && !group.attention()->causal)
            return rec_.name(Number(tokens * full), "C", "positions attended to, summed over the prompt",
                             "each sees those before and after it");
        Number sum = full * (full + Number(1.0)) / Number(2.0);
        if (const auto window = group.window()) {
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
            bytes += group.count * (double(tensorBytes(format, t.rows, t.cols)) * double(t.count) -
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
            terms.push_back(facts.elements(group, group.tensor.count, "E"));
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

/// Bytes per element of the cache, scales included.
template <class R>
Of<Bytes, R> cacheElement(R& rec, TensorFormat format, std::int64_t width) {
    return Of<Bytes, R>(rec.input(Bytes(double(rowBytes(format, width)) / double(width)), "b_kv",
                                  "bytes per element of the KV cache", Label::published,
                                  "layout of " + std::string(formatName(format)) + ", scales included"));
}

/// n·(r_kv + d_r)·b of layers with latent attention.
template <class R>
Of<Bytes, R> kvOfLatent(R& rec, const Model& model, const MixerGroup& group) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    const auto& latent = *group.latent();
    const Number rank = facts.fact(latent.kvRank, "r_kv", "key-value rank");
    const Number rope = facts.fact(latent.ropeDim, "d_r", "key dimension with position");
    const auto each = cacheElement(rec, group.kvFormat, latent.kvRank + latent.ropeDim);
    return rec.name(Of<Bytes, R>(facts.layers(group) * (rank + rope) * each), "κ",
                    "compressed keys and values of one token",
                    "arXiv 2405.04434 section 2.1: one vector of r_kv + d_r per layer");
}

/// 2·n·h_kv·d_h·b of one kind of layer.
template <class R>
Of<Bytes, R> kvOfGroup(R& rec, const Model& model, const MixerGroup& group) {
    using Number = typename R::Number;
    if (group.latent())
        return kvOfLatent(rec, model, group);
    Facts<R> facts(rec, model);
    const auto& attention = *group.attention();
    const Number heads = facts.fact(attention.kvHeads, "h_kv", "key-value heads");
    const Number dimension = facts.fact(attention.headDim, "d_h", "head dimension");
    const auto each = cacheElement(rec, group.kvFormat, attention.kvHeads * attention.headDim);
    return rec.name(Of<Bytes, R>(Number(2.0) * facts.layers(group) * heads * dimension * each), "κ",
                    "keys and values of one token", "2 vectors of h_kv·d_h per layer");
}

/// State of one sequence in layers of one kind, in f32.
template <class R>
Of<Bytes, R> stateOfGroup(R& rec, const Model& model, const MixerGroup& group) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    const auto& s = *group.stateSpace();
    const Number inner = facts.fact(s.inner, "d_i", "state-space channels");
    const Number state = facts.fact(s.state, "N_s", "state size");
    const Number channels = facts.fact(s.convolved(), "d_c", "channels of the convolution");
    const Number taps = facts.fact(s.kernel - 1, "k_c", "earlier inputs that the convolution needs");
    const auto each = rec.input(Bytes(4.0), "b_s", "bytes per element of the state", Label::published, "f32");
    return rec.name(
        Of<Bytes, R>(facts.layers(group) * (inner * state + channels * taps) * Of<Bytes, R>(each)), "σ",
        "recurrent state of one sequence", "state and convolution inputs of each layer");
}

/// Elements of the decoder's matrices of a range that each token passes (or only the last one of a sequence).
template <class R>
typename R::Number matrixElements(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                                  bool lastTokenOnly) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    std::vector<Number> terms;
    range.first = std::max(range.first, accounting.decoder().first);
    for (const auto& group : accounting.matrices(range)) {
        if (group.lastTokenOnly != lastTokenOnly || group.ofEncoded)
            continue;
        Tensor tensor{group.name, TensorRole::up, group.rows, group.cols};
        tensor.count = group.experts;
        terms.push_back(facts.elements({tensor, group.format, group.count}, group.used, "k"));
    }
    return rec.name(rec.template sum<Number>(terms), lastTokenOnly ? "N_head" : "N",
                    lastTokenOnly ? "weights of the output head"
                                  : "weights of the matrices that each token passes");
}

/// Dimensions that a head multiplies per position, queries with keys and scores with values together.
template <class R>
typename R::Number headDimensions(R& rec, const Model& model, const MixerGroup& group, bool decode) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    if (group.attention())
        return Number(2.0) * facts.fact(group.attention()->headDim, "d_h", "head dimension");
    const auto& latent = *group.latent();
    const Number rope = facts.fact(latent.ropeDim, "d_r", "key dimension with position");
    if (decode)
        return Number(2.0) * facts.fact(latent.kvRank, "r_kv", "key-value rank") + rope;
    return facts.fact(latent.contentDim, "d_n", "key dimension without position") + rope +
           facts.fact(latent.valueDim, "d_v", "value dimension");
}

template <class R>
Of<Flop, R> attentionFlop(R& rec, const Model& model, const MixerGroup& group,
                          const typename R::Number& positions, const typename R::Number& batch, bool decode) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    const Number heads = facts.fact(group.attention() ? group.attention()->heads : group.latent()->heads, "h",
                                    "attention heads");
    const Number dimensions = headDimensions(rec, model, group, decode);
    return rec.name(Of<Flop, R>(Number(2.0) * facts.layers(group) * heads * dimensions * batch * positions),
                    "F_att", "attention",
                    group.attention()
                        ? "query-key and score-value products, 2·h·d_h FLOP each per position"
                        : "arXiv 2405.04434 appendix C; compressed keys and values in decode steps");
}

/// State updates and convolutions, as operations.h counts them.
template <class R>
Of<Flop, R> stateFlop(R& rec, const Model& model, const MixerGroup& group, const typename R::Number& tokens) {
    using Number = typename R::Number;
    Facts<R> facts(rec, model);
    const auto& s = *group.stateSpace();
    const Number update = Number(s.generation == 1 ? 8.0 : 5.0) *
                          facts.fact(s.inner, "d_i", "state-space channels") *
                          facts.fact(s.state, "N_s", "state size");
    const Number convolution = Number(2.0) * facts.fact(s.convolved(), "d_c", "channels of the convolution") *
                               facts.fact(s.kernel, "k", "taps of the convolution");
    return rec.name(Of<Flop, R>(facts.layers(group) * (update + convolution) * tokens), "F_s",
                    "state updates", "operations per channel and state element, counted by Cellwright");
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
    for (const auto& group : mixerGroups(model, accounting, range))
        if (group.caches())
            terms.push_back(kvOfGroup(rec, model, group));
    return rec.name(rec.template sum<Of<Bytes, R>>(terms), "K_1", "KV cache per token");
}

template <class R>
Of<Bytes, R> kvBytes(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                     const typename R::Number& tokens, const typename R::Number& batch) {
    Facts<R> facts(rec, model);
    std::vector<Of<Bytes, R>> terms;
    for (const auto& group : mixerGroups(model, accounting, range)) {
        if (group.caches())
            terms.push_back(
                Of<Bytes, R>(kvOfGroup(rec, model, group) * (facts.visible(group, tokens) * batch)));
        if (group.stateSpace())
            terms.push_back(Of<Bytes, R>(stateOfGroup(rec, model, group) * batch));
    }
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
    for (const auto& group : mixerGroups(model, accounting, range)) {
        if (group.attends())
            terms.push_back(
                attentionFlop(rec, model, group, facts.positions(group, promptTokens), batch, false));
        if (group.stateSpace())
            terms.push_back(stateFlop(rec, model, group, Number(promptTokens * batch)));
    }
    return rec.name(rec.template sum<Of<Flop, R>>(terms), "F", "operations of the prefill");
}

template <class R>
Of<Flop, R> decodeFlop(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                       const typename R::Number& context, const typename R::Number& batch) {
    Facts<R> facts(rec, model);
    std::vector<Of<Flop, R>> terms{matrixFlop<R>(matrixElements(rec, model, accounting, range, false), batch),
                                   matrixFlop<R>(matrixElements(rec, model, accounting, range, true), batch)};
    for (const auto& group : mixerGroups(model, accounting, range)) {
        if (group.attends())
            terms.push_back(attentionFlop(rec, model, group, facts.visible(group, context), batch, true));
        if (group.stateSpace())
            terms.push_back(stateFlop(rec, model, group, batch));
    }
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
