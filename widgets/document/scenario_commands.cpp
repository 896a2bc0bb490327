// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/commands.h"
#include "widgets/document/names.h"

#include <QCoreApplication>

#include <algorithm>

namespace cellwright::commands {
namespace {

struct ScenarioCommands {
    Q_DECLARE_TR_FUNCTIONS(ScenarioCommands)
};

ScenarioId freshScenarioId(const Project& project) {
    ScenarioId highest;
    for (const auto& scenario : project.scenarios)
        highest = std::max(highest, scenario.id);
    return {highest.value + 1};
}

ScenarioId append(Document& document, const QString& label, Scenario scenario, const QString& stem) {
    scenario.id = freshScenarioId(document.recorded());
    const ScenarioId id = scenario.id;
    const bool done = document.perform(label, [&](Project& project) {
        if (scenario.name.empty() ||
            std::ranges::find(project.scenarios, scenario.name, &Scenario::name) != project.scenarios.end())
            scenario.name = freshName(project.scenarios, stem);
        project.scenarios.push_back(std::move(scenario));
    });
    if (!done)
        return {};
    document.setCurrentScenario(id);
    return id;
}

} // namespace

ScenarioId addScenario(Document& document, Scenario scenario) {
    return append(document, ScenarioCommands::tr("Add scenario"), std::move(scenario),
                  ScenarioCommands::tr("Scenario"));
}

ScenarioId duplicateScenario(Document& document, ScenarioId id) {
    const Scenario* original = findById(document.recorded().scenarios, id);
    if (!original)
        return {};
    return append(document, ScenarioCommands::tr("Duplicate scenario"), *original, stemOf(original->name));
}

bool removeScenario(Document& document, ScenarioId id) {
    return document.perform(ScenarioCommands::tr("Delete scenario"), [&](Project& project) {
        std::erase_if(project.scenarios, [id](const Scenario& scenario) { return scenario.id == id; });
    });
}

} // namespace cellwright::commands
