// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/edit.h"
#include "analytics/scenario/schema.h"
#include "app/cli/command.h"
#include "app/cli/import_files.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/store/project_store.h"

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

Expected<ImportResult> importIntoNew(const ImportOptions& o) {
    if (const auto free = checkOutput(o.output); !free)
        return failure("the file exists", o.output.path,
                       "add to it with --into, replace it with --force, or choose another name");
    Project project;
    return importFiles(o, project).and_then([&](const ImportResult& result) {
        return writeProject(o.output, project).map([&] { return result; });
    });
}

/// All files become one edit, which the window can undo. The project is opened for writing only when the
/// files were good: even an unused lock leaves its marks in a file.
Expected<ImportResult> importIntoExisting(const ImportOptions& o) {
    const auto before = readProject(o.into);
    if (!before)
        return tl::make_unexpected(before.error());
    Project after = *before;
    const auto result = importFiles(o, after);
    if (!result)
        return result;
    auto store = ProjectStore::open(o.into);
    if (!store)
        return tl::make_unexpected(store.error());
    if (store->readOnly())
        return failure(store->notices().empty() ? "the project is read-only" : store->notices().front(),
                       o.into, "close other windows, or import into a copy");
    if (store->project() != *before)
        return failure("the project was changed while the files were read", o.into, "import them again");
    return store->record(difference(*before, after, "Import " + o.kind)).map([&] { return *result; });
}

void print(const ImportOptions& o, const ImportResult& result) {
    std::cout << "imported " << result.imported << " from " << o.files.size()
              << (o.files.size() == 1 ? " file" : " files") << '\n';
    for (const auto& row : result.skipped)
        std::cout << "skipped: " << printable(row) << '\n';
    for (const auto& warning : result.warnings)
        std::cout << "note: " << printable(warning) << '\n';
}

Expected<Status> importCommand(const ImportOptions& o) {
    if (o.into.empty() && !o.scenario.empty())
        throw WrongUsage("--scenario names a scenario of an existing project (give it with --into)");
    if (o.allSectors && o.kind != "antenna")
        throw WrongUsage("--all-sectors is for an antenna");
    if (!o.id.empty() && (o.files.size() != 1 || (o.kind != "background" && o.kind != "model" &&
                                                  o.kind != "device" && o.kind != "llama-bench")))
        throw WrongUsage("--id is for one model, device or background");
    const auto result = o.into.empty() ? importIntoNew(o) : importIntoExisting(o);
    if (!result)
        return tl::make_unexpected(result.error());
    if (o.json)
        printJson({{"imported", result->imported},
                   {"skipped", result->skipped},
                   {"warnings", result->warnings},
                   {"project", o.into.empty() ? o.output.path : o.into}});
    else
        print(o, *result);
    return Status::done;
}

/// What the user knows about the files and they do not say.
void addSettings(CLI::App& command, ImportOptions& o) {
    command
        .add_option(
            "--crs", o.settings.crs,
            "Coordinate system of the positions, as PROJ names it (EPSG:25833): X and Y of tables, or "
            "GeoJSON that names none or a wrong one")
        ->type_name("NAME");
    command.add_option("--mcc", o.settings.mcc, "For opencellid: only this mobile country code")
        ->check(CLI::Range(0, 999).description(""))
        ->type_name("N");
    command.add_option("--mnc", o.settings.mnc, "For opencellid: only this mobile network code")
        ->check(CLI::Range(0, 99999).description(""))
        ->type_name("N");
    command.add_option("--radio", o.settings.radio, "For opencellid: only this radio type")
        ->check(CLI::IsMember({"GSM", "UMTS", "LTE", "NR", "CDMA", "NBIOT"}).description(""))
        ->type_name("GSM|UMTS|LTE|NR");
}

void addPlan(CLI::App& command, ImportOptions& o) {
    command.add_flag("--bare", o.bare,
                     "Add no workload, host, links and deployment where the files have none");
    command.add_option("--model", o.model, "Model of the added deployment (default: llama-3.1-8b)")
        ->type_name("ID");
    const auto placement = [&o](const std::string& key) {
        for (const auto& entry : EnumText<Placement>::entries)
            if (entry.key == key)
                o.placement = entry.value;
    };
    command
        .add_option_function<std::string>("--placement", placement,
                                          "Where the added deployment runs (default: split)")
        ->check(CLI::IsMember({"device", "host", "split"}).description(""))
        ->type_name("device|host|split");
    const auto backhaul = [&o](const std::string& key) {
        for (const auto& [name, shape] : transport::aggregations)
            if (name == key)
                o.backhaul = shape;
    };
    command
        .add_option_function<std::string>("--backhaul", backhaul,
                                          "How added links gather the sites (default: star)")
        ->check(CLI::IsMember({"star", "tree", "chain", "ring"}).description(""))
        ->type_name("star|tree|chain|ring");
    command.add_option("--cut", o.cut, "Layers on the device (default: a quarter)")
        ->check(CLI::Range(0, 1000).description(""))
        ->type_name("N");
    command.add_option("--user-device", o.userDevice, "What imported users carry")->type_name("ID");
    command.add_option("--host-count", o.hostCount, "Accelerators of the added host (default: 1)")
        ->check(CLI::Range(1, 1'000'000).description(""))
        ->type_name("N");
    command.add_option("--host-device", o.hostDevice, "Accelerator of the added host")->type_name("ID");
}

} // namespace

void addImport(CLI::App& program, Action& action) {
    auto o = std::make_shared<ImportOptions>();
    auto* command = program.add_subcommand(
        "import", "Read sites, users, maps, networks, projects, models or devices into a project");
    command
        ->add_option(
            "KIND", o->kind,
            "sites, users, links, hosts: CSV tables; network: sites, then users; geojson, kml (KMZ too), "
            "graphml: places and networks; opencellid: CSV of cells; antenna: MSI or Planet patterns; auto: "
            "whichever of these; "
            "json: projects or scenarios; "
            "model: config.json, .gguf or .safetensors; device: a profile, or an id of your "
            "library; llama-bench: "
            "its result in JSON, JSONL, CSV or Markdown; background: a picture with its world file")
        ->required()
        ->check(CLI::IsMember(importKinds()).description(""))
        ->type_name("");
    command->add_option("FILE", o->files, "What to read")->required()->type_name("");
    const auto* output = command
                             ->add_option("-o,--output", o->output.path,
                                          "A new project file, or a project's JSON for a name in .json")
                             ->type_name("PROJECT");
    const auto* into =
        command->add_option("--into", o->into, "An existing project file, as one edit")->type_name("PROJECT");
    command->add_flag("--force", o->output.force, "Replace the new project file where it exists");
    command
        ->add_option("--scenario", o->scenario,
                     "With --into: the scenario that gets sites and users (default: the first)")
        ->type_name("NAME");
    command->add_option("--id", o->id, "Id of the imported model or device")->type_name("ID");
    addSettings(*command, *o);
    command
        ->add_option("--world", o->world,
                     "For background: the picture's world file (default: the one beside it)")
        ->type_name("FILE");
    command->add_flag("--all-sectors", o->allSectors,
                      "Let every sector of the scenario use the imported antenna");
    addPlan(*command, *o);
    addJsonFlag(*command, o->json);
    command->callback([o, output, into, &action] {
        requireOneOf(*output, *into);
        action = [o] { return importCommand(*o); };
    });
}

} // namespace cellwright::cli
