// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shared.h"

#include "analytics/scenario/json.h"
#include "app/cli/table.h"
#include "data/catalogue/facts.h"
#include "data/exchange/file.h"
#include "data/store/project_store.h"

#include <iostream>

namespace cellwright::cli {

Expected<Input> readInput(const std::string& path) {
    auto project = readProject(path);
    if (!project)
        return tl::make_unexpected(project.error());
    auto facts = catalogue::factsFor(project->attachments);
    if (!facts)
        return tl::make_unexpected(
            Error{facts.error().what, path + ", " + facts.error().where, facts.error().remedy});
    return Input{std::move(*project), std::move(*facts)};
}

std::vector<const Scenario*> chooseScenarios(const Project& project, const std::string& name) {
    std::vector<const Scenario*> chosen;
    std::string known;
    for (const auto& scenario : project.scenarios) {
        if (name.empty() || scenario.name == name)
            chosen.push_back(&scenario);
        known += (known.empty() ? "\"" : ", \"") + scenario.name + "\"";
    }
    if (chosen.empty() && !name.empty())
        throw WrongUsage("there is no scenario \"" + name + "\" in the project (use one of: " + known + ")");
    return chosen;
}

void printJson(const Json& document) {
    std::cout << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void warn(const std::string& message) {
    std::cerr << "cellwright-cli: " << printable(message) << '\n';
}

Expected<void> checkOutput(const OutputFile& output) {
    std::error_code unknown;
    if (output.force || !std::filesystem::exists(output.path, unknown))
        return {};
    return failure("the file exists", output.path, "choose another name, or replace it with --force");
}

Expected<void> writeText(const OutputFile& output, std::string_view text) {
    return checkOutput(output).and_then([&] { return writeFileAtomically(output.path, text, output.force); });
}

Expected<void> writeProject(const OutputFile& output, const Project& project) {
    if (std::filesystem::path(output.path).extension() == ".json")
        return writeText(output, toJsonText(project, 2) + "\n");
    if (auto free = checkOutput(output); !free)
        return free;
    const auto store = ProjectStore::create(output.path, project, output.force);
    if (!store)
        return tl::make_unexpected(store.error());
    return {};
}

} // namespace cellwright::cli
