// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/training/adaptation.h"

#include <algorithm>
#include <optional>

namespace cellwright::llm {
namespace {

/// Writes the trained tensors of one block.
class Trainer {
public:
    Trainer(const Model& model, int block)
        : model_(model)
        , block_(block)
        , place_(blockPlace(model, block)) {
        if (place_.layer >= 0)
            layer_ = &(place_.tower < 0
                           ? model.layers
                           : model.towers[std::size_t(place_.tower)].layers)[std::size_t(place_.layer)];
    }

    std::vector<TrainedTensor> of(const Adaptation& adaptation) {
        std::visit([this](const auto& kind) { add(kind); }, adaptation);
        return std::move(tensors_);
    }

private:
    [[nodiscard]] bool takesAdapters() const {
        return layer_ && (place_.tower < 0 || model_.isEncoderDecoder());
    }
    void own(const Tensor& t) {
        const double runs = t.isMatrix() || t.role == TensorRole::stateConvolution ? t.runs : 0.0;
        tensors_.push_back({t.name, t.rows, t.cols, t.count, t.used, runs, false, t.shared, t.isOfEncoded()});
    }
    void add(const FullTuning&) {
        for (const auto& tensor : tensorsOf(model_, block_))
            own(tensor);
    }
    void add(const LastLayers& last) {
        const auto first = std::int64_t(model_.layers.size()) - last.layers;
        const bool output = place_.part == BlockPlace::Part::output;
        if (place_.tower >= 0 || (!output && (place_.layer < 0 || place_.layer < first)))
            return;
        for (const auto& tensor : tensorsOf(model_, block_))
            if (!tensor.shared)
                own(tensor);
    }
    void add(const HeadOnly&) {
        if (place_.tower >= 0 || place_.part != BlockPlace::Part::output)
            return;
        for (const auto& tensor : tensorsOf(model_, block_))
            if (tensor.isMatrix() || tensor.name == "output_bias" || tensor.name == "pooler_bias")
                own(tensor);
    }
    void add(const Frozen&) {}

    void lowRank(const Tensor& t, std::int64_t rows, std::int64_t rank) {
        TrainedTensor down{t.name, rank, t.cols, t.count, t.used, t.runs, true, false, t.isOfEncoded()};
        TrainedTensor up = down;
        up.rows = rows;
        up.cols = rank;
        tensors_.insert(tensors_.end(), {down, up});
    }
    void add(const LowRank& lora) {
        if (!takesAdapters())
            return;
        for (const auto& tensor : tensorsOf(model_, block_))
            beside(tensor, lora);
    }
    void beside(const Tensor& t, const LowRank& lora) {
        const auto& targets = lora.targets;
        const auto place = [&](bool chosen, std::int64_t rows) {
            if (chosen)
                lowRank(t, rows, lora.rank);
        };
        switch (t.role) {
        case TensorRole::fusedQkv: {
            const auto& a = *layer_->attention();
            const std::int64_t keyValue = a.kvHeads * a.headDim;
            place(targets.query, t.rows - 2 * keyValue);
            place(targets.key, keyValue);
            place(targets.value, keyValue);
            return;
        }
        case TensorRole::up:
            if (layer_->feedForward.gated && layer_->feedForward.fused) {
                place(targets.gate, t.rows / 2);
                place(targets.up, t.rows / 2);
                return;
            }
            break;
        default:
            break;
        }
        place(isTarget(t.role, targets), t.rows);
    }
    static bool isTarget(TensorRole role, const Targets& targets) {
        switch (role) {
        case TensorRole::query:
        case TensorRole::queryDown:
        case TensorRole::queryUp:
            return targets.query;
        case TensorRole::key:
        case TensorRole::crossKey:
            return targets.key;
        case TensorRole::value:
        case TensorRole::crossValue:
            return targets.value;
        case TensorRole::keyValueDown:
        case TensorRole::keyValueUp:
            return targets.key || targets.value;
        case TensorRole::attentionOutput:
            return targets.output;
        case TensorRole::gate:
        case TensorRole::sharedGate:
            return targets.gate;
        case TensorRole::up:
        case TensorRole::sharedUp:
            return targets.up;
        case TensorRole::down:
        case TensorRole::sharedDown:
            return targets.down;
        case TensorRole::expertGate:
            return targets.experts && targets.gate;
        case TensorRole::expertUp:
            return targets.experts && targets.up;
        case TensorRole::expertDown:
            return targets.experts && targets.down;
        case TensorRole::stateIn:
        case TensorRole::stateProject:
        case TensorRole::stateStep:
        case TensorRole::stateOut:
            return targets.stateSpace;
        default:
            return false;
        }
    }

