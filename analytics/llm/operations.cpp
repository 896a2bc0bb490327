// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/operations.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellwright::llm {
namespace {

OperationKind kindOf(TensorRole role) {
    switch (role) {
    case TensorRole::tokenEmbedding:
    case TensorRole::positionEmbedding:
    case TensorRole::embeddingProjection:
        return OperationKind::embedding;
    case TensorRole::gate:
    case TensorRole::up:
    case TensorRole::down:
        return OperationKind::feedForward;
    case TensorRole::router:
    case TensorRole::expertGate:
    case TensorRole::expertUp:
    case TensorRole::expertDown:
    case TensorRole::sharedGate:
    case TensorRole::sharedUp:
    case TensorRole::sharedDown:
        return OperationKind::experts;
    case TensorRole::stateIn:
    case TensorRole::stateConvolution:
    case TensorRole::stateProject:
    case TensorRole::stateStep:
    case TensorRole::stateOut:
        return OperationKind::stateSpace;
    case TensorRole::output:
    case TensorRole::pooler:
        return OperationKind::head;
    case TensorRole::patch:
    case TensorRole::projector:
        return OperationKind::tower;
    case TensorRole::norm:
    case TensorRole::bias:
        return OperationKind::elementwise;
    default:
        return OperationKind::attentionMatrix;
    }
}

/// Writes the operations of one block.
class Builder {
public:
    Builder(const Model& model, int block, const BlockFormats& formats)
        : place_(blockPlace(model, block))
        , formats_(formats)
        , activations_(formats.activations)
        , rotary_(model.positions == PositionEmbedding::rotary) {
        hidden_ = model.hidden;
        if (place_.tower >= 0) {
            const auto& tower = model.towers[std::size_t(place_.tower)];
            hidden_ = tower.hidden;
            rotary_ = tower.positions == PositionEmbedding::rotary;
        }
        idle_ = isIdle(model, block);
        if (place_.layer >= 0)
            layer_ = &layerOf(model, place_);
        lastOnly_ = place_.tower < 0 && place_.part == BlockPlace::Part::output;
    }

    std::vector<Operation> operations() {
        operations_.reserve(formats_.tensors.size() + 8);
        for (std::size_t i = 0; i < formats_.tensors.size(); ++i)
            around(formats_.tensors[i], formats_.weights[i]);
        if (idle_)
            for (auto& operation : operations_)
                operation = stored(operation);
        return std::move(operations_);
    }

private:
    /// What is left of an operation that never runs.
    static Operation stored(const Operation& operation) {
        Operation idle;
        idle.name = operation.name;
        idle.kind = operation.kind;
        idle.cost.parameters = operation.cost.parameters;
        idle.cost.stored = operation.cost.stored;
        return idle;
    }
    [[nodiscard]] double bytes(std::int64_t elements) const {
        return double(rowBytes(activations_, elements));
    }
    Operation& add(std::string_view name, OperationKind kind) {
        auto& operation = operations_.emplace_back();
        operation.name = name;
        operation.kind = kind;
        return operation;
    }
    Operation& elementwise(std::string_view name, double bytesPerToken, int launches = 1,
                           OperationKind kind = OperationKind::elementwise) {
        auto& operation = add(name, kind);
        (lastOnly_ ? operation.cost.activationPerSequence : operation.cost.activationPerToken) =
            bytesPerToken;
        operation.cost.operations = launches;
        return operation;
    }

    /// A tensor's own operation, and those without weights that stand before and after it.
    void around(const Tensor& t, TensorFormat format) {
        const bool closesMixer = t.role == TensorRole::attentionOutput || t.role == TensorRole::stateOut;
        const bool closesFeedForward = t.role == TensorRole::down || t.role == TensorRole::expertDown ||
                                       t.role == TensorRole::sharedDown;
        if (closesMixer)
            t.name == "cross_attn_output" ? crossAttention() : mixer();
        if (closesFeedForward)
            activation(t);
        tensor(t, format);
        if (closesMixer || closesFeedForward)
            elementwise("add", 3.0 * bytes(hidden_));
    }

