// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/assessment_tables.h"
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project, scenario;
    bool json = false;
};

Json toJson(const std::vector<Assessment>& all) {
    Json scenarios = Json::array();
    for (const auto& assessment : all)
        scenarios.push_back(Json::parse(toJsonText(assessment)));
    return {{"scenarios", std::move(scenarios)}};
}

Expected<Status> evaluate(const Options& options) {
    const auto input = readInput(options.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto chosen = chooseScenarios(input->project, options.scenario);
    if (chosen.empty())
        return failure("the project has no scenario", options.project, "add one, or import sites and users");
    std::vector<Assessment> all;
    for (const auto* scenario : chosen)
        all.push_back(assess(*scenario, input->facts));
    if (options.json)
        printJson(toJson(all));
    else
        for (const auto& assessment : all)
            printAssessment(std::cout, assessment);
    return std::ranges::all_of(all, &Assessment::feasible) ? Status::done : Status::negative;
}

} // namespace

void addEvaluate(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("evaluate", "Latency, energy, memory and privacy of scenarios");
    command->add_option("PROJECT", options->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command->add_option("--scenario", options->scenario, "Only the scenario of this name")->type_name("NAME");
    addJsonFlag(*command, options->json);
    command->footer(
        "Exits with 1 when a scenario breaks a constraint; each is named with its number and a remedy.");
    command->callback([options, &action] { action = [options] { return evaluate(*options); }; });
}

} // namespace cellwright::cli
