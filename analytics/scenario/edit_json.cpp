// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/edit.h"
#include "analytics/scenario/json_documents.h"
#include "analytics/scenario/json_writer.h"

namespace cellwright {
namespace {

using Json = nlohmann::json;

OutputJson entityToJson(const Entity& entity) {
    return std::visit([](const auto& each) { return objectToJson(each); }, entity);
}
OutputJson propertiesToJson(const ProjectProperties& properties) {
    return {{"name", properties.name},
            {"description", properties.description},
            {"attachments", toJson(properties.attachments)}};
}

OutputJson changeToJson(const EntityChange& change) {
    const Entity& any = change.after ? *change.after : *change.before;
    OutputJson json = {{"change", "entity"},
                       {"scenario", change.scenario.value},
                       {"kind", std::string(enumKey(EntityKind(any.index())))},
                       {"index", change.index}};
    if (change.before)
        json["before"] = entityToJson(*change.before);
    if (change.after)
        json["after"] = entityToJson(*change.after);
    return json;
}
OutputJson changeToJson(const ScenarioChange& change) {
    OutputJson json = {{"change", "scenario"}, {"index", change.index}};
    if (change.before)
        json["before"] = toJson(*change.before);
    if (change.after)
        json["after"] = toJson(*change.after);
    return json;
}
OutputJson changeToJson(const ProjectChange& change) {
    return {{"change", "project"},
            {"before", propertiesToJson(change.before)},
            {"after", propertiesToJson(change.after)}};
}

template <class T>
Entity readAlternative(JsonReader& reader, const Json& json) {
    T entity;
    reader.readObject(json, entity);
    return entity;
}

template <std::size_t... index>
Entity readEntity(JsonReader& reader, EntityKind kind, const Json& json, std::index_sequence<index...>) {
    using Read = Entity (*)(JsonReader&, const Json&);
    static constexpr std::array<Read, sizeof...(index)> readers{
        &readAlternative<std::variant_alternative_t<index, Entity>>...};
    return readers[std::size_t(kind)](reader, json);
}
Entity readEntity(JsonReader& reader, EntityKind kind, const Json& json) {
    return readEntity(reader, kind, json, std::make_index_sequence<std::variant_size_v<Entity>>());
}

std::size_t readIndex(JsonReader& reader, const Json& json) {
    std::int64_t index = 0;
    reader.member(json, "index", [&](const Json& number) {
        reader.readInteger(number, 0, std::int64_t(JsonLimits::entitiesPerList), index);
    });
    return std::size_t(index);
}

/// Reads "before" and "after" where they are there; one of them must be.
template <class T, class Read>
void readPair(JsonReader& reader, const Json& json, std::optional<T>& before, std::optional<T>& after,
              Read read) {
    reader.member(json, "before", [&](const Json& value) { before = read(value); });
    reader.member(json, "after", [&](const Json& value) { after = read(value); });
    if (reader.ok() && !before && !after)
        reader.fail("\"before\" and \"after\" are both missing", "a change has at least one of them");
}

Change readEntityChange(JsonReader& reader, const Json& json) {
    EntityChange change;
    EntityKind kind{};
    const FieldInfo scenario{"id", "", ""}, kindField{"kind", "", ""};
    const bool complete = reader.member(json, "scenario", [&](const Json& id) {
        reader.read(id, scenario, change.scenario);
    }) && reader.member(json, "kind", [&](const Json& key) { reader.read(key, kindField, kind); });
    if (!complete)
        reader.fail("the scenario or the kind is missing", "give both for a change of an entity");
    change.index = readIndex(reader, json);
    readPair(reader, json, change.before, change.after,
             [&](const Json& value) { return readEntity(reader, kind, value); });
    return change;
}

Change readScenarioChange(JsonReader& reader, const Json& json) {
    ScenarioChange change;
    change.index = readIndex(reader, json);
    readPair(reader, json, change.before, change.after, [&](const Json& value) {
        Scenario scenario;
        readScenario(reader, value, scenario);
        return scenario;
    });
    return change;
}

ProjectProperties readProperties(JsonReader& reader, const Json& json) {
    ProjectProperties out;
    if (!reader.expectObject(json))
        return out;
    reader.member(json, "name",
                  [&](const Json& text) { reader.readText(text, JsonLimits::stringBytes, out.name); });
    reader.member(json, "description", [&](const Json& text) {
        reader.readText(text, JsonLimits::longTextBytes, out.description);
    });
    reader.member(json, "attachments",
                  [&](const Json& list) { readAttachments(reader, list, out.attachments); });
    return out;
}

Change readProjectChange(JsonReader& reader, const Json& json) {
    ProjectChange change;
    reader.member(json, "before", [&](const Json& value) { change.before = readProperties(reader, value); });
    reader.member(json, "after", [&](const Json& value) { change.after = readProperties(reader, value); });
    return change;
}

Change readChange(JsonReader& reader, const Json& json) {
    if (!reader.expectObject(json))
        return {};
    std::string type;
    reader.member(json, "change",
                  [&](const Json& text) { reader.readText(text, JsonLimits::stringBytes, type); });
    if (type == "entity")
        return readEntityChange(reader, json);
    if (type == "scenario")
        return readScenarioChange(reader, json);
    if (type == "project")
        return readProjectChange(reader, json);
    reader.fail("unknown change \"" + type + "\"", "use one of: entity, scenario, project");
    return {};
}

} // namespace

std::string toJsonText(const Edit& edit) {
    auto changes = OutputJson::array();
    for (const auto& change : edit.changes)
        changes.push_back(std::visit([](const auto& each) { return changeToJson(each); }, change));
    return dump({{"label", edit.label}, {"changes", std::move(changes)}});
}

Expected<Edit> editFromJson(std::string_view text, const std::string& where) {
    const auto json = parseJson(text, where);
    if (!json)
        return tl::make_unexpected(json.error());
    JsonReader reader(where);
    Edit edit;
    if (reader.expectObject(*json)) {
        reader.member(*json, "label", [&](const Json& label) {
            reader.readText(label, JsonLimits::stringBytes, edit.label);
        });
        const auto change = [&](const Json& each, std::size_t) {
            edit.changes.push_back(readChange(reader, each));
        };
        reader.member(*json, "changes",
                      [&](const Json& all) { reader.elements(all, JsonLimits::values, change); });
    }
    return reader.result(std::move(edit));
}

std::string toJsonText(const Entity& entity) {
    return dump(entityToJson(entity));
}

Expected<Entity> entityFromJson(EntityKind kind, std::string_view text, const std::string& where) {
    const auto json = parseJson(text, where);
    if (!json)
        return tl::make_unexpected(json.error());
    JsonReader reader(where);
    auto entity = readEntity(reader, kind, *json);
    return reader.result(std::move(entity));
}

} // namespace cellwright