    void tensor(const Tensor& t, TensorFormat format) {
        const std::int64_t size = tensorBytes(format, t.rows, t.cols);
        auto& operation = operationFor(t);
        operation.cost.parameters += t.shared ? 0 : t.elements();
        operation.cost.stored += size * t.count;
        if (t.runs == 0.0)
            return;
        if (t.count > 1)
            operation.experts = {t.count, t.used, operation.experts.bytes + size};
        else if (isLookedUp(t))
            operation.cost.readPerToken += rowBytes(format, t.cols);
        else
            (t.isOfEncoded() || encoded_ ? operation.cost.readPerEncoder : operation.cost.read) += size;
        if (t.isMatrix())
            product(operation, t);
    }
    /// Tables of the input block; a table inside a layer (distance biases) is read as a whole.
    [[nodiscard]] bool isLookedUp(const Tensor& t) const {
        return place_.part == BlockPlace::Part::input &&
               (t.role == TensorRole::tokenEmbedding || t.role == TensorRole::positionEmbedding);
    }
    /// Biases and decay tables belong to the operation before them.
    Operation& operationFor(const Tensor& t) {
        const bool part = t.role == TensorRole::bias || t.name == "ssm_a" || t.name == "ssm_d" ||
                          t.name == "attn_sinks" || t.name == "ssm_dt_bias";
        if (part && !operations_.empty())
            return operations_.back();
        encoded_ = t.isOfEncoded();
        if (t.role == TensorRole::norm && t.runs > 0.0)
            return elementwise(t.name, 2.0 * bytes(normalized(t)));
        auto& operation = add(t.name, kindOf(t.role));
        operation.cost.operations = t.runs > 0.0 ? 1 : 0;
        if (isLookedUp(t))
            operation.cost.activationPerToken =
                (t.role == TensorRole::tokenEmbedding ? 1.0 : 2.0) * bytes(t.cols);
        if (t.role == TensorRole::stateConvolution) {
            operation.cost.flopPerToken = 2.0 * double(t.rows) * double(t.cols);
            operation.cost.activationPerToken = 2.0 * bytes(t.rows);
        }
        return operation;
    }
    /// Channels that a norm runs over: those of all heads where heads share its weights.
    [[nodiscard]] std::int64_t normalized(const Tensor& t) const {
        const auto* attention = layer_ ? layer_->attention() : nullptr;
        if (attention && t.name == "attn_q_norm")
            return attention->heads * attention->headDim;
        if (attention && t.name == "attn_k_norm")
            return attention->kvHeads * attention->headDim;
        return t.name == "class_embd" ? hidden_ : t.cols;
    }
    void product(Operation& operation, const Tensor& t) const {
        const double times = double(t.used) * t.runs;
        const double flop = 2.0 * double(t.rows) * double(t.cols) * times;
        const double vectors = (bytes(t.rows) + bytes(t.cols)) * times;
        auto& cost = operation.cost;
        if (t.isOfEncoded()) {
            cost.flopPerEncoded += flop;
            cost.activationPerEncoded += vectors;
        } else if (lastOnly_) {
            cost.flopPerSequence += flop;
            cost.activationPerSequence += vectors;
        } else {
            cost.flopPerToken += flop;
            cost.activationPerToken += vectors;
        }
    }

