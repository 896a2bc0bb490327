// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/derive.h"

#include "analytics/llm/tensors.h"

#include <algorithm>

namespace cellwright::weights {
namespace {

/// Builds the layers of one stack. The first problem is kept.
class LayerBuilder {
public:
    LayerBuilder(const ModelNumbers& numbers, std::string where)
        : numbers_(numbers)
        , where_(std::move(where)) {}

    /// `stack` begins the names of tensors in messages: "blk." or "enc.blk.".
    llm::Layer build(const Group& group, std::size_t index, const std::string& stack, bool causal) {
        place_ = where_ + ", " + stack + std::to_string(index);
        llm::Layer layer;
        layer.mixer = mixer(group, index, causal);
        if (group.has("cross_attn_q"))
            layer.cross = crossAttention(group, index);
        if (group.has("ffn_gate_inp") || group.has("ffn_down_exps"))
            layer.experts = experts(group);
        if (group.has("ffn_down"))
            layer.feedForward = feedForward(group);
        readNorms(group, layer);
        return layer;
    }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    void refuse(std::string what, std::string place, std::string remedy) {
        if (!error_)
            error_ = Error{std::move(what), std::move(place), std::move(remedy)};
    }
    static std::optional<std::int64_t> at(const std::vector<std::int64_t>& values, std::size_t index) {
        if (values.empty())
            return {};
        return values.size() == 1      ? values.front()
               : index < values.size() ? std::optional(values[index])
                                       : std::nullopt;
    }

    llm::Mixer mixer(const Group& group, std::size_t index, bool causal) {
        const bool attends = group.has("attn_q") || group.has("attn_qkv") || group.has("attn_q_a");
        if (group.has("ssm_out") && attends)
            refuse("the layer has attention and a state space side by side, which is not supported", place_,
                   "the architecture is " + numbers_.architecture);
        if (group.has("attn_kv_a_mqa"))
            return latentAttention(group, index);
        if (attends)
            return attention(group, index, causal);
        if (group.has("ssm_out"))
            return stateSpace(group);
        return std::monostate{};
    }

    /// The number of heads, from the file or, where a norm per head gives their size, from the shapes.
    std::int64_t heads(const Group& group, std::size_t index) {
        if (const auto given = at(numbers_.heads, index); given && *given > 0)
            return *given;
        const auto size = group.cols("attn_q_norm");
        const auto queries = group.rows("attn_q");
        if (numbers_.heads.empty() && size > 0 && size < queries && queries % size == 0)
            return queries / size;
        refuse("the file does not say how many attention heads the model has",
               where_ + ", " + numbers_.headsField, "put the model's config.json beside the file");
        return 1;
    }

