// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/tensors.h"

namespace cellwright::llm {
namespace {

/// Writes the tensors of one block into a list.
class Lister {
public:
    Lister(const Model& model, std::vector<Tensor>& tensors)
        : model_(model)
        , tensors_(tensors) {}

    void matrix(std::string_view name, TensorRole role, std::int64_t rows, std::int64_t cols) {
        tensors_.push_back({name, role, rows, cols});
    }
    void bias(bool present, std::string_view name, std::int64_t size) {
        if (present)
            tensors_.push_back({name, TensorRole::bias, 1, size});
    }
    void norm(std::string_view name, std::string_view biasName) {
        tensors_.push_back({name, TensorRole::norm, 1, model_.hidden});
        bias(model_.norm == Norm::layer, biasName, model_.hidden);
    }

    void embedding() {
        matrix("token_embd", TensorRole::tokenEmbedding, model_.vocabulary, model_.hidden);
        if (model_.positions == PositionEmbedding::learned)
            matrix("position_embd", TensorRole::positionEmbedding, model_.learnedPositions, model_.hidden);
        if (model_.embeddingNorm)
            norm("token_embd_norm", "token_embd_norm_bias");
    }
    void head() {
        norm("output_norm", "output_norm_bias");
        matrix("output", TensorRole::output, model_.vocabulary, model_.hidden);
        tensors_.back().shared = model_.tiedEmbeddings;
        bias(model_.headBias, "output_bias", model_.vocabulary);
    }
    void layer(const Layer& layer) {
        norm("attn_norm", "attn_norm_bias");
        attention(layer.attention);
        if (layer.postNorms)
            norm("attn_post_norm", "attn_post_norm_bias");
        if (!layer.sharedNorm)
            norm("ffn_norm", "ffn_norm_bias");
        feedForward(layer.feedForward);
        if (layer.postNorms)
            norm("ffn_post_norm", "ffn_post_norm_bias");
    }

private:
    void attention(const Attention& a) {
        const std::int64_t query = a.heads * a.headDim;
        const std::int64_t keyValue = a.kvHeads * a.headDim;
        if (a.fused) {
            matrix("attn_qkv", TensorRole::fusedQkv, query + 2 * keyValue, model_.hidden);
            bias(a.qkvBias, "attn_qkv_bias", query + 2 * keyValue);
        } else {
            matrix("attn_q", TensorRole::query, query, model_.hidden);
            bias(a.qkvBias, "attn_q_bias", query);
            matrix("attn_k", TensorRole::key, keyValue, model_.hidden);
            bias(a.qkvBias, "attn_k_bias", keyValue);
            matrix("attn_v", TensorRole::value, keyValue, model_.hidden);
            bias(a.qkvBias, "attn_v_bias", keyValue);
        }
        if (a.qkNorm) {
            tensors_.push_back({"attn_q_norm", TensorRole::norm, 1, a.headDim});
            tensors_.push_back({"attn_k_norm", TensorRole::norm, 1, a.headDim});
        }
        matrix("attn_output", TensorRole::attentionOutput, model_.hidden, query);
        bias(a.outputBias, "attn_output_bias", model_.hidden);
    }
    void feedForward(const FeedForward& f) {
        if (f.gated && !f.fused) {
            matrix("ffn_gate", TensorRole::gate, f.width, model_.hidden);
            bias(f.bias, "ffn_gate_bias", f.width);
        }
        const std::int64_t up = f.gated && f.fused ? 2 * f.width : f.width;
        matrix("ffn_up", TensorRole::up, up, model_.hidden);
        bias(f.bias, "ffn_up_bias", up);
        matrix("ffn_down", TensorRole::down, model_.hidden, f.width);
        bias(f.bias, "ffn_down_bias", model_.hidden);
    }

    const Model& model_;
    std::vector<Tensor>& tensors_;
};

} // namespace

bool Tensor::isMatrix() const {
    switch (role) {
    case TensorRole::tokenEmbedding:
    case TensorRole::positionEmbedding:
    case TensorRole::norm:
    case TensorRole::bias:
        return false;
    default:
        return true;
    }
}

void appendTensors(const Model& model, int block, std::vector<Tensor>& tensors) {
    Lister lister(model, tensors);
    const int layers = int(model.layers.size());
    if (block == 0)
        lister.embedding();
    else if (block == layers + 1)
        lister.head();
    else if (block > 0 && block <= layers)
        lister.layer(model.layers[std::size_t(block) - 1]);
}

std::vector<Tensor> tensorsOf(const Model& model, int block) {
    std::vector<Tensor> tensors;
    appendTensors(model, block, tensors);
    return tensors;
}

TensorPlace placeOf(const Model& model, int block, const Tensor& tensor) {
    const int layers = int(model.layers.size());
    const bool inLayer = block > 0 && block <= layers;
    TensorPlace place{tensor.role, tensor.cols, inLayer ? block - 1 : -1, layers};
    place.actsAsOutput = model.tiedEmbeddings && tensor.role == TensorRole::tokenEmbedding;
    place.falcon = model.family == "falcon";
    if (inLayer) {
        const auto& attention = model.layers[std::size_t(block) - 1].attention;
        place.groupedQuery = attention.kvHeads < attention.heads;
    }
    return place;
}

} // namespace cellwright::llm
