// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_files.h"

#include "analytics/scenario/json.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/llama_bench.h"
#include "data/catalogue/model_files.h"
#include "data/catalogue/models.h"
#include "data/exchange/antenna_file.h"
#include "data/exchange/file.h"
#include "data/exchange/geo/crs.h"
#include "data/exchange/picture/background.h"
#include "data/exchange/picture/png.h"
#include "data/library/library.h"

#include <algorithm>
#include <filesystem>

namespace cellwright::cli {
namespace {

constexpr const char* sitesThenUsers = "network"; ///< sites in the first file, users in the second

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

void add(ImportResult& sum, const ImportResult& part) {
    sum.imported += part.imported;
    append(sum.skipped, part.skipped);
    append(sum.warnings, part.warnings);
}

/// The scenario that tables go into: the one named, or the first; a new project gets one named after the
/// file.
Scenario& scenarioFor(const ImportOptions& options, Project& project) {
    if (project.scenarios.empty() && options.scenario.empty()) {
        Scenario scenario;
        scenario.id = {1};
        scenario.name = std::filesystem::path(options.files.front()).stem().string();
        project.name = scenario.name;
        project.scenarios.push_back(std::move(scenario));
    }
    const auto id = chooseScenarios(project, options.scenario).front()->id;
    return *findById(project.scenarios, id);
}

/// The kind of the n-th file: `network` stands for sites, then users.
std::string kindOf(const ImportOptions& options, std::size_t n) {
    if (options.kind != sitesThenUsers)
        return options.kind;
    return n == 0 ? "sites" : "users";
}

/// Options that only say something about what addMissingParts() adds must meet a scenario that lacks it.
void checkUsed(bool given, bool used, const char* option) {
    if (given && !used)
        throw WrongUsage(std::string(option) +
                         " is for what an import adds, but the scenario has that already");
}

bool wantsPlan(const ImportOptions& options) {
    return options.model || options.placement || options.cut;
}
bool wantsHost(const ImportOptions& options) {
    return options.hostDevice || options.hostCount;
}

/// The deployment as asked, without its host; the default cut keeps a quarter of the layers on the device.
Expected<Deployment> askedPlan(const ImportOptions& options, const Project& project, std::int64_t id) {
    Deployment plan;
    plan.id = {id};
    plan.name = "As imported";
    plan.placement = options.placement.value_or(plan.placement);
    const auto model = catalogue::resolveModel(options.model.value_or(plan.model), project.attachments);
    if (!model)
        return tl::make_unexpected(model.error());
    plan.model = model->id;
    plan.cut = options.cut.value_or(int(model->layers.size() / 4));
    return plan;
}

/// The edge host as asked, in the middle of the sites.
Host askedHost(const ImportOptions& options, const Scenario& scenario) {
    Host host;
    host.id = {nextId(scenario)};
    host.name = "Edge server";
    host.device = options.hostDevice.value_or(host.device);
    host.count = options.hostCount.value_or(host.count);
    const auto& sites = scenario.topology.sites;
    for (const auto& site : sites) {
        host.position.x += site.position.x / double(sites.size());
        host.position.y += site.position.y / double(sites.size());
    }
    return host;
}

Expected<void> checkDevice(const std::optional<std::string>& id, const Project& project) {
    if (!id)
        return {};
    return catalogue::resolveDevice(*id, project.attachments).map([](const compute::Device&) {});
}

Expected<void> checkAsked(const ImportOptions& options, const Project& project, const Scenario& scenario,
                          std::size_t groupsBefore) {
    checkUsed(wantsPlan(options), scenario.deployments.empty(), "--model, --placement or --cut");
    checkUsed(wantsHost(options), scenario.topology.hosts.empty(), "--host-device or --host-count");
    checkUsed(options.userDevice.has_value(), scenario.topology.groups.size() > groupsBefore,
              "--user-device");
    return checkDevice(options.userDevice, project).and_then([&] {
        return checkDevice(options.hostDevice, project);
    });
}

/// Adds what the scenario lacks, as the options ask or else as addMissingParts() assumes; says what was
/// assumed.
Expected<std::vector<std::string>> complete(const ImportOptions& options, const Project& project,
                                            Scenario& scenario, std::size_t groupsBefore) {
    if (auto fine = checkAsked(options, project, scenario, groupsBefore); !fine)
        return tl::make_unexpected(fine.error());
    auto& groups = scenario.topology.groups;
    for (std::size_t i = groupsBefore; i < groups.size(); ++i)
        groups[i].device = options.userDevice.value_or(groups[i].device);
    if (wantsHost(options))
        scenario.topology.hosts.push_back(askedHost(options, scenario));
    if (wantsPlan(options)) {
        auto plan = askedPlan(options, project, nextId(scenario));
        if (!plan)
            return tl::make_unexpected(plan.error());
        scenario.deployments.push_back(std::move(*plan));
    }
    checkUsed(options.backhaul.has_value(), scenario.topology.links.empty(), "--backhaul");
    auto assumed = addMissingParts(scenario, options.backhaul.value_or(transport::Aggregation::star));
    if (wantsPlan(options))
        scenario.deployments.front().host = scenario.topology.hosts.front().id;
    return assumed;
}

Expected<ImportResult> importTables(const ImportOptions& options, Project& project) {
    if (options.kind == sitesThenUsers && options.files.size() != 2)
        throw WrongUsage("import network takes two files: sites, then users");
    Scenario& scenario = scenarioFor(options, project);
    const auto groupsBefore = scenario.topology.groups.size();
    ImportResult sum;
    for (std::size_t i = 0; i < options.files.size(); ++i) {
        const auto& file = options.files[i];
        const auto importer = importerOf(kindOf(options, i));
        const auto part = readFile(file).and_then(
            [&](const std::string& text) { return importer->read(text, file, scenario, options.settings); });
        if (!part)
            return tl::make_unexpected(part.error());
        add(sum, *part);
    }
    if (options.bare)
        return sum;
    const auto assumed = complete(options, project, scenario, groupsBefore);
    if (!assumed)
        return tl::make_unexpected(assumed.error());
    append(sum.warnings, *assumed);
    return sum;
}

/// Antennas go into a scenario's list; sectors take one where the option says so.
Expected<ImportResult> importAntennas(const ImportOptions& options, Project& project) {
    if (options.allSectors && options.files.size() != 1)
        throw WrongUsage("--all-sectors is for one antenna");
    Scenario& scenario = scenarioFor(options, project);
    ImportResult sum;
    for (const auto& file : options.files) {
        const auto part = readFile(file, AntennaFileLimits::bytes).and_then([&](const std::string& text) {
            return importAntenna(text, file, scenario);
        });
        if (!part)
            return tl::make_unexpected(part.error());
        add(sum, *part);
    }
    if (options.allSectors)
        for (auto& site : scenario.topology.sites)
            for (auto& sector : site.sectors)
                sector.pattern = scenario.topology.antennas.back().id;
    return sum;
}

/// A new project takes the name and description of the first one read.
void takeName(std::string_view text, const std::string& file, Project& project) {
    if (!project.name.empty() || !project.description.empty())
        return;
    if (const auto read = projectFromJson(text, file)) {
        project.name = read->name;
        project.description = read->description;
    }
}

Expected<ImportResult> importProjects(const ImportOptions& options, Project& project) {
    ImportResult sum;
    for (const auto& file : options.files) {
        const auto text = readFile(file);
        if (!text)
            return tl::make_unexpected(text.error());
        const auto part = importJson(*text, file, project);
        if (!part)
            return tl::make_unexpected(part.error());
        takeName(*text, file, project);
        add(sum, *part);
    }
    return sum;
}

/// A device of the user's library, by its id, as it is kept there.
Expected<Project::Attachment> fromLibrary(const std::string& id) {
    return library::find(id).and_then([&](const library::Entry& own) {
        return readFile(own.file.string(), JsonLimits::longTextBytes).map([&](const std::string& text) {
            const bool bench = catalogue::looksLikeLlamaBench(text);
            return Project::Attachment{id, "device", bench ? catalogue::deviceToText(own.device) : text};
        });
    });
}

/// What the project will keep of the file, once it is known to be a model or device; under the file's own id.
Expected<Project::Attachment> readAttachment(const ImportOptions& options, const std::string& file) {
    if (options.kind == "model")
        return catalogue::modelAttachment(file);
    std::error_code unknown;
    if (options.kind == "device" && !std::filesystem::exists(file, unknown))
        if (auto own = fromLibrary(file))
            return own;
    const auto text = readFile(file, JsonLimits::longTextBytes);
    if (!text)
        return tl::make_unexpected(text.error());
    if (options.kind == "llama-bench" && !catalogue::looksLikeLlamaBench(*text))
        return failure("not a result of llama-bench", file, "write one with llama-bench -o json");
    return catalogue::deviceFromText(*text, file).map([&](const compute::Device& device) {
        const bool bench = catalogue::looksLikeLlamaBench(*text);
        return Project::Attachment{device.id, "device", bench ? catalogue::deviceToText(device) : *text};
    });
}

Expected<ImportResult> importAttachments(const ImportOptions& options, Project& project) {
    ImportResult sum;
    for (const auto& file : options.files) {
        auto attachment = readAttachment(options, file);
        if (!attachment)
            return tl::make_unexpected(attachment.error());
        if (!options.id.empty())
            attachment->id = options.id;
        const auto same = [&](const Project::Attachment& a) {
            return a.kind == attachment->kind && a.id == attachment->id;
        };
        if (std::ranges::any_of(project.attachments, same))
            return failure("the project has a " + options.kind + " \"" + attachment->id + "\" already", file,
                           "give it another id with --id");
        project.attachments.push_back(std::move(*attachment));
        ++sum.imported;
    }
    return sum;
}

/// The system that a picture's world file is in: as asked, or as the .prj file beside it says; empty where
/// nobody says.
Expected<std::string> systemOf(const ImportOptions& options, const std::string& file,
                               std::vector<std::string>& warnings) {
    if (!options.settings.crs.empty())
        return options.settings.crs;
    const auto path = std::filesystem::path(file).replace_extension(".prj").string();
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown)) {
        warnings.emplace_back(
            "the world file is read as metres of the local plane; --crs names another system");
        return std::string();
    }
    return readFile(path, 64u << 10).and_then([&](const std::string& text) {
        return Crs::find(text, path).map([&](const Crs& crs) {
            warnings.push_back("the world file is read as " + crs.title() + ", as " + path + " says");
            return text;
        });
    });
}