    llm::Attention attention(const Group& group, std::size_t index, bool causal) {
        llm::Attention a;
        a.heads = heads(group, index);
        a.causal = causal;
        a.fused = group.has("attn_qkv");
        if (a.fused)
            fusedHeads(group, index, a);
        else
            separateHeads(group, a);
        a.outputBias = group.has("attn_output_bias");
        a.sinks = group.has("attn_sinks");
        a.relativeBuckets = group.has("attn_rel_b") ? group.rows("attn_rel_b") : 0;
        a.softCap = numbers_.softCap;
        if (group.has("attn_q_norm"))
            a.qkNorm = group.elements("attn_q_norm") == a.headDim ? llm::QueryKeyNorm::perHead
                                                                  : llm::QueryKeyNorm::whole;
        if (numbers_.windowed.empty() || (index < numbers_.windowed.size() && numbers_.windowed[index]))
            a.window = numbers_.window;
        return a;
    }
    void fusedHeads(const Group& group, std::size_t index, llm::Attention& a) {
        const auto rows = group.rows("attn_qkv");
        const auto given = at(numbers_.kvHeads, index);
        a.kvHeads = given && *given > 0 ? *given : a.heads;
        a.headDim = numbers_.headDim.value_or(a.heads < llm::Limits::hidden && a.kvHeads < llm::Limits::hidden
                                                  ? rows / (a.heads + 2 * a.kvHeads)
                                                  : 0);
        a.qkvBias = group.has("attn_qkv_bias");
        if (a.heads > llm::Limits::hidden || a.kvHeads > llm::Limits::hidden || a.headDim < 1 ||
            a.headDim > llm::Limits::hidden || (a.heads + 2 * a.kvHeads) * a.headDim != rows)
            refuse("attn_qkv has " + std::to_string(rows) + " rows, which " + std::to_string(a.heads) +
                       " heads and " + std::to_string(a.kvHeads) + " key-value heads cannot share",
                   place_ + ".attn_qkv",
                   "heads x size of a head, and twice key-value heads x size of a head");
    }
    void separateHeads(const Group& group, llm::Attention& a) {
        const auto queries = group.rows("attn_q");
        const auto keys = group.rows("attn_k");
        const auto out = group.cols("attn_output");
        // The output matrix reads all heads; a query matrix of twice as many rows holds a gate too.
        a.outputGate = queries == 2 * out && out > 0;
        const auto all = a.outputGate ? out : queries;
        a.headDim = a.heads > 0 ? all / a.heads : 0;
        a.kvHeads = a.headDim > 0 ? keys / a.headDim : 0;
        a.qkvBias = group.has("attn_q_bias");
        a.noKeyBias = a.qkvBias && !group.has("attn_k_bias");
        if (a.headDim < 1 || a.headDim * a.heads != all || a.kvHeads < 1 || a.kvHeads * a.headDim != keys)
            refuse("attn_q has " + std::to_string(queries) + " rows and attn_k " + std::to_string(keys) +
                       ", which do not fit " + std::to_string(a.heads) + " heads",
                   place_ + ".attn_q", "rows that are a multiple of the heads, and keys of the same size");
    }
    llm::Attention crossAttention(const Group& group, std::size_t index) {
        llm::Attention a;
        a.heads = heads(group, index);
        const auto queries = group.rows("cross_attn_q");
        a.headDim = queries / a.heads;
        a.kvHeads = a.headDim > 0 ? group.rows("cross_attn_k") / a.headDim : 0;
        a.causal = false;
        a.qkvBias = group.has("cross_attn_q_bias");
        a.noKeyBias = a.qkvBias && !group.has("cross_attn_k_bias");
        a.outputBias = group.has("cross_attn_output_bias");
        a.relativeBuckets = group.has("cross_attn_rel_b") ? group.rows("cross_attn_rel_b") : 0;
        if (a.headDim < 1 || a.kvHeads < 1)
            refuse("cross_attn_q and cross_attn_k do not fit " + std::to_string(a.heads) + " heads", place_,
                   "rows that are a multiple of the heads");
        return a;
    }
    llm::LatentAttention latentAttention(const Group& group, std::size_t index) {
        llm::LatentAttention a;
        a.heads = heads(group, index);
        a.queryRank = group.rows("attn_q_a");
        a.kvRank = group.cols("attn_kv_a_norm");
        a.ropeDim = group.rows("attn_kv_a_mqa") - a.kvRank;
        a.contentDim = group.rows(a.queryRank > 0 ? "attn_q_b" : "attn_q") / a.heads - a.ropeDim;
        a.valueDim = group.cols("attn_output") / a.heads;
        a.bias = group.has("attn_kv_a_mqa_bias");
        if (a.kvRank < 1 || a.ropeDim < 0 || a.contentDim < 1 || a.valueDim < 1)
            refuse("the matrices of latent attention do not fit each other and " + std::to_string(a.heads) +
                       " heads",
                   place_ + ".attn_kv_a_mqa", "those of DeepSeek-V2 and its successors");
        return a;
    }
    llm::StateSpace stateSpace(const Group& group) {
        llm::StateSpace s;
        s.generation = group.has("ssm_x") ? 1 : 2;
        s.inner = group.cols("ssm_out");
        s.kernel = group.cols("ssm_conv1d");
        s.convolutionBias = group.has("ssm_conv1d_bias");
        s.bias = group.has("ssm_in_bias");
        s.innerNorms = group.has("ssm_dt_norm");
        s.outputNorm = group.has("ssm_norm");
        if (s.generation == 1) {
            s.rank = group.cols("ssm_dt");
            s.state = s.inner > 0 ? group.elements("ssm_a") / s.inner : 0;
        } else {
            s.heads = group.elements("ssm_a");
            s.state = numbers_.stateSize.value_or(0);
            s.groups = numbers_.stateGroups.value_or(1);
        }
        if (s.inner < 1 || s.kernel < 1 || s.state < 1 || (s.generation == 1 ? s.rank : s.heads) < 1)
            refuse("the state-space layer lacks its sizes", place_ + ".ssm_out",
                   "tensors and metadata of Mamba or Mamba-2");
        return s;
    }

