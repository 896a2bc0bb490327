// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"

#include "analytics/scenario/json_documents.h"
#include "analytics/scenario/json_writer.h"

#include <unordered_set>

namespace cellwright {
namespace {

using Json = nlohmann::json;
constexpr const char* formatName = "cellwright-project";
constexpr int formatVersion = 1;

template <class T>
void readList(JsonReader& reader, const Json& object, const char* key, std::vector<T>& out) {
    std::unordered_set<std::int64_t> ids;
    reader.member(object, key, [&](const Json& list) {
        reader.elements(list, JsonLimits::entitiesPerList, [&](const Json& element, std::size_t) {
            reader.readObject(element, out.emplace_back());
            const auto id = out.back().id.value;
            if (reader.ok() && !ids.insert(id).second)
                reader.fail("the id " + std::to_string(id) + " is used twice",
                            "give each entry of the list its own id");
        });
    });
}

void readTopology(JsonReader& reader, const Json& json, Topology& out) {
    if (!reader.expectObject(json))
        return;
    reader.member(json, "origin", [&](const Json& origin) {
        reader.read(origin, {"origin", "", ""}, out.origin);
    });
    readList(reader, json, "carriers", out.carriers);
    readList(reader, json, "sites", out.sites);
    readList(reader, json, "groups", out.groups);
    readList(reader, json, "hosts", out.hosts);
    readList(reader, json, "links", out.links);
    readList(reader, json, "antennas", out.antennas);
}

void readFormat(JsonReader& reader, const Json& json) {
    std::string format = formatName;
    reader.member(json, "format", [&](const Json& text) {
        reader.readText(text, JsonLimits::stringBytes, format);
        if (reader.ok() && format != formatName)
            reader.fail("this is a \"" + format + "\"", std::string("give a \"") + formatName + "\"");
    });
    reader.member(json, "version", [&](const Json& number) {
        int version = 0;
        reader.read(number, {"version", "", "", 1}, version);
        if (reader.ok() && version > formatVersion)
            reader.fail("the project has format version " + std::to_string(version),
                        "this program reads version " + std::to_string(formatVersion) + "; use a newer one");
    });
}

void readScenarios(JsonReader& reader, const Json& json, std::vector<Scenario>& out) {
    std::unordered_set<std::int64_t> ids;
    reader.elements(json, JsonLimits::scenarios, [&](const Json& element, std::size_t) {
        readScenario(reader, element, out.emplace_back());
        const auto id = out.back().id.value;
        if (reader.ok() && !ids.insert(id).second)
            reader.fail("the scenario id " + std::to_string(id) + " is used twice",
                        "give each scenario its own id");
    });
}

void readProject(JsonReader& reader, const Json& json, Project& out) {
    if (!reader.expectObject(json))
        return;
    readFormat(reader, json);
    reader.member(json, "name",
                  [&](const Json& text) { reader.readText(text, JsonLimits::stringBytes, out.name); });
    reader.member(json, "description", [&](const Json& text) {
        reader.readText(text, JsonLimits::longTextBytes, out.description);
    });
    if (!reader.member(json, "scenarios",
                       [&](const Json& list) { readScenarios(reader, list, out.scenarios); }))
        reader.fail("\"scenarios\" is missing", "give a Cellwright project, which has a list of scenarios");
    reader.member(json, "attachments",
                  [&](const Json& list) { readAttachments(reader, list, out.attachments); });
}

} // namespace

void readScenario(JsonReader& reader, const Json& json, Scenario& out) {
    if (!reader.expectObject(json))
        return;
    const FieldInfo id{"id", "", ""};
    if (!reader.member(json, "id", [&](const Json& number) { reader.read(number, id, out.id); }))
        reader.fail("the id is missing", "give the scenario a whole number as \"id\"");
    reader.member(json, "name",
                  [&](const Json& text) { reader.readText(text, JsonLimits::stringBytes, out.name); });
    reader.member(json, "topology",
                  [&](const Json& topology) { readTopology(reader, topology, out.topology); });
    readList(reader, json, "workloads", out.workloads);
    readList(reader, json, "deployments", out.deployments);
    reader.member(json, "assumptions",
                  [&](const Json& assumptions) { reader.readObject(assumptions, out.assumptions); });
}

void readAttachments(JsonReader& reader, const Json& json, std::vector<Project::Attachment>& out) {
    reader.elements(json, JsonLimits::attachments, [&](const Json& element, std::size_t) {
        auto& attachment = out.emplace_back();
        if (!reader.expectObject(element))
            return;
        const auto text = [&](const char* key, std::size_t limit, std::string& value) {
            if (!reader.member(element, key,
                               [&](const Json& field) { reader.readText(field, limit, value); }))
                reader.fail(std::string("\"") + key + "\" is missing",
                            "an attachment has an id, a kind and a json text");
        };
        text("id", JsonLimits::stringBytes, attachment.id);
        text("kind", JsonLimits::stringBytes, attachment.kind);
        text("json", JsonLimits::longTextBytes, attachment.json);
        if (reader.ok() && attachment.kind != "model" && attachment.kind != "device")
            reader.fail("the kind \"" + attachment.kind + "\" is unknown", "use model or device");
        if (reader.ok() && !Json::accept(attachment.json))
            reader.fail("the text of \"" + attachment.id + "\" is not JSON", "attach a JSON document");
    });
}

OutputJson toJson(const Project::Attachment& attachment) {
    return {{"id", attachment.id}, {"kind", attachment.kind}, {"json", attachment.json}};
}

OutputJson toJson(const Scenario& scenario) {
    const auto& topology = scenario.topology;
    return {{"id", scenario.id.value},
            {"name", scenario.name},
            {"topology",
             {{"origin", toJson(topology.origin)},
              {"carriers", toJson(topology.carriers)},
              {"sites", toJson(topology.sites)},
              {"groups", toJson(topology.groups)},
              {"hosts", toJson(topology.hosts)},
              {"links", toJson(topology.links)},
              {"antennas", toJson(topology.antennas)}}},
            {"workloads", toJson(scenario.workloads)},
            {"deployments", toJson(scenario.deployments)},
            {"assumptions", toJson(scenario.assumptions)}};
}

std::string toJsonText(const Scenario& scenario, int indent) {
    return dump(toJson(scenario), indent);
}

std::string toJsonText(const Project& project, int indent) {
    const OutputJson json = {{"format", formatName},
                             {"version", formatVersion},
                             {"name", project.name},
                             {"description", project.description},
                             {"scenarios", toJson(project.scenarios)},
                             {"attachments", toJson(project.attachments)}};
    return dump(json, indent);
}

Expected<Scenario> scenarioFromJson(std::string_view text, const std::string& where) {
    const auto json = parseJson(text, where);
    if (!json)
        return tl::make_unexpected(json.error());
    JsonReader reader(where);
    Scenario scenario;
    readScenario(reader, *json, scenario);
    return reader.result(std::move(scenario));
}

Expected<Project> projectFromJson(std::string_view text, const std::string& where) {
    const auto json = parseJson(text, where);
    if (!json)
        return tl::make_unexpected(json.error());
    JsonReader reader(where);
    Project project;
    readProject(reader, *json, project);
    return reader.result(std::move(project));
}

} // namespace cellwright
