// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"

#include "analytics/scenario/json.h"
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"

#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project, scenario;
    std::string format = "json";
    std::string what = "sites";
    OutputFile output;
    bool json = false;
};

struct Exported {
    std::string text;
    std::size_t entries = 0; ///< scenarios, sites or users
};

std::size_t standingUsers(const Scenario& scenario) {
    std::size_t users = 0;
    for (const auto& group : scenario.topology.groups)
        users += group.points.size();
    return users;
}

Expected<Exported> exported(const Options& o, const Project& project) {
    if (o.format == "json") {
        Project chosen = project;
        if (!o.scenario.empty())
            chosen.scenarios = {*chooseScenarios(project, o.scenario).front()};
        return Exported{toJsonText(chosen, 2) + "\n", chosen.scenarios.size()};
    }
    const auto scenarios = chooseScenarios(project, o.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario", o.project, "a table holds the sites or users of one");
    const auto& scenario = *scenarios.front();
    return o.what == "users" ? Exported{usersToCsv(scenario), standingUsers(scenario)}
                             : Exported{sitesToCsv(scenario), scenario.topology.sites.size()};
}

Expected<Status> exportCommand(const Options& o) {
    const auto input = readInput(o.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto result = exported(o, input->project);
    if (!result)
        return tl::make_unexpected(result.error());
    if (const auto written = writeText(o.output, result->text); !written)
        return tl::make_unexpected(written.error());
    if (o.json)
        printJson({{"exported", result->entries}, {"file", o.output.path}});
    return Status::done;
}

} // namespace

void addExport(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command = program.add_subcommand("export", "Write a project for other programs");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command->add_option("--as", o->format, "json: the whole project; csv: one table")
        ->required()
        ->check(CLI::IsMember({"json", "csv"}).description(""))
        ->type_name("json|csv");
    command->add_option("--table", o->what, "For csv, which table")
        ->check(CLI::IsMember({"sites", "users"}).description(""))
        ->type_name("sites|users")
        ->capture_default_str();
    command->add_option("--scenario", o->scenario, "Only this scenario (csv: default the first)")
        ->type_name("NAME");
    addOutput(*command, o->output, "The file to write")->required();
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return exportCommand(*o); }; });
}

} // namespace cellwright::cli
