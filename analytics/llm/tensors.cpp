// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/tensors.h"

#include <algorithm>

namespace cellwright::llm {
namespace {

/// Writes the tensors of one block of one stack (a tower or the decoder) into a list.
class Lister {
public:
    Lister(std::vector<Tensor>& tensors, std::int64_t hidden, Norm norm)
        : tensors_(tensors)
        , hidden_(hidden)
        , norm_(norm) {}

    Tensor& matrix(std::string_view name, TensorRole role, std::int64_t rows, std::int64_t cols) {
        return tensors_.emplace_back(Tensor{name, role, rows, cols});
    }
    void vector(std::string_view name, std::int64_t size) {
        tensors_.push_back({name, TensorRole::norm, 1, size});
    }
    void bias(bool present, std::string_view name, std::int64_t size) {
        if (present)
            tensors_.push_back({name, TensorRole::bias, 1, size});
    }
    void norm(std::string_view name, std::string_view biasName) {
        if (norm_ == Norm::none)
            return;
        vector(name, hidden_);
        bias(norm_ == Norm::layer, biasName, hidden_);
    }
    void table(std::string_view name, TensorRole role, std::int64_t rows, std::int64_t width) {
        if (rows > 0)
            matrix(name, role, rows, width);
    }

    void layer(const Layer& layer) {
        const bool feeds = layer.hasFeedForward();
        if (!std::holds_alternative<std::monostate>(layer.mixer))
            norm("attn_norm", "attn_norm_bias");
        mixer(layer);
        if (layer.postNorms)
            norm("attn_post_norm", "attn_post_norm_bias");
        if (layer.cross) {
            norm("cross_attn_norm", "cross_attn_norm_bias");
            cross(*layer.cross);
        }
        if (feeds && !layer.sharedNorm)
            norm("ffn_norm", "ffn_norm_bias");
        if (layer.experts)
            experts(*layer.experts);
        if (layer.feedForward.width > 0)
            feedForward(layer.feedForward);
        if (feeds && layer.postNorms)
            norm("ffn_post_norm", "ffn_post_norm_bias");
    }

private:
    void mixer(const Layer& layer) {
        if (const auto* a = layer.attention())
            attention(*a);
        else if (const auto* latent = layer.latent())
            latentAttention(*latent);
        else if (const auto* state = layer.stateSpace())
            state->generation == 1 ? mamba(*state) : mamba2(*state);
    }
    void separateMatrices(const Attention& a, std::int64_t query, std::int64_t keyValue) {
        matrix("attn_q", TensorRole::query, query, hidden_);
        bias(a.qkvBias, "attn_q_bias", query);
        matrix("attn_k", TensorRole::key, keyValue, hidden_);
        bias(a.qkvBias && !a.noKeyBias, "attn_k_bias", keyValue);
        matrix("attn_v", TensorRole::value, keyValue, hidden_);
        bias(a.qkvBias, "attn_v_bias", keyValue);
    }
    void attention(const Attention& a) {
        const std::int64_t heads = a.heads * a.headDim;
        const std::int64_t query = (a.outputGate ? 2 : 1) * heads;
        const std::int64_t keyValue = a.kvHeads * a.headDim;
        if (a.fused) {
            matrix("attn_qkv", TensorRole::fusedQkv, query + 2 * keyValue, hidden_);
            bias(a.qkvBias, "attn_qkv_bias", query + (a.noKeyBias ? 1 : 2) * keyValue);
        } else {
            separateMatrices(a, query, keyValue);
        }
        if (a.qkNorm != QueryKeyNorm::none) {
            const bool whole = a.qkNorm == QueryKeyNorm::whole;
            vector("attn_q_norm", whole ? heads : a.headDim);
            vector("attn_k_norm", whole ? keyValue : a.headDim);
        }
        if (a.sinks)
            vector("attn_sinks", a.heads);
        table("attn_rel_b", TensorRole::positionEmbedding, a.relativeBuckets, a.heads);
        matrix("attn_output", TensorRole::attentionOutput, hidden_, heads);
        bias(a.outputBias, "attn_output_bias", hidden_);
    }
    void cross(const Attention& a) {
        const std::int64_t query = a.heads * a.headDim, keyValue = a.kvHeads * a.headDim;
        matrix("cross_attn_q", TensorRole::query, query, hidden_);
        bias(a.qkvBias, "cross_attn_q_bias", query);
        matrix("cross_attn_k", TensorRole::crossKey, keyValue, hidden_);
        bias(a.qkvBias && !a.noKeyBias, "cross_attn_k_bias", keyValue);
        matrix("cross_attn_v", TensorRole::crossValue, keyValue, hidden_);
        bias(a.qkvBias, "cross_attn_v_bias", keyValue);
        table("cross_attn_rel_b", TensorRole::positionEmbedding, a.relativeBuckets, a.heads);
        matrix("cross_attn_output", TensorRole::attentionOutput, hidden_, query);
        bias(a.outputBias, "cross_attn_output_bias", hidden_);
    }
    void latentAttention(const LatentAttention& a) {
        const std::int64_t query = a.heads * (a.contentDim + a.ropeDim);
        if (a.queryRank > 0) {
            matrix("attn_q_a", TensorRole::queryDown, a.queryRank, hidden_);
            bias(a.bias, "attn_q_a_bias", a.queryRank);
            vector("attn_q_a_norm", a.queryRank);
            matrix("attn_q_b", TensorRole::queryUp, query, a.queryRank);
        } else {
            matrix("attn_q", TensorRole::query, query, hidden_);
        }
        matrix("attn_kv_a_mqa", TensorRole::keyValueDown, a.kvRank + a.ropeDim, hidden_);
        bias(a.bias, "attn_kv_a_mqa_bias", a.kvRank + a.ropeDim);
        vector("attn_kv_a_norm", a.kvRank);
        matrix("attn_kv_b", TensorRole::keyValueUp, a.heads * (a.contentDim + a.valueDim), a.kvRank);
        matrix("attn_output", TensorRole::attentionOutput, hidden_, a.heads * a.valueDim);
        bias(a.bias, "attn_output_bias", hidden_);
    }
    void mamba(const StateSpace& s) {
        matrix("ssm_in", TensorRole::stateIn, 2 * s.inner, hidden_);
        bias(s.bias, "ssm_in_bias", 2 * s.inner);
        matrix("ssm_conv1d", TensorRole::stateConvolution, s.inner, s.kernel);
        bias(s.convolutionBias, "ssm_conv1d_bias", s.inner);
        matrix("ssm_x", TensorRole::stateProject, s.rank + 2 * s.state, s.inner);
        if (s.innerNorms) {
            vector("ssm_dt_norm", s.rank);
            vector("ssm_b_norm", s.state);
            vector("ssm_c_norm", s.state);
        }
        matrix("ssm_dt", TensorRole::stateStep, s.inner, s.rank);
        bias(true, "ssm_dt_bias", s.inner);
        vector("ssm_a", s.inner * s.state);
        vector("ssm_d", s.inner);
        matrix("ssm_out", TensorRole::stateOut, hidden_, s.inner);
        bias(s.bias, "ssm_out_bias", hidden_);
    }
    void mamba2(const StateSpace& s) {
        const std::int64_t in = s.inner + s.convolved() + s.heads;
        matrix("ssm_in", TensorRole::stateIn, in, hidden_);
        bias(s.bias, "ssm_in_bias", in);
        matrix("ssm_conv1d", TensorRole::stateConvolution, s.convolved(), s.kernel);
        bias(s.convolutionBias, "ssm_conv1d_bias", s.convolved());
        vector("ssm_dt_bias", s.heads);
        vector("ssm_a", s.heads);
        vector("ssm_d", s.heads);
        if (s.outputNorm)
            vector("ssm_norm", s.inner);
        matrix("ssm_out", TensorRole::stateOut, hidden_, s.inner);
        bias(s.bias, "ssm_out_bias", hidden_);
    }
    void feedForward(const FeedForward& f) {
        if (f.gated && !f.fused) {
            matrix("ffn_gate", TensorRole::gate, f.width, hidden_);
            bias(f.bias, "ffn_gate_bias", f.width);
        }
        const std::int64_t up = f.gated && f.fused ? 2 * f.width : f.width;
        matrix("ffn_up", TensorRole::up, up, hidden_);
        bias(f.bias, "ffn_up_bias", up);
        matrix("ffn_down", TensorRole::down, hidden_, f.width);
        bias(f.bias, "ffn_down_bias", hidden_);
    }
    void expertMatrix(const Experts& e, std::string_view name, TensorRole role, std::int64_t rows,
                      std::int64_t cols) {
        auto& tensor = matrix(name, role, rows, cols);
        tensor.count = e.count;
        tensor.used = e.perToken;
    }
    void expertBias(const Experts& e, std::string_view name, std::int64_t size) {
        if (e.bias)
            tensors_.push_back({name, TensorRole::bias, 1, size, false, e.count, e.perToken});
    }
    void experts(const Experts& e) {
        matrix("ffn_gate_inp", TensorRole::router, e.count, hidden_);
        bias(e.routerBias, "ffn_gate_inp_bias", e.count);
        if (e.gated) {
            expertMatrix(e, "ffn_gate_exps", TensorRole::expertGate, e.width, hidden_);
            expertBias(e, "ffn_gate_exps_bias", e.width);
        }
        expertMatrix(e, "ffn_up_exps", TensorRole::expertUp, e.width, hidden_);
        expertBias(e, "ffn_up_exps_bias", e.width);
        expertMatrix(e, "ffn_down_exps", TensorRole::expertDown, hidden_, e.width);
        expertBias(e, "ffn_down_exps_bias", hidden_);
        if (e.sharedWidth > 0)
            sharedExpert(e);
    }
    void sharedExpert(const Experts& e) {
        if (e.sharedGate)
            matrix("ffn_gate_inp_shexp", TensorRole::router, 1, hidden_);
        if (e.gated)
            matrix("ffn_gate_shexp", TensorRole::sharedGate, e.sharedWidth, hidden_);
        matrix("ffn_up_shexp", TensorRole::sharedUp, e.sharedWidth, hidden_);
        matrix("ffn_down_shexp", TensorRole::sharedDown, hidden_, e.sharedWidth);
    }

