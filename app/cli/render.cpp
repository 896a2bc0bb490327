// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/drawing.h"
#include "app/cli/shared.h"
#include "widgets/report/picture.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project;
    std::string scenario;
    OutputFile output;
    PictureOptions picture;
    bool withoutMap = false;
    bool json = false;
};

void print(const PictureSummary& summary, const Options& options) {
    if (options.json)
        printJson({{"width", summary.width}, {"height", summary.height}});
    else
        std::cout << options.output.path << ": " << summary.width << " x " << summary.height << '\n';
}

Expected<Status> run(const Options& options) {
    if (const auto known = checkPictureName(options.output.path); !known)
        throw WrongUsage(known.error().message());
    if (const auto free = checkOutput(options.output); !free)
        return tl::make_unexpected(free.error());
    const auto input = readInput(options.project);
    if (!input)
        return tl::make_unexpected(input.error());
    // Without a name, the first: a picture shows one scenario.
    const auto scenarios = chooseScenarios(input->project, options.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario to draw", options.project, "add a scenario");
    PictureOptions picture = options.picture;
    picture.heatMap = !options.withoutMap;
    const Drawing drawing;
    const auto summary =
        renderPicture(options.output.path, *scenarios.front(), picture, options.output.force);
    if (!summary)
        return tl::make_unexpected(summary.error());
    print(*summary, options);
    return Status::done;
}

} // namespace

void addRender(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("render", "Draws a scenario with its SINR map to PNG, SVG or PDF");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "Project file, or a project's JSON")->required();
    command->add_option("--scenario", options->scenario, "Its name; without, the first");
    addOutput(*command, options->output, "The picture; .png, .svg or .pdf")->required();
    constexpr int least = PictureOptions::minimumSide, most = PictureOptions::maximumSide;
    addCount(*command, "--width", options->picture.width, least, most, "Pixels");
    addCount(*command, "--height", options->picture.height, least, most, "Pixels");
    command->add_flag("--no-heat-map", options->withoutMap, "Draw without the SINR behind the network");
    command->add_flag("--dark", options->picture.dark, "Colours of the dark theme");
    addJsonFlag(*command, options->json);
    command->callback([&action, options] { action = [options] { return run(*options); }; });
}

} // namespace cellwright::cli
