// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/project_rows.h"

#include "analytics/scenario/entity_lists.h"
#include "analytics/scenario/json.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <map>

namespace cellwright {
namespace {

tl::unexpected<Error> damaged(const Database& database, const std::string& what) {
    return failure("the file is damaged: " + what, database.name(),
                   "restore a backup copy; this file was left as it is");
}

Expected<void> placeEntity(Scenario& scenario, std::size_t ordinal, const Entity& entity) {
    return std::visit(
        [&]<class T>(const T& value) -> Expected<void> {
            if constexpr (std::same_as<T, Assumptions>) {
                scenario.assumptions = value;
            } else if constexpr (std::same_as<T, ScenarioProperties>) {
                setProperties(scenario, value);
            } else {
                auto& list = listOf<T>(scenario);
                if (list.size() != ordinal || ordinal >= JsonLimits::entitiesPerList)
                    return failure("it is out of order");
                list.push_back(value);
            }
            return {};
        },
        entity);
}

Expected<void> loadEntity(const Database& database, const ResultRow& row, Project& project) {
    const auto key = std::string(row.text(1)) + " " + std::to_string(row.integer(2)) + " of scenario " +
                     std::to_string(row.integer(0));
    auto* scenario = findById(project.scenarios, ScenarioId{row.integer(0)});
    const auto kind = parseEnum<EntityKind>(row.text(1));
    if (!scenario || !kind)
        return damaged(database, key + " belongs nowhere");
    const auto entity = entityFromJson(*kind, row.text(4), database.name() + ", " + key);
    if (!entity)
        return tl::make_unexpected(entity.error());
    if (refOf(*entity).id != row.integer(2))
        return damaged(database, key + " says that it is number " + std::to_string(refOf(*entity).id));
    const auto placed = placeEntity(*scenario, std::size_t(row.integer(3)), *entity);
    return placed ? placed : damaged(database, key + ": " + placed.error().what);
}

Expected<void> loadScenarios(Database& database, Project& project) {
    return database.query("SELECT id, ordinal FROM scenario ORDER BY ordinal",
                          [&](const ResultRow& row) -> Expected<void> {
                              if (row.integer(1) != std::int64_t(project.scenarios.size()) ||
                                  project.scenarios.size() == JsonLimits::scenarios)
                                  return damaged(database, "the scenarios are out of order");
                              project.scenarios.emplace_back().id = {row.integer(0)};
                              return {};
                          });
}

Expected<void> loadEntities(Database& database, Project& project) {
    std::size_t singles = 0;
    const auto load = [&](const ResultRow& row) {
        singles += row.text(1) == "assumptions" || row.text(1) == "properties" ? 1u : 0u;
        return loadEntity(database, row, project);
    };
    const auto loaded = database.query(
        "SELECT scenario, kind, id, ordinal, body FROM entity ORDER BY scenario, kind, ordinal", load);
    if (loaded && singles != 2 * project.scenarios.size())
        return damaged(database, "a scenario lacks its assumptions or its properties");
    return loaded;
}

Expected<void> loadProperties(Database& database, Project& project) {
    int rows = 0;
    const auto utf8 = [&](const ResultRow& row, int column, std::string& out) {
        out = row.text(column);
        return isUtf8(out) && out.find('\0') == std::string::npos;
    };
    const auto loaded =
        database.query("SELECT name, description FROM project", [&](const ResultRow& row) -> Expected<void> {
            ++rows;
            if (!utf8(row, 0, project.name) || !utf8(row, 1, project.description))
                return damaged(database, "the project's name or description is not a text");
            return {};
        });
    if (loaded && rows != 1)
        return damaged(database, "the project's own row is missing");
    if (!loaded)
        return loaded;
    return database.query("SELECT id, kind, json, ordinal FROM attachment ORDER BY ordinal",
                          [&](const ResultRow& row) -> Expected<void> {
                              auto& attachment = project.attachments.emplace_back();
                              if (!utf8(row, 0, attachment.id) || !utf8(row, 1, attachment.kind) ||
                                  !utf8(row, 2, attachment.json))
                                  return damaged(database, "an attachment is not a text");
                              if (project.attachments.size() > JsonLimits::attachments)
                                  return damaged(database, "there are too many attachments");
                              return {};
                          });
}

Expected<void> writeEntity(Database& database, ScenarioId scenario, std::size_t ordinal,
                           const Entity& entity) {
    const auto ref = refOf(entity);
    const auto body = toJsonText(entity);
    return database.run(
        "INSERT INTO entity (scenario, kind, id, ordinal, body) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (scenario, kind, id) DO UPDATE SET ordinal = excluded.ordinal, body = excluded.body",
        scenario.value, enumKey(ref.kind), ref.id, std::int64_t(ordinal), std::string_view(body));
}

Expected<void> writeProperties(Database& database, const ProjectProperties& properties) {
    auto result = database.run("UPDATE project SET name = ?1, description = ?2",
                               std::string_view(properties.name), std::string_view(properties.description));
    if (result)
        result = database.run("DELETE FROM attachment");
    for (std::size_t i = 0; result && i < properties.attachments.size(); ++i) {
        const auto& [id, kind, json] = properties.attachments[i];
        result = database.run("INSERT INTO attachment (ordinal, id, kind, json) VALUES (?1, ?2, ?3, ?4)",
                              std::int64_t(i), std::string_view(id), std::string_view(kind),
                              std::string_view(json));
    }
    return result;
}

Expected<void> insertScenario(Database& database, std::size_t ordinal, const Scenario& scenario) {
    auto result = database.run("INSERT INTO scenario (id, ordinal) VALUES (?1, ?2)", scenario.id.value,
                               std::int64_t(ordinal));
    forEachList(scenario, [&](const auto& list) {
        for (std::size_t i = 0; result && i < list.size(); ++i)
            result = writeEntity(database, scenario.id, i, list[i]);
    });
    if (result)
        result = writeEntity(database, scenario.id, 0, scenario.assumptions);
    return result ? writeEntity(database, scenario.id, 0, propertiesOf(scenario)) : result;
}

/// Writes the changes of an edit one by one and remembers the lists that entries were put into or taken out
/// of, with the first place that shifted; those are renumbered once at the end.
class EditWriter {
public:
    EditWriter(Database& database, const Project& after)
        : database_(database)
        , after_(after) {}

