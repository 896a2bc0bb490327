// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "analytics/radio/hex_grid.h"
#include "analytics/scenario/schema.h"
#include "analytics/radio/propagation/limits.h"
#include "app/cli/options.h"
#include "app/cli/radio/radio.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct GridOptions {
    radio::HexGrid grid;
    Carrier carrier{.id = {1}, .name = "Carrier 1"};
    std::string environment = "uma";
    int rings = -1, firstPci = -1; ///< -1: not given
    std::optional<Metres> height;
    std::string into, scenario;
    OutputFile output;
    bool json = false;
};

/// The height of TR 38.901 table 7.2-1 and 7.2-2 that goes with the environment.
Metres usualHeight(Propagation environment) {
    return Metres(radio::pathLossLimits(environment).usualSite);
}

Expected<radio::HexGrid> gridOf(const GridOptions& o) {
    radio::HexGrid grid = o.grid;
    const auto environment = parseEnum<Propagation>(o.environment);
    if (!environment)
        throw WrongUsage("--propagation: " + environment.error().message());
    grid.site.propagation = *environment;
    grid.site.height = o.height.value_or(usualHeight(*environment));
    if (o.rings >= 0)
        grid.sites = radio::sitesOfRings(o.rings);
    if (o.firstPci >= 0)
        grid.firstPci = o.firstPci;
    return grid;
}

Project freshProject(const GridOptions& o) {
    Project project{.name = "Hexagonal grid"};
    Scenario scenario{.id = {1}, .name = "Grid"};
    scenario.topology.carriers = {o.carrier};
    project.scenarios = {std::move(scenario)};
    return project;
}

/// The scenario that the grid is put into: of a file, or a fresh one.
Expected<Project> baseProject(const GridOptions& o) {
    if (o.into.empty())
        return freshProject(o);
    auto input = readInput(o.into);
    if (!input)
        return tl::make_unexpected(input.error());
    if (input->project.scenarios.empty())
        input->project.scenarios = freshProject(o).scenarios;
    return std::move(input->project);
}

void useCarrier(Scenario& scenario, radio::HexGrid& grid, const Carrier& wanted) {
    if (scenario.topology.carriers.empty()) {
        scenario.topology.carriers.push_back(wanted);
        scenario.topology.carriers.back().id = {nextId(scenario)};
    }
    grid.sector.carrier = scenario.topology.carriers.front().id;
}

Json documentOf(const std::vector<Site>& sites) {
    Json places = Json::array();
    std::size_t sectors = 0;
    for (const auto& site : sites) {
        places.push_back({{"name", site.name}, {"x_m", site.position.x.si()}, {"y_m", site.position.y.si()}});
        sectors += site.sectors.size();
    }
    return {{"sites", sites.size()}, {"sectors", sectors}, {"site", std::move(places)}};
}

Expected<Status> gridCommand(const GridOptions& o) {
    auto grid = gridOf(o);
    if (!grid)
        return tl::make_unexpected(grid.error());
    auto project = baseProject(o);
    if (!project)
        return tl::make_unexpected(project.error());
    const auto* chosen = chooseScenarios(*project, o.scenario).front();
    Scenario& scenario = *findById(project->scenarios, chosen->id);
    useCarrier(scenario, *grid, o.carrier);
    const auto sites = radio::hexSites(*grid, nextId(scenario));
    if (!sites)
        throw WrongUsage(sites.error().message());
    scenario.topology.sites.insert(scenario.topology.sites.end(), sites->begin(), sites->end());
    if (const auto written = writeProject(o.output, *project); !written)
        return tl::make_unexpected(written.error());
    if (o.json)
        printJson(documentOf(*sites));
    else
        printPairs(std::cout, {{"sites", std::to_string(sites->size())},
                               {"sectors", std::to_string(documentOf(*sites)["sectors"].get<int>())},
                               {"distance between sites", toDisplay(grid->interSiteDistance)},
                               {"project", o.output.path}});
    return Status::done;
}

void addLayout(CLI::App& command, GridOptions& o) {
    auto* sites = addCount(command, "--sites", o.grid.sites, 1, radio::mostGridSites, "How many");
    addCount(command, "--rings", o.rings, 0, 57, "Whole rings about the middle: 2 are 19 sites")
        ->default_str("")
        ->excludes(sites);
    addQuantity(command, "--isd", o.grid.interSiteDistance, positive, "Distance between neighbouring sites");
    addQuantity(command, "--rotation", o.grid.rotation, anyNumber, "Turns the lattice clockwise");
    addCount(command, "--sectors", o.grid.sectors, 1, 12, "Of every site");
    addQuantity(command, "--azimuth-offset", o.grid.azimuthOffset, anyNumber, "Azimuth of the first sector");
    addQuantity(command, "--centre-x", o.grid.centre.x, anyNumber, "Metres east of the origin");
    addQuantity(command, "--centre-y", o.grid.centre.y, anyNumber, "Metres north of the origin");
    command.add_flag("--wrap-around", o.grid.wrapAround,
                     "Surround the cluster with six locked copies of itself (whole rings only)");
}

void addRadioPart(CLI::App& command, GridOptions& o) {
    std::string known;
    for (const auto& entry : EnumText<Propagation>::entries)
        known += (known.empty() ? "" : ", ") + std::string(entry.key);
    command.add_option("--propagation", o.environment, "Environment: " + known)
        ->type_name("NAME")
        ->capture_default_str();
    addQuantity(command, "--height", o.height, positive,
                "Of the antennas (default: usual for the environment)");
    addQuantity(command, "--frequency", o.carrier.frequency, positive, "Of the carrier, where none is there");
    addQuantity(command, "--bandwidth", o.carrier.bandwidth, positive, "Of the carrier, where none is there");
    addQuantity(command, "--power", o.grid.sector.power, anyNumber, "Of every sector");
    addQuantity(command, "--downtilt", o.grid.sector.downtilt, {-90.0, 90.0}, "Mechanical, of every sector");
    addCount(command, "--first-pci", o.firstPci, 0, 1007, "Numbers the cells from here")->default_str("");
}

} // namespace

void addGrid(CLI::App& radio, Action& action) {
    auto o = std::make_shared<GridOptions>();
    auto* command = radio.add_subcommand("grid", "A hexagonal grid of sites, as a project or into one");
    addLayout(*command, *o);
    addRadioPart(*command, *o);
    command->add_option("--into", o->into, "Project that the sites are added to")->type_name("PROJECT");
    command->add_option("--scenario", o->scenario, "Of that project (default: the first)")->type_name("NAME");
    addOutput(*command, o->output, "The project to write")->required();
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return gridCommand(*o); }; });
}

} // namespace cellwright::cli
