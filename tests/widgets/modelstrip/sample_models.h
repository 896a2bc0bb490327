// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/modelstrip/model_strip.h"
#include "widgets/modelstrip/strip_data.h"

#include <memory>

/// Small models of every build, for the panels that show them.
namespace cellwright::test {

/// The facts of Llama 3.1 8B, with another number of layers where asked for.
inline llm::Model llama(int layers = 32) {
    llm::Model model;
    model.id = "llama-3.1-8b";
    model.name = "Llama 3.1 8B";
    model.hidden = 4096;
    model.vocabulary = 128256;
    model.maxContext = 131072;
    model.activation = "silu";
    llm::Layer layer;
    layer.mixer = llm::Attention{32, 8, 128};
    layer.feedForward.width = 14336;
    model.layers.assign(std::size_t(layers), layer);
    return model;
}

/// A llama that sees: a tower of `towerLayers` layers before it.
inline llm::Model seeing(int towerLayers = 6, int layers = 8) {
    llm::Model model = llama(layers);
    model.id = "seeing";
    llm::Tower tower;
    tower.name = "ViT";
    tower.hidden = 256;
    tower.learnedPositions = 577;
    tower.extraVectors = 1;
    llm::Layer layer;
    layer.mixer = llm::Attention{4, 4, 64};
    layer.attention()->causal = false;
    layer.feedForward = {1024, false};
    tower.layers.assign(std::size_t(towerLayers), layer);
    tower.input = {{"patch_embd", 256, 3 * 14 * 14}};
    tower.projector = {{"mm_0", 4096, 256}};
    tower.media.patch = 14;
    tower.media.imageSide = 336;
    model.towers = {tower};
    return model;
}

/// State-space and attention layers in turn, every second with experts.
inline llm::Model hybrid(int layers = 8) {
    llm::Model model = llama(layers);
    model.id = "hybrid";
    for (int i = 0; i < layers; ++i) {
        llm::Layer& layer = model.layers[std::size_t(i)];
        if (i % 4 != 3) {
            llm::StateSpace state;
            state.inner = 8192;
            state.state = 16;
            state.rank = 256;
            layer.mixer = state;
        }
        if (i % 2 == 1) {
            layer.feedForward.width = 0;
            layer.experts = llm::Experts{16, 2, 14336};
        }
    }
    return model;
}

/// BERT's shape: sees both ways, writes nothing.
inline llm::Model encoder(int layers = 12) {
    llm::Model model = llama(layers);
    model.id = "encoder";
    model.head = llm::Head::pooler;
    for (llm::Layer& layer : model.layers)
        layer.attention()->causal = false;
    return model;
}

/// A deployment of the model as the panels get it.
inline StripData stripOf(const llm::Model& model, Placement placement = Placement::split, int cut = 3) {
    Scenario scenario;
    scenario.topology.hosts.push_back({});
    scenario.topology.hosts.back().id = HostId{5};
    scenario.topology.hosts.back().name = "Edge";
    Deployment deployment;
    deployment.id = DeploymentId{7};
    deployment.model = model.id;
    deployment.placement = placement;
    deployment.cut = cut;
    deployment.host = HostId{5};
    return makeStripData(scenario, deployment, std::make_shared<const llm::Model>(model));
}

} // namespace cellwright::test
