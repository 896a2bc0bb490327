// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"
#include "data/exchange/import.h"

#include <algorithm>
#include <set>

namespace cellwright {
namespace {

/// A project as it is, or a scenario as a project of one. The error is that of reading a project.
Expected<Project> projectOrScenario(std::string_view text, const std::string& where) {
    auto project = projectFromJson(text, where);
    if (project)
        return project;
    auto scenario = scenarioFromJson(text, where);
    if (!scenario)
        return project;
    Project alone;
    alone.scenarios.push_back(std::move(*scenario));
    return alone;
}

} // namespace

Expected<ImportResult> importJson(std::string_view text, const std::string& where, Project& project) {
    auto read = projectOrScenario(text, where);
    if (!read)
        return tl::make_unexpected(read.error());
    ImportResult result;
    std::int64_t next = 1;
    for (const auto& scenario : project.scenarios)
        next = std::max(next, scenario.id.value + 1);
    for (auto& scenario : read->scenarios) {
        scenario.id = {next++};
        project.scenarios.push_back(std::move(scenario));
        ++result.imported;
    }
    std::set<std::string> known;
    for (const auto& attachment : project.attachments)
        known.insert(attachment.kind + " " + attachment.id);
    for (auto& attachment : read->attachments)
        if (known.insert(attachment.kind + " " + attachment.id).second)
            project.attachments.push_back(std::move(attachment));
        else
            result.skipped.push_back("the " + attachment.kind + " \"" + attachment.id +
                                     "\" is in the project already");
    return result;
}

} // namespace cellwright