    Expected<void> write(const EntityChange& change) {
        const auto ref = refOf(change.after ? *change.after : *change.before);
        if (!change.before || !change.after)
            shifted(shiftedLists_[{change.scenario.value, ref.kind}], change.index);
        if (change.after)
            return writeEntity(database_, change.scenario, change.index, *change.after);
        return database_.run("DELETE FROM entity WHERE scenario = ?1 AND kind = ?2 AND id = ?3",
                             change.scenario.value, enumKey(ref.kind), ref.id);
    }
    Expected<void> write(const ScenarioChange& change) {
        shifted(shiftedScenarios_, change.index);
        Expected<void> result;
        if (change.before)
            result = database_.run("DELETE FROM scenario WHERE id = ?1", change.before->id.value);
        if (result && change.after)
            result = insertScenario(database_, change.index, *change.after);
        return result;
    }
    Expected<void> write(const ProjectChange& change) { return writeProperties(database_, change.after); }

    Expected<void> renumber() {
        Expected<void> result;
        for (auto i = shiftedScenarios_; result && i < after_.scenarios.size(); ++i)
            result = database_.run("UPDATE scenario SET ordinal = ?2 WHERE id = ?1 AND ordinal <> ?2",
                                   after_.scenarios[i].id.value, std::int64_t(i));
        for (const auto& [list, first] : shiftedLists_)
            if (result)
                result = renumberList(ScenarioId{list.first}, list.second, first);
        return result;
    }

private:
    static constexpr std::size_t none = std::size_t(-1);
    struct FirstShifted {
        std::size_t place = none;
    };
    static void shifted(std::size_t& first, std::size_t index) { first = std::min(first, index); }
    static void shifted(FirstShifted& first, std::size_t index) { shifted(first.place, index); }

    Expected<void> renumberList(ScenarioId id, EntityKind kind, FirstShifted first) {
        Expected<void> result;
        const auto* scenario = findById(after_.scenarios, id);
        if (!scenario)
            return result;
        forEachList(*scenario, [&]<class T>(const std::vector<T>& list) {
            for (auto i = first.place; kindOf<T>() == kind && result && i < list.size(); ++i)
                result = database_.run(
                    "UPDATE entity SET ordinal = ?4 WHERE scenario = ?1 AND kind = ?2 AND id = ?3 "
                    "AND ordinal <> ?4",
                    id.value, enumKey(kind), list[i].id.value, std::int64_t(i));
        });
        return result;
    }

    Database& database_;
    const Project& after_;
    std::map<std::pair<std::int64_t, EntityKind>, FirstShifted> shiftedLists_;
    std::size_t shiftedScenarios_ = none;
};

} // namespace

Expected<Project> loadProject(Database& database) {
    Project project;
    return loadProperties(database, project)
        .and_then([&] { return loadScenarios(database, project); })
        .and_then([&] { return loadEntities(database, project); })
        .map([&] { return std::move(project); });
}

Expected<void> writeProject(Database& database, const Project& project) {
    auto result = writeProperties(database, propertiesOf(project));
    for (std::size_t i = 0; result && i < project.scenarios.size(); ++i)
        result = insertScenario(database, i, project.scenarios[i]);
    return result;
}

Expected<void> writeEdit(Database& database, const Edit& edit, const Project& after) {
    EditWriter writer(database, after);
    Expected<void> result;
    for (const auto& change : edit.changes)
        if (result)
            result = std::visit([&](const auto& each) { return writer.write(each); }, change);
    return result ? writer.renumber() : result;
}

} // namespace cellwright