    void add(const Bottleneck& adapter) {
        if (!takesAdapters())
            return;
        const bool mixes = !std::holds_alternative<std::monostate>(layer_->mixer);
        const int sublayers = (mixes ? 1 : 0) + (layer_->hasFeedForward() ? 1 : 0);
        for (int i = 0; i < std::min(adapter.perLayer, sublayers); ++i)
            bottleneck(adapter.width);
    }
    void bottleneck(std::int64_t width) {
        const std::int64_t hidden =
            place_.tower < 0 ? model_.hidden : model_.towers[std::size_t(place_.tower)].hidden;
        tensors_.push_back({"adapter", width, hidden, 1, 1, 1.0, true});
        tensors_.push_back({"adapter", 1, width, 1, 1, 0.0, true});
        tensors_.push_back({"adapter", hidden, width, 1, 1, 1.0, true});
        tensors_.push_back({"adapter", 1, hidden, 1, 1, 0.0, true});
    }
    void add(const VirtualTokens& tokens) {
        if (!tokens.everyLayer) {
            if (place_.tower < 0 && place_.part == BlockPlace::Part::input)
                tensors_.push_back({"prompt", tokens.count, model_.hidden, 1, 1, 0.0, true});
            return;
        }
        if (!takesAdapters())
            return;
        const auto prefix = [&](std::int64_t width) {
            tensors_.push_back({"prefix", tokens.count, width, 1, 1, 0.0, true});
        };
        if (const auto* a = layer_->attention()) {
            prefix(a->kvHeads * a->headDim);
            prefix(a->kvHeads * a->headDim);
        } else if (const auto* latent = layer_->latent()) {
            prefix(latent->kvRank + latent->ropeDim);
        }
    }

    const Model& model_;
    int block_;
    BlockPlace place_;
    const Layer* layer_ = nullptr;
    std::vector<TrainedTensor> tensors_;
};

/// FLOP of attending to one more position in a forward pass.
double flopPerPosition(const Model& model, int block) {
    const auto place = blockPlace(model, block);
    if (place.layer < 0 || (place.tower >= 0 && !model.isEncoderDecoder()))
        return 0.0;
    const auto& layer = layerOf(model, place);
    if (const auto* a = layer.attention())
        return 4.0 * double(a->heads) * double(a->headDim);
    if (const auto* a = layer.latent())
        return 2.0 * double(a->heads) * double(a->contentDim + a->ropeDim + a->valueDim);
    return 0.0;
}

BlockRange within(const Model& model, BlockRange range) {
    const int first = std::clamp(range.first, 0, blockCount(model));
    return {first, std::clamp(range.last, first, blockCount(model))};
}
bool holdsTable(const Model& model, BlockRange range) {
    const int table = firstDecoderBlock(model);
    return range.first <= table && range.last > table;
}
/// A tied head in one range with its table is trained with it.
bool countedElsewhere(const TrainedTensor& tensor, const Adaptation& adaptation, bool table) {
    return tensor.shared && table && std::holds_alternative<FullTuning>(adaptation);
}

} // namespace

std::vector<TrainedTensor> trainedTensors(const Model& model, int block, const Adaptation& adaptation) {
    if (block < 0 || block >= blockCount(model))
        return {};
    return Trainer(model, block).of(adaptation);
}

double AdaptationCount::freezingRatio() const {
    return parameters > 0 ? 1.0 - double(trainable()) / double(parameters) : 1.0;
}

AdaptationCount countTrained(const Model& model, const Adaptation& adaptation, BlockRange range) {
    range = within(model, range);
    const bool table = holdsTable(model, range);
    AdaptationCount count;
    if (const auto* tokens = std::get_if<VirtualTokens>(&adaptation))
        count.cachedTokens = tokens->count;
    std::vector<Tensor> tensors;
    for (int block = range.first; block < range.last; ++block) {
        tensors.clear();
        appendTensors(model, block, tensors);
        for (const auto& tensor : tensors)
            count.parameters += tensor.shared && table ? 0 : tensor.elements();
        for (const auto& trained : trainedTensors(model, block, adaptation)) {
            if (countedElsewhere(trained, adaptation, table))
                continue;
            (trained.added ? count.added : count.unfrozen) += trained.elements();
            if (trained.added && !trained.ofEncoded)
                count.flopPerToken += trained.flopPerToken();
        }
        count.flopPerToken += double(count.cachedTokens) * flopPerPosition(model, block);
    }
    return count;
}

Bytes adapterBytes(const Model& model, const Adaptation& adaptation, BlockRange range, TensorFormat format) {
    range = within(model, range);
    const bool table = holdsTable(model, range);
    double bytes = 0.0;
    for (int block = range.first; block < range.last; ++block)
        for (const auto& tensor : trainedTensors(model, block, adaptation))
            if (!countedElsewhere(tensor, adaptation, table))
                bytes += double(tensor.count) * double(tensorBytes(format, tensor.rows, tensor.cols));
    return Bytes(bytes);
}

Bytes virtualKvBytes(const Accounting& accounting, const Adaptation& adaptation, BlockRange range) {
    const auto* tokens = std::get_if<VirtualTokens>(&adaptation);
    return tokens ? accounting.kvBytesPerToken(range) * double(tokens->count) : Bytes();
}

int lowestTrained(const Model& model, const Adaptation& adaptation, BlockRange range) {
    range = within(model, range);
    for (int block = range.first; block < range.last; ++block)
        if (!trainedTensors(model, block, adaptation).empty())
            return block;
    return range.last;
}

} // namespace cellwright::llm