    llm::FeedForward feedForward(const Group& group) {
        llm::FeedForward f;
        f.width = group.cols("ffn_down");
        f.fused = !group.has("ffn_gate") && group.rows("ffn_up") == 2 * f.width;
        f.gated = group.has("ffn_gate") || f.fused;
        f.bias = group.has("ffn_down_bias");
        return f;
    }
    llm::Experts experts(const Group& group) {
        llm::Experts e;
        const auto& down = group.of("ffn_down_exps");
        e.count = std::max(group.rows("ffn_gate_inp"), down.count);
        e.width = down.cols;
        e.gated = group.has("ffn_gate_exps");
        e.bias = group.has("ffn_down_exps_bias");
        e.routerBias = group.has("ffn_gate_inp_bias");
        e.sharedWidth = group.cols("ffn_down_shexp");
        e.sharedGate = group.has("ffn_gate_inp_shexp");
        e.perToken = numbers_.expertsPerToken.value_or(0);
        if (e.perToken < 1)
            refuse("the file does not say how many of " + std::to_string(e.count) + " experts a token passes",
                   where_ + ", " + numbers_.expertsField, "put the model's config.json beside the file");
        return e;
    }
    void readNorms(const Group& group, llm::Layer& layer) {
        const bool mixes = !std::holds_alternative<std::monostate>(layer.mixer);
        layer.postNorms = group.has("attn_post_norm") && group.has("ffn_post_norm");
        layer.sharedNorm =
            mixes && layer.hasFeedForward() && group.has("attn_norm") && !group.has("ffn_norm");
        layer.parallel = layer.sharedNorm || (mixes && numbers_.parallel);
    }

    const ModelNumbers& numbers_;
    std::string where_;
    std::string place_;
    std::optional<Error> error_;
};

llm::Norm normOf(const TensorTable& table, const ModelNumbers& numbers) {
    const auto has = [&](std::string_view name) {
        return table.outside.has(name) ||
               std::ranges::any_of(table.layers, [&](const Group& layer) { return layer.has(name); });
    };
    if (has("output_norm_bias") || has("attn_norm_bias"))
        return llm::Norm::layer;
    if (!has("output_norm") && !has("attn_norm"))
        return llm::Norm::none;
    return numbers.rms ? llm::Norm::rms : llm::Norm::layerNoBias;
}

llm::PositionEmbedding positionsOf(const TensorTable& table, const ModelNumbers& numbers) {
    using llm::PositionEmbedding;
    const auto any = [&](std::string_view name) {
        return std::ranges::any_of(table.layers, [&](const Group& layer) { return layer.has(name); });
    };
    if (table.outside.has("position_embd"))
        return PositionEmbedding::learned;
    if (any("attn_rel_b"))
        return PositionEmbedding::relative;
    if (numbers.alibi)
        return PositionEmbedding::alibi;
    const bool attends = any("attn_output");
    return attends && numbers.rotary ? PositionEmbedding::rotary : PositionEmbedding::none;
}

void readOutside(const TensorTable& table, const ModelNumbers& numbers, llm::Model& model) {
    const auto& outside = table.outside;
    model.hidden = outside.cols("token_embd");
    model.vocabulary = outside.rows("token_embd");
    model.positions = positionsOf(table, numbers);
    model.learnedPositions = outside.rows("position_embd");
    model.segmentTypes = outside.has("token_types")
                             ? outside.elements("token_types") / std::max<std::int64_t>(model.hidden, 1)
                             : 0;
    model.embeddingNorm = outside.has("token_embd_norm");
    model.norm = normOf(table, numbers);
    model.finalNorm = outside.has("output_norm") || model.norm == llm::Norm::none;
    model.maxContext = std::max<std::int64_t>(numbers.context, 1);
    model.head = numbers.causal ? llm::Head::tokens : llm::Head::none;
    model.tiedEmbeddings = model.head == llm::Head::tokens && !outside.has("output");
    model.headBias = outside.has("output_bias");
}

/// A text encoder that shares the decoder's table (T5).
llm::Tower encoderOf(const TensorTable& table, const llm::Model& model, LayerBuilder& builder) {
    llm::Tower tower;
    tower.kind = llm::Tower::Kind::text;
    tower.name = "encoder";
    tower.hidden = model.hidden;
    tower.vocabulary = model.vocabulary;
    tower.sharedTable = true;
    tower.positions = model.positions;
    tower.norm = model.norm;
    tower.outputNorm = table.encoderOutside.has("output_norm");
    for (std::size_t i = 0; i < table.encoder.size(); ++i)
        tower.layers.push_back(builder.build(table.encoder[i], i, "enc.blk.", false));
    return tower;
}

std::optional<Error> essential(const TensorTable& table, const ModelNumbers& numbers,
                               const std::string& where) {
    const auto lacking = [&](const std::string& what) {
        return Error{"there is no " + what + " among the tensors",
                     where + ", architecture " + numbers.architecture,
                     "give the file of a language model; projectors and adapters belong to one"};
    };
    if (!table.outside.has("token_embd"))
        return lacking("token embedding");
    if (table.layers.empty())
        return lacking("layer");
    for (std::size_t i = 0; i < table.layers.size(); ++i)
        if (table.layers[i].held.empty())
            return lacking("tensor of layer " + std::to_string(i));
    return {};
}

/// Puts what a file holds for one block beside what the model has there.
class Comparer {
public:
    explicit Comparer(Difference& difference)
        : difference_(difference) {}

