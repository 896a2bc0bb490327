// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/samples/samples.h"

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string id;
    bool list = false;
    OutputFile output;
    bool json = false;
};

Status listSamples(bool json) {
    Json entries = Json::array();
    Table table({text("Id"), text("Name"), text("About")});
    for (const auto& sample : samples::all()) {
        entries.push_back({{"id", sample.id}, {"name", sample.name}, {"about", sample.about}});
        table.add({std::string(sample.id), std::string(sample.name), std::string(sample.about)});
    }
    if (json)
        printJson({{"entries", std::move(entries)}});
    else
        table.print(std::cout, 0);
    return Status::done;
}

Expected<Status> sampleCommand(const Options& o) {
    if (o.list)
        return listSamples(o.json);
    const auto sample = samples::find(o.id);
    if (!sample)
        throw WrongUsage(sample.error().message());
    if (o.output.path.empty())
        throw WrongUsage("--output: name the file to write (-o FILE)");
    const auto written = writeProject(o.output, sample->make());
    if (!written)
        return tl::make_unexpected(written.error());
    if (o.json)
        printJson({{"sample", sample->id}, {"project", o.output.path}});
    return Status::done;
}

} // namespace

void addSample(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command = program.add_subcommand("sample", "Write a sample project");
    const auto* id = command->add_option("ID", o->id, "Which sample")->type_name("");
    const auto* list = command->add_flag("--list", o->list, "What samples there are");
    addOutput(*command, o->output, "The project file to write, or a project's JSON for a name in .json");
    addJsonFlag(*command, o->json);
    command->callback([o, id, list, &action] {
        requireOneOf(*id, *list);
        action = [o] { return sampleCommand(*o); };
    });
}

} // namespace cellwright::cli
