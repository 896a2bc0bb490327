// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/catalogue_models.h"

#include "analytics/quantity/text.h"
#include "app/cli/devices/library.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/catalogue/model_filter.h"

#include <iostream>
#include <memory>
#include <utility>
#include <vector>

namespace cellwright::cli {
namespace {

struct Options {
    catalogue::ModelFilter filter;
    std::string device;
    bool sized = false; ///< somebody asks what the models need
    bool json = false;
};

Json whole(const std::optional<Bytes>& bytes) {
    return bytes ? Json(std::int64_t(bytes->si())) : Json(nullptr);
}
Json countOrNull(std::int64_t count) {
    return count > 0 ? Json(count) : Json(nullptr);
}

void addArchitecture(Json& json, const catalogue::ModelRow& row) {
    json["active_parameters"] = row.model ? Json(row.count.active) : Json(nullptr);
    json["embedding_parameters"] = row.model ? Json(row.count.embedding) : Json(nullptr);
    json["tower_parameters"] = row.model ? Json(row.count.towers) : Json(nullptr);
    json["layers"] = row.model ? Json(row.model->layers.size()) : Json(nullptr);
    json["hidden"] = row.model ? Json(row.model->hidden) : Json(nullptr);
    json["max_context"] = row.model ? Json(row.model->maxContext) : Json(nullptr);
}

void addSizes(Json& json, const catalogue::ModelRow& row, const Options& options) {
    json["weights_scheme"] = llm::schemeName(options.filter.weights);
    json["weights_bytes"] = whole(row.weights);
    json["kv_scheme"] = llm::schemeName(options.filter.kv);
    json["kv_bytes"] = whole(row.kv);
    json["workspace_bytes"] = whole(row.workspace);
    json["memory_bytes"] = row.model ? whole(row.memory) : Json(nullptr);
    json["context"] = row.context;
    if (options.filter.memory)
        json["fits"] = row.fits ? Json(true) : Json(nullptr);
}

Json entryJson(const catalogue::ModelRow& row, const Options& options) {
    const auto& entry = *row.entry;
    Json json{{"id", entry.id},
              {"name", entry.name},
              {"series", entry.series},
              {"family", entry.family},
              {"kind", entry.kind},
              {"licence", entry.licence},
              {"repository", entry.repository},
              {"parameters", countOrNull(row.count.total)},
              {"stated", entry.isStated()},
              {"source", entry.source},
              {"date", entry.date},
              {"verified", entry.verified},
              {"note", entry.note}};
    addArchitecture(json, row);
    if (options.sized)
        addSizes(json, row, options);
    return json;
}

/// "7241732096"; a count that makers only state is rounded and says so.
std::string countText(const catalogue::ModelRow& row) {
    if (row.count.total == 0)
        return "unknown";
    return (row.model ? "" : "about ") + std::to_string(row.count.total);
}

std::string sizeText(const std::optional<Bytes>& bytes) {
    return bytes ? toDisplay(*bytes, 3) : "unknown";
}

void printList(const std::vector<catalogue::ModelRow>& rows) {
    Table table({text("Id"), text("Name"), number("Parameters"), number("Active"), number("Layers"),
                 number("Context"), text("Kind"), text("Licence"), text("Verified"), text("Source")});
    for (const auto& row : rows) {
        const auto& e = *row.entry;
        const bool known = row.model != nullptr;
        table.add({e.id, e.name, countText(row), known ? std::to_string(row.count.active) : "",
                   known ? std::to_string(row.model->layers.size()) : "",
                   known ? std::to_string(row.model->maxContext) : "", e.kind, e.licence,
                   e.verified ? "yes" : "no", e.source});
    }
    table.print(std::cout, 0);
}

void printSizes(const std::vector<catalogue::ModelRow>& rows) {
    Table table({text("Id"), text("Name"), number("Parameters"), number("Weights"), number("KV cache"),
                 number("Workspace"), number("Memory"), number("Context"), text("Licence")});
    for (const auto& row : rows)
        table.add({row.entry->id, row.entry->name, countText(row), sizeText(row.weights), sizeText(row.kv),
                   sizeText(row.workspace), sizeText(row.model ? row.memory : std::nullopt),
                   row.model ? std::to_string(row.context) : "", row.entry->licence});
    table.print(std::cout, 0);
}

Expected<Status> listModels(Options options) {
    if (!options.device.empty()) {
        const auto device = deviceNamed(options.device);
        if (!device)
            return tl::make_unexpected(device.error());
        options.filter.memory = device->memoryCapacity.value;
    }
    const auto rows = catalogue::filterModels(options.filter);
    if (options.json) {
        Json entries = Json::array();
        for (const auto& row : rows)
            entries.push_back(entryJson(row, options));
        printJson({{"entries", std::move(entries)}});
    } else if (rows.empty()) {
        warn("no model of the catalogue passes");
    } else if (options.sized) {
        printSizes(rows);
    } else {
        printList(rows);
    }
    return Status::done;
}

void addFilters(CLI::App& command, catalogue::ModelFilter& filter) {
    command
        .add_option("--search", filter.text,
                    "Words that occur in id, name, family, kind, licence or repository")
        ->type_name("TEXT");
    command.add_option("--family", filter.family, "Series (Llama) or architecture (qwen3_moe)")
        ->type_name("NAME");
    command.add_option("--licence", filter.licence, "A part of the licence's name")->type_name("TEXT");
    std::vector<std::string> kinds(catalogue::modelKinds().begin(), catalogue::modelKinds().end());
    command.add_option("--kind", filter.kind, "What it is for")
        ->type_name("KIND")
        ->check(CLI::IsMember(std::move(kinds)));
    addNumber(
        command, "--min-parameters", [&filter](double least) { filter.minParameters = std::int64_t(least); },
        "", {0.0, 1e18}, "Smallest total (7e9)");
    addNumber(
        command, "--max-parameters", [&filter](double most) { filter.maxParameters = std::int64_t(most); },
        "", {0.0, 1e18}, "Largest total");
}

} // namespace

void addCatalogueModels(CLI::App& catalogue, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = catalogue.add_subcommand("models", "Language models");
    addFilters(*command, options->filter);
    auto* fits = command->add_option("--fits", options->device, "Only what this device's memory holds")
                     ->type_name("DEVICE");
    auto* memory = addQuantity(*command, "--memory", options->filter.memory, positive,
                               "Only what needs no more than this");
    memory->excludes(fits);
    const std::vector<CLI::Option*> use{
        fits,
        memory,
        addScheme(*command, "--weights", options->filter.weights, "How weights are kept"),
        addScheme(*command, "--kv", options->filter.kv, "How keys and values are kept"),
        addCount(*command, "--context", options->filter.context, 1, llm::Limits::context,
                 "Tokens in the KV cache"),
        addCount(*command, "--batch", options->filter.batch, 1, 100'000, "Sequences at once")};
    addJsonFlag(*command, options->json);
    command->callback([options, use, &action] {
        for (const auto* option : use)
            options->sized = options->sized || option->count() > 0;
        action = [options] { return listModels(*options); };
    });
}

} // namespace cellwright::cli
