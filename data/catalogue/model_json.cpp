// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/model_json.h"

#include "analytics/llm/config_fields.h"

#include <algorithm>
#include <array>

namespace cellwright::catalogue {
namespace {

constexpr std::array<std::string_view, 7> kinds{
    "text", "code", "multimodal", "speech", "encoder", "encoder-decoder", "robot"};

/// What the catalogue says of a model beside its architecture.
ModelEntry describedBy(llm::ConfigFields& fields) {
    ModelEntry entry;
    entry.id = fields.text("id");
    entry.name = fields.text("name", entry.id);
    entry.licence = fields.text("licence", "");
    entry.repository = fields.text("repository", "");
    entry.source = fields.text("source", "");
    entry.date = fields.text("date", "");
    entry.note = fields.text("note", "");
    entry.verified = fields.boolean("verified", false);
    entry.kind = fields.text("kind", "text");
    if (std::ranges::find(kinds, entry.kind) == kinds.end())
        fields.refuse("kind", "kind is " + llm::inQuotes(entry.kind), "one of modelKinds()");
    entry.series = fields.text("series", "");
    entry.statedParameters = fields.optionalInteger("stated_parameters", 1, std::int64_t(1) << 50);
    return entry;
}

Expected<llm::Model> modelOf(const ModelEntry& entry, const nlohmann::json& config,
                             const std::string& where) {
    auto model = llm::fromHuggingFaceConfig(config.dump(), where + ", model " + entry.id);
    if (!model)
        return model;
    model->id = entry.id;
    model->name = entry.name;
    model->licence = entry.licence;
    model->source = entry.source;
    model->date = entry.date;
    model->verified = entry.verified;
    if (!entry.note.empty()) // else the note of the reader, on what it left out, stays
        model->note = entry.note;
    return model;
}

Expected<void> addEntry(ModelList& list, const nlohmann::json& json, const std::string& where) {
    llm::ConfigFields fields(json, where);
    auto entry = describedBy(fields);
    if (fields.error())
        return tl::make_unexpected(*fields.error());
    if (const auto config = json.find("config"); config != json.end()) {
        auto model = modelOf(entry, *config, where);
        if (!model)
            return tl::make_unexpected(model.error());
        entry.family = model->family;
        entry.count = llm::countParameters(*model);
        list.models.push_back(std::move(*model));
    } else if (entry.statedParameters) {
        entry.count.total = entry.count.active = *entry.statedParameters;
    }
    list.entries.push_back(std::move(entry));
    return {};
}

/// Models and entries are in the same order, and the models no longer move.
void connect(ModelList& list, const nlohmann::json& entries) {
    auto model = list.models.data();
    for (std::size_t i = 0; i < list.entries.size(); ++i)
        if (entries[i].contains("config"))
            list.entries[i].model = model++;
}

} // namespace

std::span<const std::string_view> modelKinds() {
    return kinds;
}

Expected<llm::Model> modelFromEntry(const nlohmann::json& json, const std::string& where) {
    llm::ConfigFields fields(json, where);
    const auto entry = describedBy(fields);
    if (fields.error())
        return tl::make_unexpected(*fields.error());
    return modelOf(entry, json.at("config"), where);
}

Expected<ModelList> parseModelList(std::string_view text, const std::string& where) {
    const auto document = llm::parseConfig(text, where);
    if (!document)
        return tl::make_unexpected(document.error());
    const auto entries = document->find("models");
    if (entries == document->end() || !entries->is_array())
        return failure("there is no list of models", where, "{\"models\": [ … ]}");
    ModelList list;
    for (const auto& json : *entries) {
        if (!json.is_object())
            return failure("a model is not an object", where, "{\"id\": \"…\", \"config\": { … }}");
        if (auto added = addEntry(list, json, where); !added)
            return tl::make_unexpected(added.error());
    }
    connect(list, *entries);
    return list;
}

} // namespace cellwright::catalogue
