// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"
#include "analytics/compute/device.h"
#include "analytics/llm/model.h"
#include "analytics/quantity/error.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace cellwright {

/// The models and devices that a scenario refers to, by id. Made from the catalogue and the project's
/// attachments by data/catalogue; a missing one becomes a violation.
struct Facts {
    std::map<std::string, llm::Model, std::less<>> models;
    std::map<std::string, compute::Device, std::less<>> devices;
};

/// Assesses one scenario: the single entry point of the window, the report, the CLI and sweeps. Pure: no I/O,
/// no global state, safe to call from many threads. A plan that cannot work is a result with violations, not
/// an error.
Assessment assess(const Scenario& scenario, const Facts& facts);

/// The derivation of one figure of the assessment. The path is that of the figure in the JSON of `evaluate`,
/// below the scenario: "groups[0].ttft_s.p95", "hosts[1].memory_bytes", "cells[3].utilisation_downlink",
/// "totals.power_w". Computed by the same code as assess(), with a recorder. Errors name the part of the path
/// that is unknown.
Expected<Derivation> explain(const Scenario& scenario, const Facts& facts, std::string_view path);

/// The paths of all figures that explain() opens for this assessment.
std::vector<std::string> explainablePaths(const Assessment& assessment);

/// The JSON of one assessment, keys as in the CLI contract.
std::string toJsonText(const Assessment& assessment, int indent = -1);

} // namespace cellwright