    void mixer() {
        if (const auto* attention = layer_->attention())
            selfAttention(*attention);
        else if (const auto* latent = layer_->latent())
            latentAttention(*latent);
        else if (const auto* state = layer_->stateSpace())
            scan(*state);
    }
    void selfAttention(const Attention& a) {
        const double query = bytes(a.heads * a.headDim), keyValue = bytes(a.kvHeads * a.headDim);
        if (rotary_)
            elementwise("rope", 2.0 * (query + keyValue), 2);
        elementwise("kv_store", 2.0 * keyValue);
        auto& operation = elementwise("attention", 2.0 * query + (a.causal ? 0.0 : 2.0 * keyValue), 1,
                                      OperationKind::attention);
        operation.sight = {a.window.value_or(Sight::unlimited), a.causal};
        const double flop = 4.0 * double(a.heads) * double(a.headDim);
        operation.attention = {flop, flop,
                               a.causal ? 2 * rowBytes(formats_.kvCache, a.kvHeads * a.headDim) : 0};
        if (a.outputGate)
            elementwise("attn_gate", 3.0 * query);
    }
    void latentAttention(const LatentAttention& a) {
        const double query = bytes(a.heads * (a.contentDim + a.ropeDim));
        elementwise("rope", 2.0 * bytes((a.heads + 1) * a.ropeDim), 2);
        elementwise("kv_store", bytes(a.kvRank + a.ropeDim));
        auto& operation =
            elementwise("attention", query + bytes(a.heads * a.valueDim), 1, OperationKind::attention);
        operation.sight = {Sight::unlimited, true};
        const double perHead = double(a.contentDim + a.ropeDim + a.valueDim);
        const double compressed = double(2 * a.kvRank + a.ropeDim);
        operation.attention = {2.0 * double(a.heads) * perHead, 2.0 * double(a.heads) * compressed,
                               rowBytes(formats_.kvCache, a.kvRank + a.ropeDim)};
    }
    void scan(const StateSpace& s) {
        const bool first = s.generation == 1;
        auto& operation = elementwise("ssm_scan", 2.0 * bytes(s.inner) + 2.0 * bytes(s.state), 1,
                                      OperationKind::stateSpace);
        operation.cost.flopPerToken = (first ? 8.0 : 5.0) * double(s.inner) * double(s.state);
        // Runtimes keep the state in f32.
        operation.cost.state = 4 * (s.inner * s.state + s.convolved() * (s.kernel - 1));
        elementwise("ssm_gate", 3.0 * bytes(s.inner));
    }
    void crossAttention() {
        const auto& a = *layer_->cross;
        auto& operation =
            elementwise("cross_attention", 2.0 * bytes(a.heads * a.headDim), 1, OperationKind::attention);
        operation.cost.crossFlop = 4.0 * double(a.heads) * double(a.headDim);
        operation.cost.crossKv = 2 * rowBytes(formats_.kvCache, a.kvHeads * a.headDim);
    }
    /// Gate and up in, their product out; without a gate one in and one out.
    void activation(const Tensor& down) {
        bool gated = layer_->feedForward.gated;
        if (down.role != TensorRole::down)
            gated = layer_->experts->gated;
        elementwise("activation", (gated ? 3.0 : 2.0) * bytes(down.cols) * double(down.used));
    }

    BlockPlace place_;
    const BlockFormats& formats_;
    TensorFormat activations_;
    bool rotary_;
    bool idle_ = false;
    bool lastOnly_ = false;
    bool encoded_ = false; ///< the latest matrix, whose bias may follow, is applied to the encoder's vectors
    std::int64_t hidden_ = 0;
    const Layer* layer_ = nullptr;
    std::vector<Operation> operations_;
};

} // namespace

std::vector<Operation> operationsOf(const Model& model, int block, const BlockFormats& formats) {
    return Builder(model, block, formats).operations();
}

Work operator+(Work a, const Work& b) {
    a.flop += b.flop;
    a.weightBytes += b.weightBytes;
    a.kvBytesRead += b.kvBytesRead;
    a.kvBytesWritten += b.kvBytesWritten;
    a.activationBytes += b.activationBytes;
    a.operations += b.operations;
    return a;
}

Cost Cost::plus(const Cost& other, int sign) const {
    Cost sum = *this;
    sum.parameters += sign * other.parameters;
    sum.stored += sign * other.stored;
    sum.read += sign * other.read;
    sum.readPerToken += sign * other.readPerToken;
    sum.flopPerToken += sign * other.flopPerToken;
    sum.flopPerSequence += sign * other.flopPerSequence;
    sum.flopPerEncoded += sign * other.flopPerEncoded;
    sum.crossFlop += sign * other.crossFlop;
    sum.readPerEncoder += sign * other.readPerEncoder;
    sum.crossKv += sign * other.crossKv;
    sum.state += sign * other.state;
    sum.activationPerToken += sign * other.activationPerToken;
    sum.activationPerSequence += sign * other.activationPerSequence;
    sum.activationPerEncoded += sign * other.activationPerEncoded;
    sum.operations += sign * other.operations;
    return sum;
}

