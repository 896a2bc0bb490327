// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Building the sums: what each block stores, reads, computes and launches.
#include "analytics/llm/accounting.h"

#include <algorithm>

namespace cellwright::llm {
namespace {

Scheme schemeOf(const Precision& precision, int block) {
    Scheme scheme = precision.weights;
    for (const auto& segment : precision.segments)
        if (block >= segment.blocks.first && block < segment.blocks.last)
            scheme = segment.weights;
    return scheme;
}

/// Bytes and launches around the matrices of one decoder layer.
class LayerTraffic {
public:
    LayerTraffic(const Model& model, const Layer& layer, TensorFormat format)
        : layer_(layer)
        , rotary_(model.positions == PositionEmbedding::rotary)
        , hidden_(rowBytes(format, model.hidden))
        , query_(rowBytes(format, layer.attention.heads * layer.attention.headDim))
        , keyValue_(rowBytes(format, layer.attention.kvHeads * layer.attention.headDim))
        , inner_(rowBytes(format, layer.feedForward.width)) {}

    /// Vectors in and out of everything that is not a matrix: norms, rotation, storing keys and values,
    /// attention, two additions, the activation function.
    [[nodiscard]] std::int64_t activationBytes() const {
        const std::int64_t rotations = (rotary_ ? 1 : 0) + (layer_.attention.qkNorm ? 1 : 0);
        return norms() * 2 * hidden_ + rotations * 2 * (query_ + keyValue_) + 2 * keyValue_ + 2 * query_ +
               2 * 3 * hidden_ + innerVectors() * inner_ + inner_;
    }
    [[nodiscard]] std::int64_t operations() const {
        return norms() + (rotary_ ? 2 : 0) + (layer_.attention.qkNorm ? 2 : 0) + 1 + 1 + 2 + 1;
    }
    [[nodiscard]] std::int64_t workspace() const {
        return 2 * hidden_ + 2 * query_ + 2 * keyValue_ + innerVectors() * inner_;
    }

private:
    [[nodiscard]] std::int64_t norms() const {
        return 1 + (layer_.sharedNorm ? 0 : 1) + (layer_.postNorms ? 2 : 0);
    }
    [[nodiscard]] std::int64_t innerVectors() const { return layer_.feedForward.gated ? 2 : 1; }
    const Layer& layer_;
    bool rotary_;
    std::int64_t hidden_, query_, keyValue_, inner_;
};

} // namespace

Expected<Accounting> Accounting::of(const Model& model, const Precision& precision) {
    if (auto sound = check(model, model.id); !sound)
        return tl::make_unexpected(sound.error());
    const auto kv = vectorFormat(precision.kvCache, "the KV cache");
    if (!kv)
        return tl::make_unexpected(kv.error());
    const auto activations = vectorFormat(precision.activations, "activations");
    if (!activations)
        return tl::make_unexpected(activations.error());

    Accounting accounting;
    accounting.kvFormat_ = *kv;
    accounting.activationFormat_ = *activations;
    accounting.hiddenBytes_ = rowBytes(*activations, model.hidden);
    accounting.vocabulary_ = model.vocabulary;
    accounting.build(model, precision);
    return accounting;
}

void Accounting::build(const Model& model, const Precision& precision) {
    const std::size_t blocks = model.layers.size() + 2;
    sums_.reserve(blocks + 1);
    workspace_.reserve(blocks);
    firstTensor_.reserve(blocks + 1);
    tensors_.reserve(blocks * 16);
    formats_.reserve(blocks * 16);
    sums_.emplace_back();
    firstTensor_.push_back(0);
    for (int block = 0; block < int(blocks); ++block) {
        addTensors(model, precision, block);
        addBlock(factsOnce(model, block));
    }
    noteSharedTable();
    distinct_ = {};
}

void Accounting::addTensors(const Model& model, const Precision& precision, int block) {
    appendTensors(model, block, tensors_);
    const Scheme scheme = schemeOf(precision, block);
    for (std::size_t i = formats_.size(); i < tensors_.size(); ++i)
        formats_.push_back(formatFor(scheme, placeOf(model, block, tensors_[i])));
    firstTensor_.push_back(tensors_.size());
}

void Accounting::addTensorTo(Sum& sum, const Tensor& tensor, TensorFormat format) const {
    sum.parameters += tensor.shared ? 0 : tensor.elements();
    const std::int64_t bytes = tensorBytes(format, tensor.rows, tensor.cols);
    sum.stored += bytes;
    if (tensor.role == TensorRole::tokenEmbedding || tensor.role == TensorRole::positionEmbedding) {
        sum.readPerToken += rowBytes(format, tensor.cols);
        return;
    }
    sum.read += bytes;
    if (!tensor.isMatrix())
        return;
    sum.operations += 1;
    const bool lastOnly = tensor.role == TensorRole::output;
    (lastOnly ? sum.flopPerSequence : sum.flopPerToken) += 2.0 * double(tensor.rows) * double(tensor.cols);
    (lastOnly ? sum.activationPerSequence : sum.activationPerToken) +=
        rowBytes(activationFormat_, tensor.rows) + rowBytes(activationFormat_, tensor.cols);
}

/// Most layers equal an earlier one in structure and formats; their facts are taken from it.
Accounting::BlockFacts Accounting::factsOnce(const Model& model, int block) {
    if (block == 0 || block > int(model.layers.size()))
        return factsOf(model, block);
    for (const auto& [earlier, facts] : distinct_)
        if (model.layers[std::size_t(earlier) - 1] == model.layers[std::size_t(block) - 1] &&
            std::ranges::equal(formats(earlier), formats(block)))
            return facts;
    const auto facts = factsOf(model, block);
    if (distinct_.size() < 8)
        distinct_.emplace_back(block, facts);
    return facts;
}

Accounting::BlockFacts Accounting::factsOf(const Model& model, int block) const {
    BlockFacts facts;
    const auto tensors = tensors_.cbegin() + std::ptrdiff_t(firstTensor_[std::size_t(block)]);
    for (auto tensor = tensors; tensor != tensors_.cend(); ++tensor)
        addTensorTo(facts.sum, *tensor, formats_[std::size_t(tensor - tensors_.cbegin())]);
    if (block == 0)
        addEmbeddingTo(facts, model);
    else if (block == int(model.layers.size()) + 1) {
        facts.sum.activationPerSequence += 2 * hiddenBytes_;
        facts.sum.operations += 1;
    } else
        addLayerTo(facts, model, model.layers[std::size_t(block) - 1]);
    return facts;
}

/// Looking up a row writes a hidden vector; adding positions and the norm read it again and write another.
void Accounting::addEmbeddingTo(BlockFacts& facts, const Model& model) const {
    const std::int64_t more =
        (model.positions == PositionEmbedding::learned ? 1 : 0) + (model.embeddingNorm ? 1 : 0);
    facts.sum.activationPerToken += hiddenBytes_ * (1 + 2 * more);
    facts.sum.operations += 1 + more;
    facts.workspacePerToken = 2 * hiddenBytes_;
}

void Accounting::addLayerTo(BlockFacts& facts, const Model& model, const Layer& layer) const {
    const LayerTraffic traffic(model, layer, activationFormat_);
    facts.sum.activationPerToken += traffic.activationBytes();
    facts.sum.operations += traffic.operations();
    facts.workspacePerToken = traffic.workspace();
    const auto& attention = layer.attention;
    facts.attention.flopPerPosition = 4.0 * double(attention.heads) * double(attention.headDim);
    facts.attention.kvPerToken = 2 * rowBytes(kvFormat_, attention.kvHeads * attention.headDim);
    facts.window = attention.window.value_or(noWindow);
}

void Accounting::addBlock(const BlockFacts& facts) {
    const std::size_t before = sums_.size() - 1;
    sums_.push_back(sums_.back().plus(facts.sum, 1));
    workspace_.push_back(facts.workspacePerToken);
    if (facts.window != 0)
        addWindow(facts.window);
    for (auto& group : windows_) {
        auto entry = group.sums[before];
        if (group.window == facts.window) {
            entry.flopPerPosition += facts.attention.flopPerPosition;
            entry.kvPerToken += facts.attention.kvPerToken;
        }
        group.sums.push_back(entry);
    }
}

/// Makes sure that there are sums for a window; nothing of it lies before the current block.
void Accounting::addWindow(std::int64_t window) {
    for (const auto& group : windows_)
        if (group.window == window)
            return;
    auto& group = windows_.emplace_back();
    group.window = window;
    group.sums.reserve(sums_.capacity());
    group.sums.resize(sums_.size() - 1);
}

/// Remembers what a range that holds both the embedding and a tied head in one format must not count twice.
void Accounting::noteSharedTable() {
    for (std::size_t i = firstTensor_[std::size_t(blocks()) - 1]; i < tensors_.size(); ++i) {
        if (!tensors_[i].shared)
            continue;
        sharedElements_ = tensors_[i].elements();
        if (formats_[i] == formats_[0])
            sharedTable_ = tensorBytes(formats_[i], tensors_[i].rows, tensors_[i].cols);
    }
}

} // namespace cellwright::llm