    void compare(const Group& group, const std::vector<llm::Tensor>& tensors, const std::string& prefix) {
        std::map<std::string_view, std::int64_t> expected;
        for (const auto& tensor : tensors)
            if (!tensor.shared)
                expected[tensor.name] += tensor.elements();
        for (const auto& [name, held] : group.held) {
            const auto found = expected.find(name);
            note(prefix + name, held.elements, found == expected.end() ? 0 : found->second);
            if (found != expected.end())
                expected.erase(found);
        }
        for (const auto& [name, elements] : expected)
            note(prefix + std::string(name), 0, elements);
    }
    void note(const std::string& name, std::int64_t there, std::int64_t expected) {
        difference_.matched += std::min(there, expected);
        const auto more = there - expected;
        (more > 0 ? difference_.unexplained : difference_.missing) += more > 0 ? more : -more;
        if (more != 0 && difference_.examples.size() < 8)
            difference_.examples.push_back(readable(name) + ", " + std::to_string(more > 0 ? more : -more) +
                                           (more > 0 ? " more" : " fewer") + " than expected");
    }

private:
    Difference& difference_;
};

} // namespace

Expected<llm::Model> deriveModel(const TensorTable& table, const ModelNumbers& numbers,
                                 const std::string& where) {
    if (auto lacking = essential(table, numbers, where))
        return tl::make_unexpected(std::move(*lacking));
    llm::Model model;
    readOutside(table, numbers, model);
    LayerBuilder builder(numbers, where);
    if (!table.encoder.empty())
        model.towers.push_back(encoderOf(table, model, builder));
    const auto layers = std::min(table.layers.size(), numbers.layers.value_or(table.layers.size()));
    for (std::size_t i = 0; i < layers && !builder.error(); ++i)
        model.layers.push_back(builder.build(table.layers[i], i, "blk.", numbers.causal));
    if (builder.error())
        return tl::make_unexpected(*builder.error());
    return model;
}

Difference compare(const TensorTable& table, const llm::Model& model) {
    static const Group nothing;
    Difference difference;
    Comparer comparer(difference);
    std::vector<llm::Tensor> decoderEnds, encoderEnds;
    for (int block = 0; block < llm::blockCount(model); ++block) {
        const auto place = llm::blockPlace(model, block);
        const bool encoder = place.tower >= 0;
        if (place.layer < 0) {
            llm::appendTensors(model, block, encoder ? encoderEnds : decoderEnds);
            continue;
        }
        const auto& stack = encoder ? table.encoder : table.layers;
        const auto index = std::size_t(place.layer);
        comparer.compare(index < stack.size() ? stack[index] : nothing, llm::tensorsOf(model, block),
                         std::string(encoder ? "enc.blk." : "blk.") + std::to_string(index) + ".");
    }
    for (auto& tensor : encoderEnds)
        tensor.name = tensor.name == "post_ln" ? "output_norm" : tensor.name;
    comparer.compare(table.outside, decoderEnds, "");
    comparer.compare(table.encoderOutside, encoderEnds, "enc.");
    for (const auto* tensor : table.others)
        comparer.note(tensor->name, tensor->elements, 0);
    for (std::size_t i = model.layers.size(); i < table.layers.size(); ++i)
        for (const auto& [name, held] : table.layers[i].held)
            difference.extraLayers += held.elements;
    return difference;
}

} // namespace cellwright::weights