double distinctExperts(double count, double perToken, double tokens) {
    if (count <= 0.0 || tokens <= 0.0)
        return 0.0;
    // 1 - (1 - k/E)^B without losing digits where k/E is small.
    return -count * std::expm1(tokens * std::log1p(-std::min(perToken / count, 1.0)));
}

namespace {

/// min(1, window) + min(2, window) + … + min(positions, window).
double causalSum(std::int64_t positions, std::int64_t window) {
    const double full = double(std::min(positions, window));
    return full * (full + 1.0) / 2.0 + double(std::max<std::int64_t>(positions - window, 0)) * double(window);
}

} // namespace

double Sight::positions(std::int64_t tokens, std::int64_t depth) const {
    if (causal)
        return causalSum(depth + tokens, window) - causalSum(depth, window);
    return double(tokens) * double(std::min(tokens, window));
}

namespace {

constexpr std::int64_t bounded(std::int64_t count) {
    return std::clamp<std::int64_t>(count, 0, Limits::context);
}

} // namespace

Step Step::bounded() const {
    return {phase, llm::bounded(tokens), llm::bounded(batch), llm::bounded(depth), llm::bounded(encoded)};
}

Work workOf(const Cost& cost, const Step& step) {
    const double sequences = double(step.batch), count = double(step.tokens) * sequences;
    const double encoded = double(step.encoded) * sequences;
    const double computed = step.phase == Step::Phase::prefill ? encoded : 0.0;
    Work work;
    work.flop = Flop(cost.flopPerToken * count + cost.flopPerSequence * sequences +
                     cost.flopPerEncoded * computed + cost.crossFlop * double(step.tokens) * encoded);
    work.weightBytes = Bytes(double(cost.read) + double(cost.readPerToken) * count +
                             (computed > 0.0 ? double(cost.readPerEncoder) : 0.0));
    work.kvBytesRead = Bytes(double(cost.crossKv) * encoded + double(cost.state) * sequences);
    work.kvBytesWritten = Bytes(double(cost.crossKv) * computed + double(cost.state) * sequences);
    work.activationBytes = Bytes(cost.activationPerToken * count + cost.activationPerSequence * sequences +
                                 cost.activationPerEncoded * computed);
    work.operations = double(cost.operations);
    return work;
}

Work workOf(const AttentionCost& cost, const Sight& sight, const Step& step) {
    Work work;
    if (sight.window == 0)
        return work;
    const double sequences = double(step.batch);
    const double each = step.phase == Step::Phase::decode ? cost.decodeFlop : cost.prefillFlop;
    work.flop = Flop(each * sight.positions(step.tokens, step.depth) * sequences);
    const double seen = double(step.tokens) + double(std::min(step.depth, sight.window - 1));
    work.kvBytesRead = Bytes(double(cost.kvPerToken) * seen * sequences);
    work.kvBytesWritten = Bytes(double(cost.kvPerToken) * double(step.tokens) * sequences);
    return work;
}

Work workOf(const ExpertCost& cost, const Step& step) {
    Work work;
    work.weightBytes = Bytes(double(cost.bytes) * distinctExperts(double(cost.count), double(cost.perToken),
                                                                  double(step.tokens) * double(step.batch)));
    return work;
}

Work workOf(const Operation& operation, const Step& given) {
    const Step step = given.bounded();
    if (step.tokens == 0 || step.batch == 0)
        return {};
    return workOf(operation.cost, step) + workOf(operation.attention, operation.sight, step) +
           workOf(operation.experts, step);
}

} // namespace cellwright::llm
