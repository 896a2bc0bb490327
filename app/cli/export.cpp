// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"

#include "analytics/scenario/json.h"
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "data/exchange/geo/archive.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/lost.h"
#include "data/exchange/picture/svg.h"

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
    std::size_t entries = 0;           ///< scenarios, sites, users, links, hosts or places
    std::vector<std::string> warnings; ///< what the format does not hold
};

std::size_t standingUsers(const Scenario& scenario) {
    std::size_t users = 0;
    for (const auto& group : scenario.topology.groups)
        users += group.points.size();
    return users;
}

Exported tableOf(const std::string& what, const Scenario& scenario) {
    if (what == "users")
        return {usersToCsv(scenario), standingUsers(scenario), lostInUserTable(scenario)};
    if (what == "links")
        return {linksToCsv(scenario), scenario.topology.links.size(), lostInLinkTable(scenario)};
    if (what == "hosts")
        return {hostsToCsv(scenario), scenario.topology.hosts.size(), lostInHostTable(scenario)};
    return {sitesToCsv(scenario), scenario.topology.sites.size(), lostInSiteTable(scenario)};
}

std::size_t placesOf(const Topology& topology) {
    return topology.sites.size() + topology.hosts.size() + topology.links.size() + topology.groups.size();
}

Expected<Exported> drawingOf(const Options& o, const Scenario& scenario) {
    if (o.format == "svg")
        return Exported{toSvg(scenario), placesOf(scenario.topology), {}};
    auto text = o.format == "geojson" ? toGeoJson(scenario) : toKml(scenario);
    if (text && o.format == "kmz")
        text = kmzOf(*text);
    return text.map([&](std::string& made) {
        auto warnings = lostOnMap(scenario);
        warnings.push_back("workloads, deployments and assumptions are not in a file of places");
        return Exported{std::move(made), placesOf(scenario.topology), std::move(warnings)};
    });
}

Expected<Exported> exported(const Options& o, const Project& project) {
    if (o.format == "json") {
        Project chosen = project;
        if (!o.scenario.empty())
            chosen.scenarios = {*chooseScenarios(project, o.scenario).front()};
        return Exported{toJsonText(chosen, 2) + "\n", chosen.scenarios.size(), {}};
    }
    const auto scenarios = chooseScenarios(project, o.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario", o.project, "such a file holds one");
    if (o.format == "csv")
        return tableOf(o.what, *scenarios.front());
    return drawingOf(o, *scenarios.front());
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
    for (const auto& warning : result->warnings)
        warn("note: " + warning);
    if (o.json)
        printJson({{"exported", result->entries}, {"file", o.output.path}, {"warnings", result->warnings}});
    return Status::done;
}

} // namespace

void addExport(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command = program.add_subcommand("export", "Write a project for other programs");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command
        ->add_option(
            "--as", o->format,
            "json: the whole project; csv: one table; geojson, kml, kmz: sites, hosts, links, users and "
            "areas in WGS 84; svg: the drawing")
        ->required()
        ->check(CLI::IsMember({"json", "csv", "geojson", "kml", "kmz", "svg"}).description(""))
        ->type_name("json|csv|geojson|kml|kmz|svg");
    command->add_option("--table", o->what, "For csv, which table")
        ->check(CLI::IsMember({"sites", "users", "links", "hosts"}).description(""))
        ->type_name("sites|users|links|hosts")
        ->capture_default_str();
    command->add_option("--scenario", o->scenario, "Only this scenario (all but json: default the first)")
        ->type_name("NAME");
    addOutput(*command, o->output, "The file to write")->required();
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return exportCommand(*o); }; });
}

} // namespace cellwright::cli