/// A picture with its world file, as an attachment that the window draws under the scenarios; placed by the
/// origin of the one chosen.
Expected<Project::Attachment> backgroundOf(const ImportOptions& options, const std::string& file,
                                           const Project& project, std::vector<std::string>& warnings) {
    const auto bytes = readFile(file);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    const auto size = pictureSize(*bytes, file);
    if (!size)
        return tl::make_unexpected(size.error());
    const auto worldPath = options.world.empty() ? worldFileName(file) : options.world;
    const auto text = readFile(worldPath, 4096);
    if (!text)
        return failure(text.error().what, worldPath,
                       "give the picture's world file with --world, or place it by two points in the window");
    const auto world = readWorldFile(*text, worldPath);
    if (!world)
        return tl::make_unexpected(world.error());
    const auto system = systemOf(options, file, warnings);
    if (!system)
        return tl::make_unexpected(system.error());
    const auto chosen = chooseScenarios(project, options.scenario);
    const auto origin = chosen.empty() ? std::nullopt : chosen.front()->topology.origin;
    const auto background =
        backgroundFromWorld(file, size->first, size->second, *world, origin, *system, worldPath);
    if (!background)
        return tl::make_unexpected(background.error());
    const auto id = std::filesystem::path(file).stem().string();
    return Project::Attachment{options.id.empty() ? id : options.id, backgroundKind, toJsonText(*background)};
}

