// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/world.h"
#include "analytics/quantity/text.h"
#include "analytics/radio/pci.h"
#include "analytics/radio/profile.h"
#include "analytics/scenario/schema.h"
#include "app/cli/radio/radio.h"

#include <algorithm>
#include <charconv>
#include <memory>

namespace cellwright::cli {
namespace {

/// A scenario of a project: the named one, or the first.
struct Chosen {
    std::string project, scenario;
};
void addChosen(CLI::App& command, Chosen& chosen) {
    command.add_option("PROJECT", chosen.project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command.add_option("--scenario", chosen.scenario, "The scenario of this name (default: the first)")
        ->type_name("NAME");
}
Expected<const Scenario*> find(const Input& input, const Chosen& chosen) {
    const auto found = chooseScenarios(input.project, chosen.scenario);
    if (found.empty())
        return failure("the project has no scenario", chosen.project, "add one, or import sites and users");
    return found.front();
}

std::string nameOf(const Scenario& scenario, SectorId id) {
    for (const auto& site : scenario.topology.sites)
        for (const auto& sector : site.sectors)
            if (sector.id == id)
                return site.name + " " + sector.name;
    return std::to_string(id.value);
}

// ---- pci

struct PciOptions {
    Chosen chosen;
    bool plan = false, json = false;
    OutputFile output;
};

Json reportJson(const radio::PciReport& report) {
    Json findings = Json::array(), neighbours = Json::array(), unset = Json::array();
    for (const auto& f : report.findings)
        findings.push_back({{"kind", radio::pciKey(f.kind)},
                            {"severity", radio::toText(f.severity)},
                            {"sectors", {f.first.value, f.second.value}},
                            {"via", f.via ? Json(f.via.value) : Json(nullptr)},
                            {"pci", f.pci},
                            {"overlap", f.overlap},
                            {"distance_m", f.distance.si()},
                            {"what", f.what}});
    for (const auto& n : report.neighbours)
        neighbours.push_back({{"sectors", {n.first.value, n.second.value}},
                              {"overlap", n.overlap},
                              {"distance_m", n.distance.si()}});
    for (const auto id : report.unset)
        unset.push_back(id.value);
    return {{"cells", report.cells},
            {"critical", report.count(radio::PciSeverity::critical)},
            {"warnings", report.count(radio::PciSeverity::warning)},
            {"notices", report.count(radio::PciSeverity::notice)},
            {"unset", std::move(unset)},
            {"findings", std::move(findings)},
            {"neighbours", std::move(neighbours)}};
}

void printReport(const radio::PciReport& report) {
    std::cout << report.cells << " cells, " << report.neighbours.size() << " pairs of neighbours, "
              << report.unset.size() << " cells without PCI\n";
    for (const auto severity :
         {radio::PciSeverity::critical, radio::PciSeverity::warning, radio::PciSeverity::notice})
        std::cout << "  " << report.count(severity) << ' ' << radio::toText(severity) << '\n';
    Table table({text("Severity"), text("Conflict"), text("What")});
    for (const auto& f : report.findings)
        if (f.severity != radio::PciSeverity::notice)
            table.add({std::string(radio::toText(f.severity)), std::string(radio::pciName(f.kind)), f.what});
    if (!table.empty())
        table.print(std::cout);
}

Expected<Status> planCommand(Input& input, const Scenario& scenario, const PciOptions& o) {
    auto plan = radio::planPci(scenario.topology);
    if (!plan)
        return tl::make_unexpected(plan.error());
    Json changes = Json::array();
    for (const auto& change : plan->changes)
        changes.push_back({{"sector", change.sector.value},
                           {"name", nameOf(scenario, change.sector)},
                           {"before", change.before ? Json(*change.before) : Json(nullptr)},
                           {"after", change.after}});
    if (!o.output.path.empty()) {
        for (auto& each : input.project.scenarios)
            if (&each == &scenario)
                each.topology = radio::withPci(each.topology, plan->changes);
        if (auto written = writeProject(o.output, input.project); !written)
            return tl::make_unexpected(written.error());
    }
    if (o.json) {
        printJson({{"changes", std::move(changes)}, {"after", reportJson(plan->after)}});
    } else {
        Table table({text("Sector"), number("PCI before"), number("PCI after")});
        for (const auto& change : plan->changes)
            table.add({nameOf(scenario, change.sector), change.before ? std::to_string(*change.before) : "-",
                       std::to_string(change.after)});
        if (!table.empty())
            table.print(std::cout, 0);
        printReport(plan->after);
    }
    return plan->after.count(radio::PciSeverity::critical) == 0 ? Status::done : Status::negative;
}

Expected<Status> pciCommand(const PciOptions& o) {
    if (!o.output.path.empty() && !o.plan)
        throw WrongUsage("-o needs --plan: only a plan is written");
    auto input = readInput(o.chosen.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenario = find(*input, o.chosen);
    if (!scenario)
        return tl::make_unexpected(scenario.error());
    if (o.plan) {
        if (!o.output.path.empty())
            if (auto free = checkOutput(o.output); !free)
                return tl::make_unexpected(free.error());
        return planCommand(*input, **scenario, o);
    }
    const auto report = radio::checkPci((*scenario)->topology);
    if (!report)
        return tl::make_unexpected(report.error());
    if (o.json)
        printJson(reportJson(*report));
    else
        printReport(*report);
    return report->count(radio::PciSeverity::critical) == 0 ? Status::done : Status::negative;
}

// ---- budget

struct BudgetOptions {
    Chosen chosen;
    std::int64_t sector = 0;
    std::string at, group;
    bool json = false;
};

/// "120,-40": metres east and north.
Position placeOf(const std::string& text) {
    const auto comma = text.find(',');
    const auto east = parse<Metres>(text.substr(0, comma));
    const auto north = comma == std::string::npos ? east : parse<Metres>(text.substr(comma + 1));
    if (comma == std::string::npos || !east || !north)
        throw WrongUsage("--at: \"" + text +
                         "\" is not a place (give metres east and north, such as 120,-40)");
    return {*east, *north};
}

UserGroup deviceOf(const Scenario& scenario, const std::string& name) {
    const auto& groups = scenario.topology.groups;
    if (name.empty())
        return groups.empty() ? UserGroup{} : groups.front();
    const auto found = std::ranges::find(groups, name, &UserGroup::name);
    if (found == groups.end())
        throw WrongUsage("--group: the scenario has no user group \"" + name + "\"");
    return *found;
}

/// A sector on the air, with the loads and users that an assessment sees.
struct CellInWorld {
    assessing::World world;
    int index;
};
Expected<CellInWorld> cellOf(const Scenario& scenario, const Facts& facts, SectorId sector,
                             const std::string& project) {
    bool known = false;
    for (const auto& site : scenario.topology.sites)
        known = known || findById(site.sectors, sector);
    if (!known)
        throw WrongUsage("--sector: the scenario has no sector " + std::to_string(sector.value));
    assessing::World world(scenario, facts);
    if (!world.usable())
        return failure(world.problems().front().what, project, world.problems().front().remedy);
    const auto& cells = world.field().network().cells;
    const auto found = std::ranges::find(cells, sector, [](const auto& cell) { return cell.sector.id; });
    if (found == cells.end())
        return failure("sector \"" + nameOf(scenario, sector) + "\" is not on the air", project,
                       "enable it and its site, or choose another sector");
    const int index = int(found - cells.begin());
    return CellInWorld{std::move(world), index};
}

Json termsJson(const std::vector<radio::BudgetTerm>& terms) {
    Json list = Json::array();
    for (const auto& term : terms)
        list.push_back({{"key", term.key},
                        {"name", term.name},
                        {term.unit == "dBm" ? "value_dbm" : "value_db", term.value},
                        {"sum", term.level},
                        {"source", term.source}});
    return list;
}

Json profileJson(const radio::PathProfile& p) {
    Json points = Json::array();
    for (const auto& point : p.points)
        points.push_back({{"along_m", point.along.si()},
                          {"ray_m", point.ray.si()},
                          {"bulge_m", point.bulge.si()},
                          {"fresnel_m", point.fresnel.si()}});
    return {{"sector", p.sector.value},
            {"cell", p.cell},
            {"distance_2d_m", p.ground.si()},
            {"distance_3d_m", p.direct.si()},
            {"bearing_deg", p.bearing.degrees()},
            {"elevation_deg", p.elevation.degrees()},
            {"off_azimuth_deg", p.offAzimuth.degrees()},
            {"free_space_loss_db", p.freeSpace.db()},
            {"path_loss_db", p.pathLoss.db()},
            {"penetration_loss_db", p.penetration.db()},
            {"air_loss_db", p.air.db()},
            {"los_probability", p.losProbability},
            {"fresnel_clearance", p.clearance},
            {"serving", p.strongest},
            {"rsrp_dbm", p.link.rsrp.db()},
            {"rsrq_db", p.link.rsrq.db()},
            {"sinr_downlink_db", p.link.down.sinr.db()},
            {"sinr_uplink_db", p.link.up.sinr.db()},
            {"rate_downlink_bps", p.link.down.rateAlone.si()},
            {"rate_uplink_bps", p.link.up.rateAlone.si()},
            {"downlink", termsJson(p.down)},
            {"uplink", termsJson(p.up)},
            {"profile", std::move(points)},
            {"warning", p.warning}};
}

void printTerms(const char* title, const std::vector<radio::BudgetTerm>& terms) {
    std::cout << title << '\n';
    Table table({text("Term"), number("Value"), text("Source")});
    for (const auto& term : terms)
        table.add({(term.level ? "= " : "") + term.name,
                   roundedText(term.value, 5) + " " + std::string(term.unit), term.source});
    table.print(std::cout);
}

void printProfile(const radio::PathProfile& p) {
    printPairs(std::cout,
               {{"cell", p.cell + (p.strongest ? "" : " (not the one that a device there would choose)")},
                {"distance", toDisplay(p.ground) + " on the ground, " + toDisplay(p.direct) + " in space"},
                {"bearing", toDisplay(p.bearing) + ", " + toDisplay(p.offAzimuth) + " off the antenna"},
                {"free space loss", toDisplay(p.freeSpace, 5)},
                {"first Fresnel zone",
                 "the ray clears the ground by " + roundedText(p.clearance, 3) + " radii at least"},
                {"downlink", toDisplay(p.link.down.rateAlone)},
                {"uplink", toDisplay(p.link.up.rateAlone)}});
    printTerms("Downlink", p.down);
    printTerms("Uplink", p.up);
    if (!p.warning.empty())
        warn("outside the model's range: " + p.warning);
}

Expected<Status> budgetCommand(const BudgetOptions& o) {
    const auto place = placeOf(o.at);
    const auto input = readInput(o.chosen.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenario = find(*input, o.chosen);
    if (!scenario)
        return tl::make_unexpected(scenario.error());
    const auto device = deviceOf(**scenario, o.group);
    const auto cell = cellOf(**scenario, input->facts, SectorId{o.sector}, o.chosen.project);
    if (!cell)
        return tl::make_unexpected(cell.error());
    const auto profile = radio::pathProfile(cell->world.field(), cell->index, place, device);
    if (!profile)
        return tl::make_unexpected(profile.error());
    if (o.json)
        printJson(profileJson(*profile));
    else
        printProfile(*profile);
    return Status::done;
}

// ---- load

struct LoadOptions {
    Chosen chosen;
    bool json = false;
};

Json loadJson(const Assessment& a) {
    Json cells = Json::array(), overloaded = Json::array();
    for (const auto& cell : a.cells)
        cells.push_back({{"id", cell.id.value},
                         {"name", cell.name},
                         {"load_downlink", cell.loadDownlink},
                         {"load_uplink", cell.loadUplink},
                         {"utilisation_downlink", cell.utilisationDownlink},
                         {"utilisation_uplink", cell.utilisationUplink}});
    for (const auto id : a.loadCoupling.overloaded)
        overloaded.push_back(id.value);
    return {{"converged", a.loadCoupling.converged},
            {"unique", a.loadCoupling.unique},
            {"iterations_downlink", a.loadCoupling.iterationsDownlink},
            {"iterations_uplink", a.loadCoupling.iterationsUplink},
            {"overloaded", std::move(overloaded)},
            {"cells", std::move(cells)}};
}

Expected<Status> loadCommand(const LoadOptions& o) {
    const auto input = readInput(o.chosen.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenario = find(*input, o.chosen);
    if (!scenario)
        return tl::make_unexpected(scenario.error());
    Scenario coupled = **scenario;
    coupled.assumptions.coupledLoad = true;
    const auto assessment = assess(coupled, input->facts);
    if (assessment.cells.empty() && !assessment.violations.empty())
        return failure(assessment.violations.front().what, o.chosen.project,
                       assessment.violations.front().remedy);
    if (o.json) {
        printJson(loadJson(assessment));
    } else {
        Table table({text("Cell"), number("Downlink load"), number("Uplink load"), number("Users")});
        for (const auto& cell : assessment.cells)
            table.add({cell.name, percent(cell.loadDownlink), percent(cell.loadUplink),
                       std::to_string(cell.users)});
        table.print(std::cout, 0);
        if (!assessment.loadCoupling.overloaded.empty())
            std::cout << assessment.loadCoupling.overloaded.size()
                      << " cells are asked for more than they have\n";
    }
    const bool fine = assessment.loadCoupling.converged && assessment.loadCoupling.overloaded.empty();
    return fine ? Status::done : Status::negative;
}

} // namespace

void addPci(CLI::App& radio, Action& action) {
    auto o = std::make_shared<PciOptions>();
    auto* command =
        radio.add_subcommand("pci", "Conflicts of physical cell identities, or a plan without them");
    addChosen(*command, o->chosen);
    command->add_flag("--plan", o->plan, "Assign identities; locked sites keep theirs");
    addOutput(*command, o->output, "With --plan: the project with the plan made");
    addJsonFlag(*command, o->json);
    command->footer("Exits with 1 where a collision or confusion is left.");
    command->callback([o, &action] { action = [o] { return pciCommand(*o); }; });
}

void addBudget(CLI::App& radio, Action& action) {
    auto o = std::make_shared<BudgetOptions>();
    auto* command = radio.add_subcommand("budget", "Link budget and profile between a cell and a place");
    addChosen(*command, o->chosen);
    addCount(*command, "--sector", o->sector, 1, std::numeric_limits<std::int64_t>::max(), "Id of the sector")
        ->required()
        ->default_str("");
    command->add_option("--at", o->at, "Place in metres east and north of the origin: 120,-40")
        ->required()
        ->type_name("X,Y");
    command->add_option("--group", o->group, "The user group whose device stands there (default: the first)")
        ->type_name("NAME");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return budgetCommand(*o); }; });
}

void addLoad(CLI::App& radio, Action& action) {
    auto o = std::make_shared<LoadOptions>();
    auto* command =
        radio.add_subcommand("load", "Cells' loads as a fixed point with the interference that they make");
    addChosen(*command, o->chosen);
    addJsonFlag(*command, o->json);
    command->footer("Exits with 1 where a cell is asked for more than it has.");
    command->callback([o, &action] { action = [o] { return loadCommand(*o); }; });
}

} // namespace cellwright::cli
