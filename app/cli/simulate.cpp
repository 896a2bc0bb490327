// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/simulation.h"
#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/simulation_tables.h"
#include "data/exchange/csv/arrivals.h"
#include "data/exchange/file.h"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project, scenario, trace;
    Seconds seconds{3600.0};
    std::optional<Seconds> warmUp;
    std::int64_t seed = 1;
    int replications = 8, threads = 0;
    double confidence = 0.99;
    bool json = false;
};

/// A line that is written over while the simulation runs, on terminals only.
class Progress {
public:
    void show(double share) {
        if (!terminal_)
            return;
        std::cerr << "\rsimulating " << int(share * 100.0) << " %" << std::flush;
        shown_ = true;
    }
    ~Progress() {
        if (shown_)
            std::cerr << "\r                  \r" << std::flush;
    }

private:
    bool terminal_ = isatty(STDERR_FILENO) == 1, shown_ = false;
};

Expected<SimulationOptions> simulationOptions(const Options& o, const Scenario& scenario) {
    SimulationOptions options;
    options.seconds = o.seconds.si();
    if (o.warmUp)
        options.warmUp = o.warmUp->si();
    options.seed = std::uint64_t(o.seed);
    options.replications = o.replications;
    options.threads = o.threads;
    options.confidence = o.confidence;
    if (o.trace.empty())
        return options;
    const auto text = readFile(o.trace);
    if (!text)
        return tl::make_unexpected(text.error());
    auto trace = readArrivals(*text, o.trace, scenario.topology);
    if (!trace)
        return tl::make_unexpected(trace.error());
    options.trace = std::move(*trace);
    return options;
}

Json toJson(const SimulationResult& result, double elapsed) {
    auto json = Json::parse(toJsonText(result));
    json["elapsed_s"] = elapsed;
    return json;
}

Expected<Status> simulateCommand(const Options& o) {
    const auto input = readInput(o.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto chosen = chooseScenarios(input->project, o.scenario);
    if (chosen.empty())
        return failure("the project has no scenario", o.project, "add one, or import sites and users");
    Json scenarios = Json::array();
    InterruptWatch watch;
    bool finished = true;
    for (const auto* scenario : chosen) {
        auto options = simulationOptions(o, *scenario);
        if (!options)
            return tl::make_unexpected(options.error());
        Progress progress;
        options->proceed = [&](double share) {
            progress.show(share);
            return !watch.token().stop_requested();
        };
        const auto start = std::chrono::steady_clock::now();
        const auto result = simulateScenario(*scenario, input->facts, *options);
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        if (!result)
            return tl::make_unexpected(result.error());
        finished = finished && result->complete;
        if (!result->complete)
            break;
        if (o.json)
            scenarios.push_back(toJson(*result, elapsed.count()));
        else
            printSimulation(std::cout, *result);
    }
    watch.passOn();
    if (o.json)
        printJson({{"scenarios", std::move(scenarios)}});
    return finished ? Status::done : Status::negative;
}

} // namespace

void addSimulate(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command =
        program.add_subcommand("simulate", "Play every request of scenarios, as a cross-check of evaluate");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command->add_option("--scenario", o->scenario, "Only the scenario of this name")->type_name("NAME");
    addQuantity(*command, "--seconds", o->seconds, positive, "Simulated time of each replication");
    addQuantity(*command, "--warm-up", o->warmUp, notNegative,
                "Of it left out (default: a tenth; nothing of a trace)");
    addCount(*command, "--seed", o->seed, 0, std::numeric_limits<std::int64_t>::max(),
             "Equal seeds give equal results, whatever the threads");
    addCount(*command, "--replications", o->replications, 1, 10000, "Runs with random numbers of their own");
    addCount(*command, "--threads", o->threads, 0, 1024, "0: as many as the computer has");
    addQuantity(*command, "--confidence", o->confidence, {0.5, 0.9999}, "Of the intervals");
    command
        ->add_option("--trace", o->trace,
                     "Requests come as this table says: columns time_s and, if wanted, group")
        ->type_name("FILE.csv");
    addJsonFlag(*command, o->json);
    command->footer("Each figure is shown as assessed, as simulated with its confidence interval, and as the "
                    "difference between the two.");
    command->callback([o, &action] { action = [o] { return simulateCommand(*o); }; });
}

} // namespace cellwright::cli
