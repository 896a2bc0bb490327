// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Building the sums: what each block stores, reads, computes and launches.
#include "analytics/llm/accounting.h"
#include "analytics/llm/formats/gguf_mix.h"

#include <algorithm>

namespace cellwright::llm {
namespace {

const Precision::Segment* segmentOf(const Precision& precision, int block) {
    const Precision::Segment* found = nullptr;
    for (const auto& segment : precision.segments)
        if (block >= segment.blocks.first && block < segment.blocks.last)
            found = &segment;
    return found;
}

/// Scratch elements of one token in a layer, apart from the two hidden vectors.
std::int64_t mixerElements(const Layer& layer) {
    if (const auto* a = layer.attention())
        return 2 * (a->heads + a->kvHeads) * a->headDim;
    if (const auto* a = layer.latent())
        return a->heads * (2 * a->contentDim + 2 * a->ropeDim + 2 * a->valueDim) + a->kvRank + a->ropeDim;
    if (const auto* s = layer.stateSpace())
        return 3 * s->inner + 2 * s->groups * s->state;
    return 0;
}
std::int64_t innerElements(const Layer& layer) {
    std::int64_t elements = (layer.feedForward.gated ? 2 : 1) * layer.feedForward.width;
    if (layer.experts)
        elements += (layer.experts->gated ? 2 : 1) *
                    (layer.experts->perToken * layer.experts->width + layer.experts->sharedWidth);
    return elements;
}

} // namespace

Expected<Accounting> Accounting::of(const Model& model, const Precision& precision) {
    if (auto sound = check(model, model.id); !sound)
        return tl::make_unexpected(sound.error());
    const auto kv = vectorFormat(precision.kvCache, "the KV cache");
    if (!kv)
        return tl::make_unexpected(kv.error());
    for (const auto& segment : precision.segments)
        if (segment.kvCache)
            if (const auto format = vectorFormat(*segment.kvCache, "the KV cache"); !format)
                return tl::make_unexpected(format.error());
    const auto activations = vectorFormat(precision.activations, "activations");
    if (!activations)
        return tl::make_unexpected(activations.error());

    Accounting accounting;
    accounting.kvFormat_ = *kv;
    accounting.activationFormat_ = *activations;
    accounting.vocabulary_ = model.head == Head::tokens ? model.vocabulary : 0;
    accounting.decoder_ = firstDecoderBlock(model);
    accounting.generates_ = model.generates();
    accounting.build(model, precision);
    return accounting;
}

void Accounting::build(const Model& model, const Precision& precision) {
    const auto blocks = std::size_t(blockCount(model));
    sums_.reserve(blocks + 1);
    workspace_.reserve(blocks);
    outputs_.reserve(blocks);
    kvFormats_.reserve(blocks);
    listed_.reserve(blocks);
    tensors_.reserve(96);
    formats_.reserve(96);
    sums_.emplace_back();
    for (int block = 0; block < int(blocks); ++block)
        addBlock(factsOnce(model, precision, block));
    for (const auto& tower : model.towers)
        towers_.push_back({tower.kind, int(tower.layers.size())});
    noteSharedTables();
    distinct_ = {};
}

/// Lists the tensors of the next block with their formats.
void Accounting::addTensors(const Model& model, const Precision& precision, int block) {
    const std::size_t first = tensors_.size();
    appendTensors(model, block, tensors_);
    listed_.push_back({first, tensors_.size() - first});
    const auto* segment = segmentOf(precision, block);
    const Scheme scheme = segment ? segment->weights : precision.weights;
    const auto place = placeOf(model, block);
    for (std::size_t i = first; i < tensors_.size(); ++i) {
        formats_.push_back(formatFor(scheme, placeOf(place, tensors_[i])));
        if (!precision.mix || segment)
            continue;
        const auto known = precision.mix->find(ggufName(model, block, tensors_[i]));
        if (known != precision.mix->end())
            formats_.back() = known->second;
    }
    // of() has seen that every format is one that vectors are kept in.
    const bool own = segment && segment->kvCache;
    kvFormats_.push_back(own ? vectorFormat(*segment->kvCache, {}).value() : kvFormat_);
}

BlockFormats Accounting::formatsOf(int block) const {
    return {tensors(block), formats(block), kvFormats_[std::size_t(block)], activationFormat_};
}

/// Most layers equal an earlier one of their stack and get the same formats: they share its tensors and
/// facts.
Accounting::BlockFacts Accounting::factsOnce(const Model& model, const Precision& precision, int block) {
    const auto place = blockPlace(model, block);
    const bool layered = place.part == BlockPlace::Part::layer;
    if (!layered || place.layer == 0)
        distinct_.clear();
    if (!layered || precision.mix) {
        addTensors(model, precision, block);
        return factsOf(model, block);
    }
    const auto& layer = layerOf(model, place);
    const auto* segment = segmentOf(precision, block);
    const unsigned mix = mixClass(segment ? segment->weights : precision.weights, placeOf(model, block));
    const bool idle = isIdle(model, block);
    for (const auto& known : distinct_)
        if (known.mix == mix && known.segment == segment && known.idle == idle && *known.layer == layer) {
            listed_.push_back(listed_[std::size_t(known.block)]);
            kvFormats_.push_back(kvFormats_[std::size_t(known.block)]);
            return known.facts;
        }
    addTensors(model, precision, block);
    distinct_.push_back({block, &layer, segment, mix, idle, factsOf(model, block)});
    return distinct_.back().facts;
}

Accounting::BlockFacts Accounting::factsOf(const Model& model, int block) const {
    BlockFacts facts;
    for (const auto& operation : operationsOf(model, block, formatsOf(block))) {
        facts.cost = facts.cost.plus(operation.cost, 1);
        if (operation.sight.window != 0) {
            facts.sight = operation.sight;
            facts.attention = operation.attention;
        }
        if (operation.experts.count != 0)
            facts.experts = {operation.experts.count, operation.experts.perToken,
                             facts.experts.bytes + operation.experts.bytes};
    }
    const auto place = blockPlace(model, block);
    const bool tower = place.tower >= 0;
    const auto* stack = tower ? &model.towers[std::size_t(place.tower)] : nullptr;
    const std::int64_t hidden = tower ? stack->hidden : model.hidden;
    const auto bytes = [&](std::int64_t elements) { return rowBytes(activationFormat_, elements); };
    facts.outputBytes = bytes(hidden);
    if (place.part == BlockPlace::Part::layer) {
        const auto& layer = layerOf(model, place);
        facts.workspacePerToken =
            2 * bytes(hidden) + bytes(mixerElements(layer)) + bytes(innerElements(layer));
    } else if (place.part == BlockPlace::Part::input) {
        facts.workspacePerToken = 2 * bytes(hidden);
    } else if (tower && !stack->projector.empty()) {
        facts.outputBytes = bytes(stack->projector.back().rows);
    } else if (!tower && model.head == Head::tokens) {
        facts.outputBytes = 4;
    }
    return facts;
}

void Accounting::addBlock(const BlockFacts& facts) {
    const std::size_t before = sums_.size() - 1;
    sums_.push_back(sums_.back().plus(facts.cost, 1));
    workspace_.push_back(facts.workspacePerToken);
    outputs_.push_back(facts.outputBytes);
    addSight(facts.sight, before);
    for (auto& group : sights_) {
        auto entry = group.sums[before];
        if (group.sight == facts.sight) {
            entry.prefillFlop += facts.attention.prefillFlop;
            entry.decodeFlop += facts.attention.decodeFlop;
            entry.kvPerToken += facts.attention.kvPerToken;
        }
        group.sums.push_back(entry);
    }
    addExperts(facts.experts, before);
    for (auto& group : experts_) {
        const bool same = group.count == facts.experts.count && group.perToken == facts.experts.perToken;
        group.bytes.push_back(group.bytes[before] + (same ? facts.experts.bytes : 0));
    }
}

/// Makes sure that there are sums for a sight; nothing of it lies before the current block.
void Accounting::addSight(const Sight& sight, std::size_t before) {
    if (sight.window == 0 || std::ranges::find(sights_, sight, &SightSums::sight) != sights_.end())
        return;
    auto& group = sights_.emplace_back();
    group.sight = sight;
    group.sums.reserve(sums_.capacity());
    group.sums.resize(before + 1);
}

void Accounting::addExperts(const ExpertCost& experts, std::size_t before) {
    const auto same = [&](const ExpertSums& group) {
        return group.count == experts.count && group.perToken == experts.perToken;
    };
    if (experts.count == 0 || std::ranges::any_of(experts_, same))
        return;
    auto& group = experts_.emplace_back(ExpertSums{experts.count, experts.perToken, {}});
    group.bytes.reserve(sums_.capacity());
    group.bytes.resize(before + 1);
}

/// Remembers what a range that holds both the decoder's table and a tensor of the same numbers in the same
/// format must not count twice.
void Accounting::noteSharedTables() {
    const auto table = formats(decoder_).empty() ? TensorFormat::f32 : formats(decoder_)[0];
    std::size_t seen = 0; // Layers share nothing, and many of them one list.
    for (int block = 0; block < blocks(); ++block) {
        const auto& listed = listed_[std::size_t(block)];
        if (listed.first < seen)
            continue;
        seen = listed.first + listed.count;
        for (std::size_t i = 0; i < listed.count; ++i) {
            const auto& tensor = tensors(block)[i];
            if (tensor.shared)
                shared_.push_back(
                    {block, tensor.elements(),
                     formats(block)[i] == table ? tensorBytes(table, tensor.rows, tensor.cols) : 0});
        }
    }
}

} // namespace cellwright::llm
