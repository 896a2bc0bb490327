// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project, scenario;
    std::string link, host, site; ///< exactly one, or none for all
    bool all = false, json = false;
};

template <class T>
EntityRef named(const std::vector<T>& list, const std::string& name, EntityKind kind) {
    const auto found = std::ranges::find(list, name, &T::name);
    if (found == list.end())
        throw WrongUsage("there is no " + std::string(enumKey(kind)) + " \"" + name + "\" in the scenario");
    if (std::ranges::count(list, name, &T::name) > 1)
        throw WrongUsage("several of kind " + std::string(enumKey(kind)) + " are called \"" + name +
                         "\"; give them different names");
    return {kind, found->id.value};
}

EntityRef failedOf(const Options& o, const Scenario& scenario) {
    if (!o.link.empty())
        return named(scenario.topology.links, o.link, EntityKind::link);
    if (!o.host.empty())
        return named(scenario.topology.hosts, o.host, EntityKind::host);
    return named(scenario.topology.sites, o.site, EntityKind::site);
}

std::string delayText(Seconds change) {
    return change.si() > 0.0 ? "+" + toDisplay(change, 3) : "";
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

void print(const FailureImpact& impact) {
    std::cout << "Without " << enumKey(impact.failed.kind) << " \"" << printable(impact.name)
              << "\": " << impact.lost << " users lose service, " << impact.rerouted
              << " are served another way\n";
    Table table({text("Group"), number("Served before"), number("Lost"), number("Rerouted"),
                 number("Mean delay"), number("Worst delay"), text("Targets that break")});
    for (const auto& g : impact.groups)
        table.add({g.name, std::to_string(g.servedBefore), std::to_string(g.lost), std::to_string(g.rerouted),
                   delayText(g.meanDelayChange), delayText(g.worstDelayChange), joined(g.brokenTargets)});
    if (!table.empty())
        table.print(std::cout);
    for (const auto& violation : impact.violations)
        std::cout << "new: " << printable(violation.what) << " (" << printable(violation.remedy) << ")\n";
}

/// The worst first.
void print(std::vector<FailureRow> rows) {
    std::ranges::stable_sort(rows, [](const FailureRow& a, const FailureRow& b) {
        return a.lost != b.lost ? a.lost > b.lost
               : a.brokenTargets.size() != b.brokenTargets.size()
                   ? a.brokenTargets.size() > b.brokenTargets.size()
                   : a.rerouted > b.rerouted;
    });
    constexpr std::size_t shown = 50;
    const auto noticed = [](const FailureRow& row) {
        return row.lost > 0 || row.rerouted > 0 || row.onlyWay || !row.brokenTargets.empty();
    };
    const auto end = std::stable_partition(rows.begin(), rows.end(), noticed);
    const auto count = std::size_t(end - rows.begin());
    Table table({text("Fails"), text("Name"), text("Only way"), number("Lost"), number("Rerouted"),
                 number("Worst delay"), text("Targets that break")});
    for (std::size_t i = 0; i < std::min(count, shown); ++i) {
        const auto& row = rows[i];
        table.add({std::string(enumKey(row.failed.kind)), row.name, row.onlyWay ? "yes" : "",
                   std::to_string(row.lost), std::to_string(row.rerouted), delayText(row.worstDelayChange),
                   joined(row.brokenTargets)});
    }
    if (!table.empty())
        table.print(std::cout);
    if (count > shown)
        std::cout << "  and " << count - shown << " more that somebody would notice\n";
    std::cout << rows.size() - count << " of " << rows.size() << " single failures change nothing\n";
}

Expected<Status> failCommand(const Options& o) {
    const auto input = readInput(o.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenarios = chooseScenarios(input->project, o.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario", o.project, "add one, or import sites and users");
    const auto& scenario = *scenarios.front();
    if (o.all) {
        const auto rows = allFailures(scenario, input->facts);
        if (!rows)
            return tl::make_unexpected(rows.error());
        if (o.json)
            printJson(Json::parse(toJsonText(*rows)));
        else
            print(*rows);
        return std::ranges::all_of(*rows, [](const FailureRow& row) { return row.lost == 0; })
                   ? Status::done
                   : Status::negative;
    }
    const auto impact = failureImpact(scenario, input->facts, failedOf(o, scenario));
    if (!impact)
        return tl::make_unexpected(impact.error());
    if (o.json)
        printJson(Json::parse(toJsonText(*impact)));
    else
        print(*impact);
    return impact->lost == 0 && impact->violations.empty() ? Status::done : Status::negative;
}

} // namespace

void addWhatIf(CLI::App& program, Action& action) {
    auto* group = program.add_subcommand("whatif", "What a change would do to a scenario");
    group->require_subcommand(1);
    auto o = std::make_shared<Options>();
    auto* command = group->add_subcommand("fail", "Who loses service when a link, a site or a host fails");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    auto* choice = command->add_option_group("what fails");
    choice->add_option("--link", o->link, "This link")->type_name("NAME");
    choice->add_option("--host", o->host, "This host")->type_name("NAME");
    choice->add_option("--site", o->site, "This site: radio and transport")->type_name("NAME");
    choice->add_flag("--all", o->all, "Each link, site and host alone, one after the other");
    choice->require_option(1);
    command->add_option("--scenario", o->scenario, "The scenario (default: the first)")->type_name("NAME");
    addJsonFlag(*command, o->json);
    command->footer("Exits with 1 when somebody loses service or a target that was met is missed.");
    command->callback([o, &action] { action = [o] { return failCommand(*o); }; });
}

} // namespace cellwright::cli