/// What is said about files of another kind must not be passed over.
void checkSettingsUsed(const ImportOptions& options) {
    auto importer = importerOf(kindOf(options, 0));
    if (!importer)
        importer = Importer{options.kind, "", nullptr, options.kind == backgroundKind};
    if (const auto used = checkSettings(*importer, options.settings); !used)
        throw WrongUsage(used.error().message());
}

/// Each picture takes the place of one of the same id.
Expected<ImportResult> importBackgrounds(const ImportOptions& options, Project& project) {
    ImportResult sum;
    for (const auto& file : options.files) {
        auto attachment = backgroundOf(options, file, project, sum.warnings);
        if (!attachment)
            return tl::make_unexpected(attachment.error());
        std::erase_if(project.attachments, [&](const Project::Attachment& other) {
            return other.kind == attachment->kind && other.id == attachment->id;
        });
        project.attachments.push_back(std::move(*attachment));
        ++sum.imported;
    }
    return sum;
}

} // namespace

std::vector<std::string> importKinds() {
    std::vector<std::string> kinds;
    for (const auto& importer : importers())
        kinds.emplace_back(importer.kind);
    append(kinds, {sitesThenUsers, "antenna", "json", "model", "device", "llama-bench", backgroundKind});
    return kinds;
}

Expected<ImportResult> importFiles(const ImportOptions& options, Project& project) {
    checkSettingsUsed(options);
    if (options.kind == "antenna")
        return importAntennas(options, project);
    if (options.kind == "json")
        return importProjects(options, project);
    if (options.kind == backgroundKind)
        return importBackgrounds(options, project);
    if (options.kind == "model" || options.kind == "device" || options.kind == "llama-bench")
        return importAttachments(options, project);
    return importTables(options, project);
}

} // namespace cellwright::cli
