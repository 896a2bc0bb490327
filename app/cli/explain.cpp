// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"

#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>
#include <string_view>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project, scenario, quantity;
    bool list = false;
    bool json = false;
};

/// A path as in the whole JSON of evaluate ("scenarios[1].groups[0]…") names its scenario, too.
struct Target {
    const Scenario* scenario = nullptr;
    std::string path;
};

std::optional<std::size_t> indexOf(std::string_view text) {
    std::size_t index = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (problem != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return index;
}

Target targetOf(const std::vector<const Scenario*>& scenarios, const std::string& quantity) {
    constexpr std::string_view prefix = "scenarios[";
    if (!quantity.starts_with(prefix))
        return {scenarios.front(), quantity};
    const auto close = quantity.find("].");
    const auto index = close == std::string::npos
                           ? std::nullopt
                           : indexOf(std::string_view(quantity).substr(prefix.size(), close - prefix.size()));
    if (!index || *index >= scenarios.size())
        throw WrongUsage("\"" + quantity + "\" names no scenario (there are " +
                         std::to_string(scenarios.size()) + ", from scenarios[0] on)");
    return {scenarios[*index], quantity.substr(close + 2)};
}

Json toJson(const Derivation& d) {
    Json inputs = Json::array();
    for (const auto& input : d.inputs)
        inputs.push_back(toJson(input));
    return {{"name", d.name},           {"symbol", d.symbol},
            {"formula", d.formula},     {"value", std::isfinite(d.value) ? Json(d.value) : Json(nullptr)},
            {"unit", d.unit},           {"source", d.source},
            {"label", toText(d.label)}, {"substituted", d.substituted},
            {"repeated", d.repeated},   {"inputs", std::move(inputs)}};
}

Expected<Status> list(const Scenario& scenario, const Input& input, bool json) {
    const auto paths = explainablePaths(assess(scenario, input.facts));
    if (json)
        printJson({{"scenario", scenario.name}, {"paths", paths}});
    else
        for (const auto& path : paths)
            std::cout << path << '\n';
    return Status::done;
}

Expected<Status> explainOne(const Target& target, const Input& input, bool json) {
    const auto derivation = explain(*target.scenario, input.facts, target.path);
    if (!derivation)
        throw WrongUsage(derivation.error().message() + "; --list shows all quantities");
    if (json)
        printJson(toJson(*derivation));
    else
        std::cout << toPlainText(*derivation);
    return Status::done;
}

Expected<Status> explainCommand(const Options& options) {
    const auto input = readInput(options.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenarios = chooseScenarios(input->project, options.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario", options.project, "add one, or import sites and users");
    if (options.list)
        return list(*scenarios.front(), *input, options.json);
    return explainOne(targetOf(scenarios, options.quantity), *input, options.json);
}

} // namespace

void addExplain(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("explain", "How one number of evaluate follows from its inputs");
    command->add_option("PROJECT", options->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    const auto* quantity =
        command
            ->add_option("--quantity", options->quantity,
                         "Path of the number in the JSON of evaluate, such as groups[0].ttft_s.p95")
            ->type_name("PATH");
    const auto* all =
        command->add_flag("--list", options->list, "The paths of all numbers that can be explained");
    command->add_option("--scenario", options->scenario, "Of the scenario of this name, not the first one")
        ->type_name("NAME");
    addJsonFlag(*command, options->json);
    command->callback([options, quantity, all, &action] {
        requireOneOf(*quantity, *all);
        action = [options] { return explainCommand(*options); };
    });
}

} // namespace cellwright::cli
