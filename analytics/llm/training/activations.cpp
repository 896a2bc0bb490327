// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/training/activations.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace cellwright::llm {
namespace {

/// Where a matrix reads its vector: matrices with the same source share what is kept.
enum class Source { mixer, cross, encoded, feedForward, expert, own };

Source sourceOf(const Tensor& t) {
    switch (t.role) {
    case TensorRole::query:
        return t.name == "cross_attn_q" ? Source::cross : Source::mixer;
    case TensorRole::key:
    case TensorRole::value:
    case TensorRole::fusedQkv:
    case TensorRole::queryDown:
    case TensorRole::keyValueDown:
    case TensorRole::stateIn:
        return Source::mixer;
    case TensorRole::crossKey:
    case TensorRole::crossValue:
        return Source::encoded;
    case TensorRole::gate:
    case TensorRole::up:
    case TensorRole::router:
    case TensorRole::sharedGate:
    case TensorRole::sharedUp:
        return Source::feedForward;
    case TensorRole::expertGate:
    case TensorRole::expertUp:
        return Source::expert;
    default:
        return Source::own;
    }
}

class Counter {
public:
    Counter(const Model& model, const Accounting& accounting, int block, const Adaptation& adaptation,
            bool dropout, bool keepsScores)
        : place_(blockPlace(model, block))
        , tensors_(accounting.tensors(block))
        , operations_(accounting.operations(model, block))
        , trained_(trainedTensors(model, block, adaptation))
        , format_(accounting.activationFormat())
        , dropout_(dropout)
        , keepsScores_(keepsScores)
        , hidden_(model.hidden)
        , logits_(model.head == Head::tokens ? model.vocabulary : 0) {
        if (place_.tower >= 0)
            hidden_ = model.towers[std::size_t(place_.tower)].hidden;
        if (place_.layer >= 0)
            layer_ = &(place_.tower < 0
                           ? model.layers
                           : model.towers[std::size_t(place_.tower)].layers)[std::size_t(place_.layer)];
    }

    KeptBytes count() {
        for (const auto& operation : operations_)
            keepFor(operation);
        for (const auto& tensor : tensors_)
            keepInput(tensor);
        keepAdapters();
        if (dropout_)
            keepMasks();
        if (place_.tower < 0 && place_.part == BlockPlace::Part::output)
            kept_.logits = 4.0 * double(logits_);
        return kept_;
    }

private:
    [[nodiscard]] double bytes(std::int64_t elements) const { return double(rowBytes(format_, elements)); }

    void keepFor(const Operation& operation) {
        const auto& cost = operation.cost;
        const double touched = cost.activationPerToken + cost.activationPerSequence;
        if (isNorm(operation.name))
            kept_.norms += touched / 2.0;
        else if (operation.name == "attention")
            selfAttention();
        else if (operation.name == "cross_attention")
            crossAttention();
        else if (operation.name == "activation") // gated: gate and up in, product out
            kept_.activations += isGated() ? touched : touched / 2.0;
        else if (operation.name == "attn_gate" || operation.name == "ssm_gate")
            kept_.activations += touched * 2.0 / 3.0;
        else if (operation.name == "ssm_scan" || operation.name == "ssm_conv1d")
            kept_.activations += touched;
    }
    [[nodiscard]] bool isNorm(std::string_view name) const {
        const auto tensor = std::ranges::find(tensors_, name, &Tensor::name);
        return tensor != tensors_.end() && tensor->role == TensorRole::norm && tensor->runs > 0.0 &&
               (name.ends_with("norm") || name.ends_with("_ln"));
    }
    /// The kinds of feed-forward of a layer are all gated or all not.
    [[nodiscard]] bool isGated() const {
        return layer_->experts ? layer_->experts->gated : layer_->feedForward.gated;
    }

