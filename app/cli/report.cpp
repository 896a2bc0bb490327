// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/report.h"

#include "app/cli/drawing.h"
#include "app/cli/shared.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project;
    std::string scenario;
    OutputFile output;
    std::string paper = "A4";
    std::string language = "en";
    bool withoutMaps = false;
    bool json = false;
};

Expected<ReportOptions> reportOptions(const Options& options) {
    const auto paper = parsePaper(QString::fromStdString(options.paper));
    if (!paper)
        return tl::make_unexpected(paper.error());
    ReportOptions result;
    result.paper = *paper;
    result.language = QString::fromStdString(options.language);
    result.heatMaps = !options.withoutMaps;
    return result;
}

void print(const ReportSummary& summary, const Options& options) {
    if (options.json)
        printJson({{"pages", summary.pages}, {"seconds", summary.seconds}});
    else
        std::cout << options.output.path << ": " << summary.pages << " pages, "
                  << toDisplay(Seconds(summary.seconds), 3) << '\n';
}

Expected<Status> run(const Options& options) {
    const auto report = reportOptions(options);
    if (!report)
        throw WrongUsage(report.error().message());
    if (const auto free = checkOutput(options.output); !free)
        return tl::make_unexpected(free.error());
    const auto input = readInput(options.project);
    if (!input)
        return tl::make_unexpected(input.error());
    std::vector<Assessment> assessments;
    for (const Scenario* scenario : chooseScenarios(input->project, options.scenario))
        assessments.push_back(assess(*scenario, input->facts));
    const Drawing drawing;
    if (!reportLanguages().contains(report->language))
        throw WrongUsage("no report in the language \"" + options.language + "\" (choose one of: " +
                         reportLanguages().join(QStringLiteral(", ")).toStdString() + ")");
    const auto summary = writeReport(options.output.path, input->project, assessments, input->facts, *report,
                                     options.output.force);
    if (!summary)
        return tl::make_unexpected(summary.error());
    print(*summary, options);
    return Status::done;
}

} // namespace

void addReport(CLI::App& program, Action& action) {
    auto* command =
        program.add_subcommand("report", "Writes the PDF of a project: drawings, results, inputs, sources");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "Project file, or a project's JSON")->required();
    command->add_option("--scenario", options->scenario, "This scenario only");
    addOutput(*command, options->output, "The PDF")->required();
    command->add_option("--paper", options->paper, "A4 or Letter")->capture_default_str();
    command->add_option("--language", options->language, "Language of the report")->capture_default_str();
    command->add_flag("--no-heat-maps", options->withoutMaps, "Draw without the SINR behind the network");
    addJsonFlag(*command, options->json);
    command->callback([&action, options] { action = [options] { return run(*options); }; });
}

} // namespace cellwright::cli
