// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/edit.h"
#include "tests/analytics/scenario/random_project.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

class ScenarioEditTest : public QObject {
    Q_OBJECT

    static Project small() {
        Project project;
        auto& scenario = project.scenarios.emplace_back();
        scenario.id = {1};
        for (int i = 1; i <= 4; ++i) {
            auto& site = scenario.topology.sites.emplace_back();
            site.id = {i};
            site.name = "Site " + std::to_string(i);
        }
        return project;
    }
    static void checkBothWays(const Project& a, const Project& b) {
        const auto edit = difference(a, b, "change");
        Project there = a;
        const auto applied = apply(there, edit);
        QVERIFY2(applied.has_value(), applied ? "" : applied.error().message().c_str());
        QVERIFY(there == b);
        QVERIFY(inverse(inverse(edit)) == edit);
        const auto back = apply(there, inverse(edit));
        QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
        QVERIFY(there == a);
        const auto read = editFromJson(toJsonText(edit), "edit");
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QVERIFY(*read == edit);
    }

private Q_SLOTS:
    void differencesOfUnrelatedProjectsApplyBothWays() {
        for (std::uint64_t seed = 0; seed < 200; ++seed)
            checkBothWays(test::RandomProject(seed).project(), test::RandomProject(seed + 1000).project());
    }
    void differencesOfSmallChangesApplyBothWays() {
        test::RandomProject random(3);
        auto project = random.project();
        for (int i = 0; i < 500; ++i) {
            auto next = random.changed(project);
            checkBothWays(project, next);
            project = std::move(next);
        }
    }
    void nothingChangedIsAnEmptyEdit() {
        const auto project = test::RandomProject(8).project();
        QVERIFY(difference(project, project, "nothing").empty());
    }
    void oneMoveIsOneRemovalAndOneInsertion() {
        const auto before = small();
        auto after = before;
        auto& sites = after.scenarios[0].topology.sites;
        std::rotate(sites.begin(), sites.begin() + 1, sites.end());
        const auto edit = difference(before, after, "Move");
        QCOMPARE(edit.changes.size(), std::size_t(2));
        checkBothWays(before, after);
    }
    void aFieldIsOneReplacement() {
        const auto before = small();
        auto after = before;
        after.scenarios[0].topology.sites[2].height = Metres(30.0);
        const auto edit = difference(before, after, "Raise");
        QCOMPARE(edit.changes.size(), std::size_t(1));
        const auto& change = std::get<EntityChange>(edit.changes[0]);
        QCOMPARE(change.index, std::size_t(2));
        QCOMPARE(nameOf(*change.before), std::string("Site 3"));
        QCOMPARE(refOf(*change.after), (EntityRef{EntityKind::site, 3}));
    }
    void aConflictLeavesTheProjectAsItWas() {
        const auto before = small();
        auto after = before;
        after.name = "renamed";
        after.scenarios[0].topology.sites.erase(after.scenarios[0].topology.sites.begin());
        after.scenarios[0].topology.sites[2].name = "changed";
        const auto edit = difference(before, after, "Several");
        QCOMPARE(edit.changes.size(), std::size_t(3));
        auto other = before;
        other.scenarios[0].topology.sites[3].name = "somebody else's";
        const auto untouched = other;
        const auto applied = apply(other, edit);
        QVERIFY(!applied.has_value());
        QVERIFY2(applied.error().what.find("Site \"Site 4\" is not as this edit expects") !=
                     std::string::npos,
                 applied.error().what.c_str());
        QVERIFY(other == untouched);
    }
    void malformedEditsAreRefusedWhole_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 8; ++i)
            QTest::addRow("%d", i) << i;
    }
    void malformedEditsAreRefusedWhole() {
        QFETCH(int, which);
        auto project = small();
        Site site = project.scenarios[0].topology.sites[0], zero;
        Host host;
        host.id = {9};
        const std::vector<Change> bad{
            EntityChange{{1}, 99, std::nullopt, Entity(site)}, // beyond the end
            EntityChange{{1}, 4, std::nullopt, Entity(site)},  // its id is taken
            EntityChange{{1}, 0, Entity(site), Entity(host)},  // another kind
            EntityChange{{1}, 0, std::nullopt, std::nullopt},  // nothing
            EntityChange{{7}, 0, std::nullopt, Entity(host)},  // no such scenario
            EntityChange{{1}, 0, std::nullopt, Entity(Assumptions{})},
            ScenarioChange{1, std::nullopt, project.scenarios[0]},
            EntityChange{{1}, 0, std::nullopt, Entity(zero)},
        };
        const auto before = project;
        const Edit edit{"bad", {EntityChange{{1}, 0, std::nullopt, Entity(host)}, bad[std::size_t(which)]}};
        const auto applied = apply(project, edit);
        QVERIFY(!applied.has_value());
        QVERIFY(!applied.error().what.empty());
        QVERIFY(project == before);
    }
    void editTextsAreChecked_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(message);
        };
        row("type", R"({"changes": [{"change": "format disk"}]})",
            "j: $.changes[0]: unknown change \"format disk\"");
        row("kind", R"({"changes": [{"change": "entity", "scenario": 1, "kind": "cow", "after": {}}]})",
            "changes[0].kind: unknown value \"cow\"");
        row("no scenario", R"({"changes": [{"change": "entity", "kind": "site", "after": {"id": 1}}]})",
            "changes[0]: the scenario or the kind is missing");
        row("nothing", R"({"changes": [{"change": "entity", "scenario": 1, "kind": "site"}]})",
            "\"before\" and \"after\" are both missing");
        row("index",
            R"({"changes": [{"change": "entity", "scenario": 1, "kind": "site", "index": -1, "after": {"id": 1}}]})",
            "index: -1 is out of range");
        row("body",
            R"({"changes": [{"change": "entity", "scenario": 1, "kind": "site", "after": {"id": 1, "height_m": 0}}]})",
            "changes[0].after.height_m: 0 is out of range");
        row("not an object", R"(3)", "expected an object, found a number");
    }
    void editTextsAreChecked() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto read = editFromJson(text.toStdString(), "j");
        QVERIFY(!read.has_value());
        QVERIFY2(QString::fromStdString(read.error().message()).contains(message),
                 read.error().message().c_str());
    }
    void entitiesAreFoundByReference() {
        const auto scenario = test::RandomProject(11).scenario({1});
        for (const auto ref : entitiesOf(scenario)) {
            const auto entity = entityOf(scenario, ref);
            QVERIFY(entity.has_value());
            QCOMPARE(refOf(*entity), ref);
            QVERIFY(!nameOf(*entity).empty());
            const auto read = entityFromJson(ref.kind, toJsonText(*entity), "e");
            QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
            QVERIFY(*read == *entity);
        }
        QVERIFY(!entityOf(scenario, {EntityKind::site, 12345}).has_value());
    }
    void freshIdsAreAboveAllOthers() {
        auto project = small();
        QCOMPARE(nextId(project.scenarios[0]), std::int64_t(5));
        project.scenarios[0].topology.sites[0].sectors.emplace_back().id = {40};
        QCOMPARE(nextId(project.scenarios[0]), std::int64_t(41));
        QCOMPARE(nextId(Scenario{}), std::int64_t(1));
    }
    void manyRemovalsAreOneStepEach() {
        Project before = small();
        auto& sites = before.scenarios[0].topology.sites;
        for (int i = 5; i <= 20000; ++i)
            sites.emplace_back().id = {i};
        Project after = before;
        std::erase_if(after.scenarios[0].topology.sites,
                      [](const Site& site) { return site.id.value % 2 == 0; });
        std::reverse(after.scenarios[0].topology.sites.begin(),
                     after.scenarios[0].topology.sites.begin() + 10);
        checkBothWays(before, after);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ScenarioEditTest)
#include "edit_test.moc"
