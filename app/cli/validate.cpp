// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"

#include "analytics/scenario/schema.h"
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/catalogue/facts.h"
#include "data/store/project_store.h"

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project;
    bool json = false;
};

/// A problem of one scenario, or of the project where `scenario` is empty.
struct Found {
    std::string scenario;
    Problem problem;
};

/// What only shows with the catalogue at hand: unknown models and devices, a cut beyond the model.
void addUnknownParts(const Scenario& scenario, const Facts& facts, std::vector<Found>& all) {
    for (const auto& violation : assess(scenario, facts).violations)
        if (violation.kind == ViolationKind::invalid)
            all.push_back({scenario.name, {violation.entity, "", violation.what, violation.remedy}});
}

std::vector<Found> problemsOf(const Project& project) {
    std::vector<Found> all;
    const auto facts = catalogue::factsFor(project.attachments);
    if (!facts)
        all.push_back(
            {"", {{}, "attachments", facts.error().where + ": " + facts.error().what, facts.error().remedy}});
    for (const auto& scenario : project.scenarios) {
        const auto structural = validate(scenario);
        for (const auto& problem : structural)
            all.push_back({scenario.name, problem});
        if (structural.empty() && facts)
            addUnknownParts(scenario, *facts, all);
    }
    return all;
}

Json toJson(const Found& found) {
    const auto& [entity, field, what, remedy] = found.problem;
    return {{"scenario", found.scenario},
            {"entity", entity ? Json{{"kind", enumKey(entity.kind)}, {"id", entity.id}} : Json(nullptr)},
            {"field", field},
            {"what", what},
            {"remedy", remedy}};
}

void print(const std::string& path, const std::vector<Found>& problems) {
    if (problems.empty())
        std::cout << printable(path) << ": valid\n";
    for (const auto& [scenario, problem] : problems)
        std::cout << printable((scenario.empty() ? path : path + ", scenario \"" + scenario + "\"") + ": " +
                               problem.what + (problem.remedy.empty() ? "" : " (" + problem.remedy + ")"))
                  << '\n';
}

Expected<Status> validateCommand(const Options& o) {
    const auto project = readProject(o.project);
    if (!project)
        return tl::make_unexpected(project.error());
    const auto problems = problemsOf(*project);
    if (o.json) {
        Json list = Json::array();
        for (const auto& found : problems)
            list.push_back(toJson(found));
        printJson({{"valid", problems.empty()}, {"problems", std::move(list)}});
    } else {
        print(o.project, problems);
    }
    return problems.empty() ? Status::done : Status::negative;
}

} // namespace

void addValidate(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command = program.add_subcommand("validate", "Check a project file");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    addJsonFlag(*command, o->json);
    command->footer(
        "Exits with 1 when the file can be read but not assessed, with 3 when it cannot be read.");
    command->callback([o, &action] { action = [o] { return validateCommand(*o); }; });
}

} // namespace cellwright::cli