    std::vector<Tensor>& tensors_;
    std::int64_t hidden_;
    Norm norm_;
};

std::int64_t embeddingWidth(const Model& model) {
    return model.embeddingWidth > 0 ? model.embeddingWidth : model.hidden;
}

void listEmbedding(Lister& lister, const Model& model) {
    lister.table("token_embd", TensorRole::tokenEmbedding, model.vocabulary, embeddingWidth(model));
    if (embeddingWidth(model) != model.hidden)
        lister.matrix("token_embd_in", TensorRole::embeddingProjection, model.hidden, embeddingWidth(model));
    if (model.positions == PositionEmbedding::learned)
        lister.table("position_embd", TensorRole::positionEmbedding, model.learnedPositions, model.hidden);
    lister.table("token_types", TensorRole::positionEmbedding, model.segmentTypes, model.hidden);
    if (model.embeddingNorm)
        lister.norm("token_embd_norm", "token_embd_norm_bias");
}

void listHead(Lister& lister, const Model& model) {
    if (model.finalNorm)
        lister.norm("output_norm", "output_norm_bias");
    if (model.head == Head::pooler) {
        lister.matrix("pooler", TensorRole::pooler, model.hidden, model.hidden);
        lister.bias(true, "pooler_bias", model.hidden);
    }
    if (model.head != Head::tokens)
        return;
    if (embeddingWidth(model) != model.hidden)
        lister.matrix("output_in", TensorRole::embeddingProjection, embeddingWidth(model), model.hidden);
    lister.matrix("output", TensorRole::output, model.vocabulary, embeddingWidth(model)).shared =
        model.tiedEmbeddings;
    lister.bias(model.headBias, "output_bias", model.vocabulary);
}

void listTowerInput(Lister& lister, const Tower& tower) {
    if (tower.vocabulary > 0)
        lister.matrix("token_embd", TensorRole::tokenEmbedding, tower.vocabulary, tower.hidden).shared =
            tower.sharedTable;
    for (const auto& projection : tower.input) {
        lister.matrix(projection.name, TensorRole::patch, projection.rows, projection.cols).runs =
            double(projection.runs);
        lister.bias(projection.bias, "input_bias", projection.rows);
    }
    if (tower.positions == PositionEmbedding::learned || tower.positions == PositionEmbedding::sinusoidal)
        lister.table("position_embd", TensorRole::positionEmbedding, tower.learnedPositions, tower.hidden);
    if (tower.extraVectors > 0)
        lister.vector("class_embd", tower.extraVectors * tower.hidden);
    if (tower.inputNorm)
        lister.norm("pre_ln", "pre_ln_bias");
}

void listTowerOutput(Lister& lister, const Tower& tower) {
    if (tower.outputNorm)
        lister.norm("post_ln", "post_ln_bias");
    for (const auto width : tower.projectorNorms) {
        lister.vector("projector_norm", width);
        lister.bias(tower.projectorNormBias, "projector_norm_bias", width);
    }
    for (const auto& projection : tower.projector) {
        lister.matrix(projection.name, TensorRole::projector, projection.rows, projection.cols).runs =
            double(projection.runs) / double(tower.merge);
        lister.bias(projection.bias, "projector_bias", projection.rows);
    }
    if (tower.otherParameters > 0)
        lister.matrix("unused", TensorRole::norm, 1, tower.otherParameters).runs = 0.0;
}

} // namespace

int blockCount(const Model& model) {
    return firstDecoderBlock(model) + int(model.layers.size()) + 2;
}

int firstDecoderBlock(const Model& model) {
    int blocks = 0;
    for (const auto& tower : model.towers)
        blocks += int(tower.layers.size()) + 2;
    return blocks;
}

BlockPlace blockPlace(const Model& model, int block) {
    const auto within = [](int index, int layers, int tower) {
        using Part = BlockPlace::Part;
        if (index == 0)
            return BlockPlace{tower, Part::input, -1};
        return index > layers ? BlockPlace{tower, Part::output, -1}
                              : BlockPlace{tower, Part::layer, index - 1};
    };
    for (std::size_t tower = 0; tower < model.towers.size(); ++tower) {
        const int layers = int(model.towers[tower].layers.size());
        if (block < layers + 2)
            return within(block, layers, int(tower));
        block -= layers + 2;
    }
    return within(block, int(model.layers.size()), -1);
}

const std::vector<Layer>& layersOf(const Model& model, const BlockPlace& place) {
    return place.tower < 0 ? model.layers : model.towers[std::size_t(place.tower)].layers;
}

const Layer& layerOf(const Model& model, const BlockPlace& place) {
    return layersOf(model, place)[std::size_t(place.layer)];
}

bool isIdle(const Model& model, int block) {
    const auto place = blockPlace(model, block);
    if (place.tower < 0 || place.layer < 0)
        return false;
    const auto run = model.towers[std::size_t(place.tower)].layersRun;
    return run >= 0 && place.layer >= run;
}

bool Tensor::isMatrix() const {
    switch (role) {
    case TensorRole::tokenEmbedding:
    case TensorRole::positionEmbedding:
    case TensorRole::norm:
    case TensorRole::bias:
    case TensorRole::stateConvolution:
        return false;
    default:
        return true;
    }
}

void appendTensors(const Model& model, int block, std::vector<Tensor>& tensors) {
    if (block < 0 || block >= blockCount(model))
        return;
    const auto place = blockPlace(model, block);
    if (place.tower >= 0) {
        const auto& tower = model.towers[std::size_t(place.tower)];
        Lister lister(tensors, tower.hidden, tower.norm);
        if (place.part == BlockPlace::Part::input)
            listTowerInput(lister, tower);
        else if (place.part == BlockPlace::Part::output)
            listTowerOutput(lister, tower);
        else
            lister.layer(tower.layers[std::size_t(place.layer)]);
        return;
    }
    Lister lister(tensors, model.hidden, model.norm);
    if (place.part == BlockPlace::Part::input)
        listEmbedding(lister, model);
    else if (place.part == BlockPlace::Part::output)
        listHead(lister, model);
    else
        lister.layer(model.layers[std::size_t(place.layer)]);
}

std::vector<Tensor> tensorsOf(const Model& model, int block) {
    std::vector<Tensor> tensors;
    appendTensors(model, block, tensors);
    return tensors;
}

namespace {

/// Where a layer stands among those that attend, in models that begin with a layer that does not.
void countAttention(const std::vector<Layer>& layers, TensorPlace& place) {
    if (layers.front().attention())
        return;
    const auto attends = [](const Layer& layer) { return layer.attention() != nullptr; };
    place.attentionLayer = int(std::count_if(layers.begin(), layers.begin() + place.layer, attends));
    place.attentionLayers = int(std::ranges::count_if(layers, attends));
}

} // namespace

TensorPlace placeOf(const Model& model, int block) {
    const auto where = blockPlace(model, block);
    const bool decoder = where.tower < 0;
    const auto& layers = layersOf(model, where);
    TensorPlace place;
    place.layer = where.layer;
    place.layers = int(layers.size());
    // whisper.cpp has rules of its own: encoder and decoder in one file, all matrices alike.
    const bool hears = model.layers.front().cross && !model.towers.empty() &&
                       model.towers.front().kind == Tower::Kind::audio;
    place.alike = hears;
    place.actsAsOutput = decoder && model.tiedEmbeddings;
    place.falcon = model.family == "falcon";
    place.tower = !decoder && !hears && model.towers[std::size_t(where.tower)].kind != Tower::Kind::text;
    if (where.layer < 0)
        return place;
    const auto& layer = layers[std::size_t(where.layer)];
    if (const auto* attention = layer.attention()) {
        place.groupedQuery = attention->kvHeads < attention->heads;
        place.headsPerKeyValue = attention->heads / attention->kvHeads;
        countAttention(layers, place);
    }
    if (layer.experts)
        place.experts = int(layer.experts->count);
    return place;
}

TensorPlace placeOf(TensorPlace place, const Tensor& tensor) {
    place.role = tensor.role;
    place.cols = tensor.cols;
    place.actsAsOutput = place.actsAsOutput && tensor.role == TensorRole::tokenEmbedding;
    if (tensor.role != TensorRole::value && tensor.role != TensorRole::fusedQkv) {
        place.attentionLayer = -1;
        place.attentionLayers = 0;
    }
    return place;
}

TensorPlace placeOf(const Model& model, int block, const Tensor& tensor) {
    return placeOf(placeOf(model, block), tensor);
}

namespace {

std::string towerPrefix(Tower::Kind kind) {
    switch (kind) {
    case Tower::Kind::vision:
        return "v.";
    case Tower::Kind::audio:
        return "a.";
    case Tower::Kind::text:
        break;
    }
    return "enc.";
}

} // namespace

std::string ggufName(const Model& model, int block, const Tensor& tensor) {
    const auto place = blockPlace(model, block);
    std::string name;
    if (place.tower >= 0)
        name = towerPrefix(model.towers[std::size_t(place.tower)].kind);
    if (place.layer >= 0)
        name += "blk." + std::to_string(place.layer) + ".";
    return name.append(tensor.name);
}

} // namespace cellwright::llm
