// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "widgets/document/document.h"

#include <QString>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace cellwright {

/// Ways to serve a model that a person compares with one click.
enum class ServingMode { device, host, split, uShape, severalHosts, speculation, cascade };
inline constexpr std::array allServingModes = {
    ServingMode::device,       ServingMode::host,        ServingMode::split,  ServingMode::uShape,
    ServingMode::severalHosts, ServingMode::speculation, ServingMode::cascade};

QString modeName(ServingMode mode); ///< "On the device"
QString modeHelp(ServingMode mode); ///< what it does, in a sentence

using KnownModels = std::map<std::string, llm::Model, std::less<>>;

/// Why a scenario's deployments cannot be served this way; empty where they can.
QString whyNot(const Scenario& scenario, const KnownModels& models, ServingMode mode,
               const std::string& smallModel);

/// A deployment served another way, everything that the way does not decide being kept: the host it names or
/// the scenario's first, its cut or else a quarter of the layers, and for several hosts another one from the
/// middle of the host's layers on.
Deployment inMode(const Scenario& scenario, const KnownModels& models, Deployment deployment,
                  ServingMode mode, const std::string& smallModel);

/// Models that may help every model of the scenario: fewer parameters and a vocabulary of about the same
/// size, the largest first.
std::vector<std::string> smallerModels(const Scenario& scenario, const KnownModels& models);

/// A copy of the scenario for each way, all its deployments being served so; one undoable edit. The copies'
/// ids.
std::vector<ScenarioId> addModes(Document& document, const KnownModels& models,
                                 const std::vector<ServingMode>& modes, const std::string& smallModel);

} // namespace cellwright
