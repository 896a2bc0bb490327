// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/modes.h"

#include "analytics/llm/accounting.h"
#include "widgets/document/names.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cellwright {
namespace {

struct Modes {
    Q_DECLARE_TR_FUNCTIONS(Modes)
};

/// The padding of vocabularies that belong to one tokenizer.
constexpr std::int64_t samePadding = 128;

bool usesHost(ServingMode mode) {
    return mode != ServingMode::device;
}

bool hasSmallModel(ServingMode mode) {
    return mode == ServingMode::speculation || mode == ServingMode::cascade;
}

const llm::Model* modelOf(const KnownModels& models, const Deployment& deployment) {
    const auto found = models.find(deployment.model);
    return found == models.end() ? nullptr : &found->second;
}

double parametersOf(const llm::Model& model) {
    const auto accounting = llm::Accounting::of(model, {Scheme::f16, Scheme::f16, Scheme::f16, {}});
    return accounting ? double(accounting->parameters(accounting->whole())) : 0.0;
}

HostId firstHost(const Scenario& scenario, const Deployment& deployment) {
    const auto& hosts = scenario.topology.hosts;
    if (findById(hosts, deployment.host) || hosts.empty())
        return deployment.host;
    return hosts.front().id;
}

HostId anotherHost(const Scenario& scenario, HostId used) {
    for (const Host& host : scenario.topology.hosts)
        if (host.id != used && host.enabled)
            return host.id;
    return {};
}

/// Nothing left of the way that it was served before.
void makePlain(Deployment& deployment) {
    deployment.addedHosts.clear();
    deployment.tailLayers = 0;
    deployment.cooperation = Cooperation::none;
}

int usualCut(const Deployment& deployment, int layers) {
    return deployment.cut > 0 && deployment.cut < layers ? deployment.cut : std::max(1, layers / 4);
}

} // namespace

QString modeName(ServingMode mode) {
    switch (mode) {
    case ServingMode::device:
        return Modes::tr("On the device");
    case ServingMode::host:
        return Modes::tr("On a host");
    case ServingMode::split:
        return Modes::tr("Split");
    case ServingMode::uShape:
        return Modes::tr("U-shape");
    case ServingMode::severalHosts:
        return Modes::tr("Several hosts");
    case ServingMode::speculation:
        return Modes::tr("Speculative decoding");
    case ServingMode::cascade:
        break;
    }
    return Modes::tr("Cascade");
}

QString modeHelp(ServingMode mode) {
    switch (mode) {
    case ServingMode::device:
        return Modes::tr("All layers run on the user's device; nothing leaves it.");
    case ServingMode::host:
        return Modes::tr("All layers run on the host; the prompt travels as text.");
    case ServingMode::split:
        return Modes::tr("The first layers run on the device, the others on the host.");
    case ServingMode::uShape:
        return Modes::tr("The first layers, the last layer and the output head run on the device.");
    case ServingMode::severalHosts:
        return Modes::tr("The host's layers are shared with the next host.");
    case ServingMode::speculation:
        return Modes::tr("A small model on the device drafts, the large one on the host verifies.");
    case ServingMode::cascade:
        break;
    }
    return Modes::tr("A small model on the device answers what it is sure of, the large one the rest.");
}

QString whyNot(const Scenario& scenario, const KnownModels& models, ServingMode mode,
               const std::string& smallModel) {
    if (scenario.deployments.empty())
        return Modes::tr("The scenario has no deployment.");
    if (usesHost(mode) && scenario.topology.hosts.empty())
        return Modes::tr("The scenario has no host: place one (F5).");
    if (mode == ServingMode::severalHosts && scenario.topology.hosts.size() < 2)
        return Modes::tr("The scenario has one host only: place another (F5).");
    if (hasSmallModel(mode) && !models.contains(smallModel))
        return Modes::tr("Choose the small model below.");
    const bool known = std::ranges::all_of(scenario.deployments, [&](const Deployment& deployment) {
        const auto* model = modelOf(models, deployment);
        return model && model->generates() && !model->isEncoderDecoder();
    });
    return known ? QString() : Modes::tr("A deployment's model is unknown or does not continue a prompt.");
}

Deployment inMode(const Scenario& scenario, const KnownModels& models, Deployment deployment,
                  ServingMode mode, const std::string& smallModel) {
    makePlain(deployment);
    const auto* model = modelOf(models, deployment);
    const int layers = model ? int(model->layers.size()) : 1;
    const bool split = mode == ServingMode::split || mode == ServingMode::uShape;
    deployment.placement = !usesHost(mode) ? Placement::device : split ? Placement::split : Placement::host;
    if (usesHost(mode))
        deployment.host = firstHost(scenario, deployment);
    if (split)
        deployment.cut = std::min(usualCut(deployment, layers), std::max(1, layers - 2));
    if (mode == ServingMode::uShape)
        deployment.tailLayers = 1;
    if (mode == ServingMode::severalHosts)
        deployment.addedHosts = {{.host = anotherHost(scenario, deployment.host), .fromLayer = layers / 2}};
    if (hasSmallModel(mode)) {
        deployment.cooperation =
            mode == ServingMode::cascade ? Cooperation::cascade : Cooperation::speculation;
        deployment.smallModel = smallModel;
    }
    return deployment;
}

std::vector<std::string> smallerModels(const Scenario& scenario, const KnownModels& models) {
    std::vector<const llm::Model*> large;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& deployment : scenario.deployments)
        if (const auto* model = modelOf(models, deployment)) {
            large.push_back(model);
            least = std::min(least, parametersOf(*model));
        }
    std::vector<std::pair<double, std::string>> fitting;
    for (const auto& [id, model] : models) {
        const bool speaksTheSame = std::ranges::all_of(large, [&](const llm::Model* each) {
            return std::abs(each->vocabulary - model.vocabulary) <= samePadding;
        });
        if (!speaksTheSame || !model.generates() || model.isEncoderDecoder() || !model.towers.empty())
            continue;
        if (const double parameters = parametersOf(model); parameters < least)
            fitting.emplace_back(-parameters, id);
    }
    std::ranges::sort(fitting);
    std::vector<std::string> ids;
    for (auto& [parameters, id] : fitting)
        ids.push_back(std::move(id));
    return ids;
}

std::vector<ScenarioId> addModes(Document& document, const KnownModels& models,
                                 const std::vector<ServingMode>& modes, const std::string& smallModel) {
    const Scenario original = document.scenario();
    std::vector<ScenarioId> added;
    document.perform(Modes::tr("Compare ways to serve"), [&](Project& project) {
        std::int64_t last = 0;
        for (const auto& scenario : project.scenarios)
            last = std::max(last, scenario.id.value);
        for (const ServingMode mode : modes) {
            Scenario copy = original;
            copy.id = {++last};
            for (auto& deployment : copy.deployments)
                deployment = inMode(original, models, deployment, mode, smallModel);
            copy.name = modeName(mode).toStdString();
            if (std::ranges::find(project.scenarios, copy.name, &Scenario::name) != project.scenarios.end())
                copy.name = commands::freshName(project.scenarios, modeName(mode));
            added.push_back(copy.id);
            project.scenarios.push_back(std::move(copy));
        }
    });
    return added;
}

} // namespace cellwright
