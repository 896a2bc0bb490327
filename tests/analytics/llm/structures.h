// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"

#include <array>

namespace cellwright::llm {

/// Small models of every structure, with sizes that are easy to follow by hand.
inline Model structure(Layer layer, int layers = 2) {
    Model model;
    model.id = model.name = model.family = "test";
    model.source = "test";
    model.hidden = 64;
    model.vocabulary = 1000;
    model.maxContext = 4096;
    model.layers.assign(std::size_t(layers), std::move(layer));
    return model;
}
inline Layer attentionLayer() {
    Layer layer;
    layer.mixer = Attention{4, 2, 16};
    layer.feedForward.width = 128;
    return layer;
}
/// 8 experts of width 32, of which a token passes 2, beside a shared one of width 48.
inline Model expertModel() {
    Layer layer = attentionLayer();
    layer.feedForward.width = 0;
    layer.experts = Experts{8, 2, 32};
    layer.experts->sharedWidth = 48;
    layer.experts->sharedGate = true;
    return structure(layer);
}
inline Model latentModel() {
    Layer layer = attentionLayer();
    layer.mixer = LatentAttention{4, 24, 20, 12, 4, 10};
    return structure(layer);
}
inline StateSpace mambaMixer() {
    StateSpace mixer;
    mixer.inner = 128;
    mixer.state = 16;
    mixer.rank = 4;
    return mixer;
}
inline Model mambaModel() {
    Layer layer;
    layer.mixer = mambaMixer();
    return structure(layer);
}
/// Mamba-2 and attention in turn.
inline Model hybridModel() {
    Layer layer;
    StateSpace mixer = mambaMixer();
    mixer.generation = 2;
    mixer.rank = 0;
    mixer.heads = 8;
    mixer.groups = 2;
    mixer.outputNorm = true;
    layer.mixer = mixer;
    auto model = structure(layer, 4);
    model.layers[1] = model.layers[3] = attentionLayer();
    return model;
}
inline Layer encoderLayer() {
    Layer layer = attentionLayer();
    layer.attention()->causal = false;
    return layer;
}
/// Encoder and decoder that share a token table, joined by cross-attention.
inline Model translationModel() {
    Layer layer = attentionLayer();
    layer.cross = Attention{4, 4, 16};
    auto model = structure(layer);
    model.tiedEmbeddings = true;
    Tower encoder;
    encoder.kind = Tower::Kind::text;
    encoder.hidden = 64;
    encoder.vocabulary = 1000;
    encoder.sharedTable = true;
    encoder.positions = PositionEmbedding::relative;
    encoder.outputNorm = true;
    encoder.layers.assign(3, encoderLayer());
    model.towers.push_back(encoder);
    return model;
}
/// A vision tower of width 32 whose last layer is skipped; four of its vectors become one token.
inline Model visionModel() {
    auto model = structure(attentionLayer());
    Tower tower;
    tower.hidden = 32;
    tower.learnedPositions = 65;
    tower.extraVectors = 1;
    tower.input = {{"patch_embd", 32, 3 * 14 * 14}};
    tower.inputNorm = true;
    tower.layers.assign(3, encoderLayer());
    for (auto& layer : tower.layers) {
        layer.mixer = Attention{2, 2, 16};
        layer.attention()->causal = false;
    }
    tower.layersRun = 2;
    tower.projector = {{"mm_0", 64, 4 * 32, true}};
    tower.merge = 4;
    tower.media = {14, 112};
    model.towers.push_back(tower);
    return model;
}
/// An encoder that generates nothing.
inline Model encoderModel() {
    auto model = structure(encoderLayer());
    model.head = Head::pooler;
    model.positions = PositionEmbedding::learned;
    model.learnedPositions = 512;
    model.segmentTypes = 2;
    model.embeddingNorm = true;
    model.finalNorm = false;
    model.norm = Norm::layer;
    return model;
}
inline std::array<Model, 7> everyStructure() {
    return {expertModel(),      latentModel(), mambaModel(),  hybridModel(),
            translationModel(), visionModel(), encoderModel()};
}

} // namespace cellwright::llm