    void selfAttention() {
        if (const auto* a = layer_->attention()) {
            kept_.attention += bytes(a->heads * a->headDim) + 2.0 * bytes(a->kvHeads * a->headDim);
            kept_.scores += scoreBytes(*a);
        } else if (const auto* latent = layer_->latent()) {
            kept_.attention += 2.0 * bytes(latent->heads * (latent->contentDim + latent->ropeDim)) +
                               bytes(latent->heads * latent->valueDim);
            Attention alike;
            alike.heads = latent->heads;
            kept_.scores += scoreBytes(alike);
        }
    }
    void crossAttention() {
        const auto& a = *layer_->cross;
        kept_.attention += bytes(a.heads * a.headDim);
        kept_.perEncoded += 2.0 * bytes(a.kvHeads * a.headDim);
        kept_.crossScores += scoreBytes(a);
    }
    /// Per pair of positions: the scores; with dropout its mask and what it leaves; with a cap its output.
    [[nodiscard]] double scoreBytes(const Attention& a) const {
        if (!keepsScores_)
            return 0.0;
        const double each = bitsPerWeight(format_) / 8.0;
        return double(a.heads) * (each + (dropout_ ? 1.0 + each : 0.0) + (a.softCap ? each : 0.0));
    }

    [[nodiscard]] bool isTrained(const Tensor& t) const {
        return std::ranges::any_of(trained_, [&](const TrainedTensor& trained) {
            return trained.name == t.name && trained.runs > 0.0;
        });
    }
    void keepInput(const Tensor& t) {
        const bool product = t.isMatrix() && t.runs > 0.0;
        if (!product || !isTrained(t))
            return;
        const auto source = sourceOf(t);
        if (source != Source::own && !shared_.insert(source).second)
            return;
        if (source == Source::encoded)
            kept_.perEncoded += bytes(t.cols);
        else
            kept_.inputs += bytes(t.cols) * double(t.used) * t.runs;
    }
    /// A·x of low-rank adapters; of adapters in line their input, and their inner vector before and after the
    /// nonlinearity.
    void keepAdapters() {
        for (std::size_t i = 0; i < trained_.size(); ++i) {
            const auto& t = trained_[i];
            if (!t.added || t.runs <= 0.0)
                continue;
            const bool inLine = t.name == "adapter";
            // Low-rank adapters are pairs, adapters in line four tensors with their biases.
            const bool down = i % (inLine ? 4 : 2) == 0;
            if (down)
                (t.ofEncoded ? kept_.perEncoded : kept_.inputs) +=
                    (inLine ? bytes(t.cols) + 2.0 * bytes(t.rows) : bytes(t.rows)) * double(t.used) * t.runs;
        }
    }
    /// After attention, cross-attention, feed-forward, and the embedding.
    void keepMasks() {
        if (place_.part == BlockPlace::Part::input)
            kept_.masks += double(hidden_);
        const auto additions = std::ranges::count(operations_, std::string_view("add"), &Operation::name);
        kept_.masks += double(hidden_) * double(additions);
    }

    BlockPlace place_;
    std::span<const Tensor> tensors_;
    std::vector<Operation> operations_;
    std::vector<TrainedTensor> trained_;
    TensorFormat format_;
    bool dropout_;
    bool keepsScores_;
    std::int64_t hidden_;
    std::int64_t logits_;
    const Layer* layer_ = nullptr;
    std::set<Source> shared_;
    KeptBytes kept_;
};

} // namespace

KeptBytes operator+(KeptBytes a, const KeptBytes& b) {
    a.norms += b.norms;
    a.inputs += b.inputs;
    a.attention += b.attention;
    a.activations += b.activations;
    a.masks += b.masks;
    a.checkpoints += b.checkpoints;
    a.logits += b.logits;
    a.scores += b.scores;
    a.perEncoded += b.perEncoded;
    a.crossScores += b.crossScores;
    return a;
}

bool trainsWithDropout(const Model& model) {
    constexpr std::array<std::string_view, 14> families{
        "bert", "roberta", "xlm-roberta", "camembert", "distilbert", "gpt2",  "gpt_bigcode",
        "opt",  "t5",      "mt5",         "umt5",      "bart",       "mbart", "m2m_100"};
    return std::ranges::find(families, model.family) != families.end();
}

KeptBytes keptBytes(const Model& model, const Accounting& accounting, int block, const Adaptation& adaptation,
                    bool dropout, Recompute recompute) {
    if (isIdle(model, block))
        return {};
    const auto place = blockPlace(model, block);
    if (recompute == Recompute::full && place.layer >= 0) {
        const auto hidden = place.tower < 0 ? model.hidden : model.towers[std::size_t(place.tower)].hidden;
        KeptBytes kept;
        kept.checkpoints = double(rowBytes(accounting.activationFormat(), hidden));
        return kept;
    }
    return Counter(model, accounting, block, adaptation, dropout, recompute == Recompute::none).count();
}

} // namespace cellwright::llm
