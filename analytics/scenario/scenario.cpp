// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/scenario.h"

#include "analytics/scenario/entity_lists.h"

#include <algorithm>

namespace cellwright {

std::int64_t nextId(const Scenario& scenario) {
    std::int64_t highest = 0;
    forEachList(scenario, [&](const auto& list) {
        for (const auto& entity : list)
            highest = std::max(highest, entity.id.value);
    });
    for (const auto& site : scenario.topology.sites)
        for (const auto& sector : site.sectors)
            highest = std::max(highest, sector.id.value);
    return highest + 1;
}

ScenarioProperties propertiesOf(const Scenario& scenario) {
    return {scenario.name, scenario.topology.origin};
}

void setProperties(Scenario& scenario, const ScenarioProperties& properties) {
    scenario.name = properties.name;
    scenario.topology.origin = properties.origin;
}

ProjectProperties propertiesOf(const Project& project) {
    return {project.name, project.description, project.attachments};
}

void setProperties(Project& project, const ProjectProperties& properties) {
    project.name = properties.name;
    project.description = properties.description;
    project.attachments = properties.attachments;
}

} // namespace cellwright
